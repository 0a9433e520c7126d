"""Records to draw, and what every drawing must keep."""

from itertools import combinations

from hypothesis import strategies as st

from app.dialogues.models import Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import RecordKind
from app.trace.drawing import Picture
from app.trace.steps import TraceNode

TRACKS = {"harbour": Track.TRACK_TWO, "talks": Track.GOVERNMENT, "review": Track.TRACK_TWO}

dates = st.one_of(
    st.none(),
    st.builds(
        lambda year, month, length: PartialDate(f"{year}-{month:02}-15"[:length]),
        st.integers(2019, 2027),
        st.integers(1, 12),
        st.sampled_from([4, 7, 10]),
    ),
)
titles = st.sampled_from(["", "Opening", "人工智能与国际安全对话第九轮会议纪要", "A title " * 9])


def node(number, *, happened=None, dialogue="harbour", kind=RecordKind.ROUND, title=""):
    return TraceNode(
        id=number,
        ref=f"R{number}",
        kind=kind,
        title=LocalizedText({"en": title} if title else {}),
        happened=PartialDate(happened) if isinstance(happened, str) else happened,
        number=number,
        dialogue_slug=dialogue,
        dialogue_name=LocalizedText({"en": dialogue.title()}),
        track=TRACKS[dialogue],
    )


def check_places(picture: Picture) -> None:
    """No two boxes on each other, and everything within the picture."""
    for box in picture.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= picture.width
        assert box.y + box.height <= picture.height
        assert any(lane.y <= box.y < lane.y + lane.height for lane in picture.lanes)
    for one, other in combinations(picture.boxes, 2):
        apart_across = one.right <= other.x or other.right <= one.x
        apart_down = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_across or apart_down, f"{one.node.ref} on {other.node.ref}"
