"""Random notes: what the preview calls new is made, nothing else is, and nothing ever breaks.

THROUGHLINE_EXAMPLES=10000 for a long look.
"""

import os
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.notes.describing import notes_of
from app.notes.parsing import read_notes
from app.notes.printing import printed_notes
from app.notes.proposal import Fate
from app.notes.proposing import Preview
from app.rules import Refused
from tests.notes.logged import (
    MINUTES,
    Talks,
    answered,
    filled,
    held,
    on_sqlite,
    refuse_unseen,
    talks,
)
from tests.notes.logged import revisions as revisions_of
from tests.notes.trees import LINE, TREES

__all__ = ["talks"]
pytestmark = on_sqlite
EXAMPLES = int(os.environ.get("THROUGHLINE_EXAMPLES", "40"))
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=False,
    # As it was found: to make a failing text shorter would take minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

WORDS = (
    """
agreed on terms|agree on terms|Terms|terms|术语|notify [shall/may]|x
the sides report accidents in time|Send the list|a b|scope of "lethality"|中文：术语|en: terms
""".strip()
    .replace("\n", "|")
    .split("|")
)
SIDES = ["CN", "US", "China", "中国", "CISS", "Brookings", "XX"]
STANCES = ["endorsed", "objected", "reserved", "ad referendum", "not recorded", "sought", "认可"]
REFS = ["R8-C1", "R8-A1", "R9-S1", "R8", "R8-T1", "R9", "government/R1-T1", "R7-C1"]
HEADS = """
# {w}
# Session 1: {w}
# Session 2
# Session {n}: {w} (moderator: XIAO Qian)
# @R9-S1 {w}
""".strip().split("\n")
TOPICS = """
- {w}
- {w} {{GP-1}} (agreed)
- {w} {{Scenario}} (stalled)
- @R9
""".strip().split("\n")
ENTRIES = """
{w}
= {w}
== {w}
~ {w} {{GP-2}}
≠ {w} | {s}: {w} | {s}: {t}
? {w}
recommendation: {w}
  + {w}
  + {w} | {s}: {t}
  + …
| {s}: {t}
| {s}: {t}: {w}
! {s}, {s}: {w} by 2024-0{n}
    ! {s}: {w}
! {s}: {w} by round {n}
! R8-A1 done: {w}
! R8-A1 {w}
! R8-A1 waiting {s}: {w}
! R8-A1: {w}
= @R8-C1 {w}
= @R8-C1 | {s}: {t}
< {r}
< {r}: {w}
< {r} (per {s})
< refines {r}
zh-Hans: {w}
en: {w}
""".strip().split("\n")
FACTS = """
Round: {n}
Title: {w}
Date: 2024-0{n}
Date: 2024-02-12 – 2024-02-1{n}
Place: {w}
Attendance: {n}
""".strip().split("\n")


def sentence(pattern: str) -> st.SearchStrategy[str]:
    places = st.fixed_dictionaries(
        {
            "w": st.sampled_from(WORDS),
            "s": st.sampled_from(SIDES[:-1]) | st.sampled_from(SIDES),
            "t": st.sampled_from(STANCES),
            "r": st.sampled_from(REFS[:-1]) | st.sampled_from(REFS),
            "n": st.integers(1, 9),
        }
    )
    return places.map(lambda values: pattern.format(**values))


def lines(patterns: list[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(patterns).flatmap(sentence), min_size=least, max_size=most)


TOPIC = st.tuples(lines(TOPICS, 1, 1), lines(ENTRIES, 0, 6))
SESSION = st.tuples(lines(HEADS, 0, 1), st.lists(TOPIC, min_size=1, max_size=3))


@st.composite
def likely(draw: st.DrawFn) -> str:
    """Notes of which most lines can be read."""
    text = draw(lines(FACTS, 0, 2))
    for head, topics in draw(st.lists(SESSION, min_size=1, max_size=3)):
        text += head + [line for topic, entries in topics for line in (*topic, *entries)]
    return "\n".join(text)


NOISE = st.lists(LINE, max_size=9).map("\n".join)
TEXTS = likely() | likely() | TREES.map(printed_notes) | NOISE
ROSTERS = st.sampled_from(["", "", "Melanie SISSON, Fellow", "肖茜\n\n,,,", "A group\nUS: B"])


def answers(shown: Preview, random: Random) -> dict[str, str]:
    """Some answer to every question, like as not the one chosen beforehand."""
    parts = [part for part in (shown.notes, shown.roster) if part is not None]
    choices = [one for part in parts for row in part.rows for one in row.choices]
    return {
        one.key: one.chosen if one.chosen and random.random() < 0.6
        else random.choice([option.value for option in one.options])
        for one in choices
    }  # fmt: skip


def without_problems(shown: Preview, text: str) -> str:
    """The text without the lines that cannot be written."""
    wrong = {row.line for row in shown.notes.rows if row.problem is not None}
    wrong |= {one.line for one in shown.notes.unreadable}
    return "\n".join(line for n, line in enumerate(text.split("\n"), 1) if n not in wrong)


@often
@given(text=TEXTS, roster=ROSTERS, is_new=st.booleans(), random=st.randoms(use_true_random=False))
def test_only_what_is_shown_is_made(
    talks: Talks, text: str, roster: str, is_new: bool, random: Random
):
    meeting = None if is_new else talks.ninth
    preview = partial(talks.preview, meeting=meeting, roster=roster)
    with talks.db.begin_nested() as savepoint:
        shown = preview(text)
        for _again in range(4):
            text = without_problems(shown, text) if shown.notes.problems else text
            chosen = answers(shown, random)
            shown = preview(text, answers=chosen)
        _log_and_compare(talks, shown, text, roster, meeting, chosen)
        savepoint.rollback()
    talks.db.expire_all()


def _log_and_compare(talks, shown, text, roster, meeting, chosen) -> None:
    before, old = held(talks.db), revisions_of(talks.db)
    given = {"roster": roster, "meeting": meeting, "answers": chosen}
    if not shown.can_be_logged:
        with pytest.raises(Refused):
            talks.log(text, fingerprint=shown.fingerprint, **given)
        return
    logged = talks.log(text, fingerprint=shown.fingerprint, **given)
    refuse_unseen(shown, before, held(talks.db))
    now = revisions_of(talks.db)
    of_actions = {ref for ref in old if "-A" in ref}
    changed = {ref for ref in old if now[ref] != old[ref]} - of_actions
    assert changed == filled(shown, talks.dialogue) & set(old)

    again = talks.preview(text, meeting=logged, answers=chosen)
    assert not again.notes.problems
    left = [row for row in again.notes.rows if row.fate in (Fate.NEW, Fate.FILLED)]
    assert not left, text
    printed = printed_notes(notes_of(talks.db, logged))
    assert not read_notes(printed).unreadable, printed
    reread = talks.preview(printed, meeting=logged)
    assert {row.fate for row in reread.notes.rows} <= {Fate.SAME}, printed
    assert not reread.notes.asks


def test_the_minutes_of_the_other_tests_can_be_logged(talks: Talks):
    """The comparison above is not idle."""
    shown = talks.preview(MINUTES)

    _log_and_compare(talks, shown, MINUTES, "", talks.ninth, answered(shown))
