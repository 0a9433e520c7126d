"""What is printed is read as it was."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.notes.notation import Notes
from app.notes.parsing import read_notes
from app.notes.printing import printed_notes
from tests.notes.trees import EXAMPLES, TREES, without_lines


# A tree is large: what fails is looked for in fewer of them than in texts, and explained by hand.
@settings(
    max_examples=max(1, EXAMPLES // 3),
    deadline=None,
    phases=set(Phase) - {Phase.explain},
    suppress_health_check=[HealthCheck.too_slow],
)
@given(notes=TREES, language=st.sampled_from(["en", "zh-Hans", "zh-Hant"]))
def test_printed_notes_are_read_as_they_were(notes: Notes, language: str):
    printed = printed_notes(notes, language=language)

    read = read_notes(printed, language=language)

    assert read.unreadable == [], printed
    assert without_lines(read.meeting) == without_lines(notes.meeting)
    assert without_lines(read.sessions) == without_lines(notes.sessions)
