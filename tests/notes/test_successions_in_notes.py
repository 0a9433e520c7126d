"""Notes that put an item in the place of an earlier one."""

import pytest
import sqlalchemy as sa

from app.consensus.models import ConsensusItem
from app.notes.parsing import read_notes
from app.notes.printing import printed_notes
from app.trace.models import LinkKind, TraceLink
from app.trace.succession import fate_of
from tests.notes.logged import Talks, on_sqlite, talks

__all__ = ["talks"]
pytestmark = on_sqlite


@pytest.mark.parametrize(
    ("line", "language", "kind"),
    [
        ("< split from R8-C1", "en", LinkKind.SPLIT_FROM),
        ("< split-from R8-C1", "en", LinkKind.SPLIT_FROM),
        ("< merges R8-C1: why", "en", LinkKind.MERGES),
        ("< 拆分自R8-C1：理由", "zh-Hans", LinkKind.SPLIT_FROM),
        ("< 合并 R8-C1", "zh-Hans", LinkKind.MERGES),
        ("< 合併 R8-C1", "zh-Hant", LinkKind.MERGES),
    ],
)
def test_the_kind_is_read_and_printed_back(talks: Talks, line, language, kind):
    notes = read_notes(f"# S\n- T\n  = agreed on this\n    {line}\n", language=language)

    [link] = notes.sessions[0].topics[0].entries[0].links
    assert (link.kind, link.ref, notes.unreadable) == (kind, "R8-C1", [])
    again = read_notes(printed_notes(notes, language=language), language=language)
    assert again.sessions[0].topics[0].entries[0].links[0].kind is kind


def test_an_item_is_split_in_notes(talks: Talks):
    said = "    < split from R8-C1: two promises\n"

    talks.log(f"# S\n- T\n  = one half\n{said}  = the other half\n{said}")

    old = talks.db.scalars(sa.select(ConsensusItem).where(ConsensusItem.ref == "R8-C1")).one()
    [event] = fate_of(talks.db, old).became
    assert [place.ref for place in event.places] == ["R9-C1", "R9-C2"]
    assert len(talks.db.scalars(sa.select(TraceLink)).all()) == 2
