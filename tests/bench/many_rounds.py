"""Many rounds on two tracks, with what was recorded at them, written in bulk."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import Action, ActionOwner, ActionStatus
from app.consensus.models import (
    ConsensusItem,
    ConsensusItemTopic,
    ItemKind,
    Level,
    Position,
    Stance,
    Wording,
)
from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    DialogueSession,
    Round,
    RoundKind,
    RoundStatus,
    TopicFormat,
)
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.make import Make

# A round, its session, three topics, four items, an action.
EACH = 10
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (ItemKind.CONSENSUS, ItemKind.DIVERGENCE, ItemKind.COMMITMENT, ItemKind.RECOMMENDATION)
IN_ORDER = (Round, DialogueSession, AgendaTopic, AgendaTopicTopic, ConsensusItem,
            ConsensusItemTopic, Wording, Position, Action, ActionOwner, TraceLink)  # fmt: skip
Rows = Iterator[tuple[type[Any], dict[str, Any]]]


def many_rounds(db: Session, make: Make, rounds: int) -> Dialogue:
    """The tracks meet in turns, and most of what came before is linked with what came after."""
    here, there = make.dialogue(slug="many"), make.dialogue(track=Track.GOVERNMENT)
    topics = [make.topic().id for _each in range(30)]
    source = make.source(dialogue=there).id
    gathered: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
    for place in range(rounds):
        dialogue = (here, there)[place % 2]
        for model, row in _round(place, dialogue, topics, source):
            gathered[model].append(row)
    for model in IN_ORDER:
        db.execute(sa.insert(model), gathered[model], execution_options={"render_nulls": True})
    db.commit()
    with db.get_bind().connect() as connection:
        # As the database does by itself, a minute after so much was written.
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return here


def _round(place: int, dialogue: Dialogue, topics: list[int], source: int) -> Rows:
    first, number = 1 + place * EACH, 1 + place // 2
    day = PartialDate.of(date(2000, 1, 1) + timedelta(days=4 * place))
    ref = f"R{number}"

    def record(offset: int, own: str, **more: Any) -> dict[str, Any]:
        known = {
            "id": first + offset, "dialogue_id": dialogue.id, "ref": own, "happened": day,
            "title": LocalizedText({"en": f"Title of {own}"}), "revision": 1,
            "disclosure": Disclosure.PARTICIPANTS,
        }  # fmt: skip
        return known | ({"meeting_id": first} if offset else {}) | more

    status = RoundStatus.HELD if place % 20 < 2 else RoundStatus.CONFIRMED
    yield Round, record(0, ref, in_dialogue_id=dialogue.id, number=number,
                        round_kind=RoundKind.ROUND, status=status)  # fmt: skip
    yield DialogueSession, record(1, f"{ref}-S1", position=1)
    for nth in range(3):
        reviews = nth == 2 and place % 2 == 0
        format_ = TopicFormat.REVIEW_OF_TALKS if reviews else TopicFormat.DISCUSSION
        agenda = {"session_id": first + 1, "position": 1 + nth, "format": format_}
        yield AgendaTopic, record(2 + nth, f"{ref}-T{nth + 1}", **agenda)
        topic = topics[(place + nth) % len(topics)]
        yield AgendaTopicTopic, {"agenda_topic_id": first + 2 + nth, "topic_id": topic}
    for nth, kind in enumerate(KINDS):
        yield from _item(record, first, nth, kind, f"{ref}-C{nth + 1}", topics[nth], dialogue)
    shown = LocalizedText() if place % 10 == 0 else LocalizedText({"en": "It is on the table."})
    done = {"status": ActionStatus.DONE, "evidence": shown, "origin_id": first + 4}
    yield Action, record(9, f"{ref}-A1", **done)
    yield ActionOwner, {"action_id": first + 9, "side_id": dialogue.sides[0].id, "body": ""}
    # One round in ten is left alone, with what came before it.
    if place and place // 2 % 10:
        yield from _links(first, first - EACH, is_talks=place % 2 == 1, source=source)


def _item(
    record: Any, first: int, nth: int, kind: ItemKind, ref: str, topic: int, dialogue: Dialogue
) -> Rows:
    id_, written = first + 5 + nth, {"recorded_at": NOW, "recorded_by": "Somebody"}
    yield ConsensusItem, record(5 + nth, ref, item_kind=kind, level=Level.PRELIMINARY, latest=1,
                                agenda_topic_id=first + 2)  # fmt: skip
    yield ConsensusItemTopic, {"item_id": id_, "topic_id": topic}
    text = LocalizedText({"en": "The sides meet for a round."})
    yield Wording, {"id": id_, "item_id": id_, "number": 1, "text": text, **written}
    stance = Stance.ENDORSED if nth % 2 == 0 else Stance.SOUGHT
    for side in dialogue.sides if dialogue.track is Track.TRACK_TWO else ():
        yield Position, {"item_id": id_, "wording_id": id_, "side_id": side.id, "number": 1,
                         "stance": stance, **written}  # fmt: skip


def _links(here: int, before: int, *, is_talks: bool, source: int) -> Rows:
    if is_talks:
        pairs = [(before, here, LinkKind.GROUNDWORK)]
        pairs += [(before + 5 + nth, here + 2 + nth, LinkKind.RAISED) for nth in range(3)]
    else:
        pairs = [(before, here, LinkKind.REVIEW)]
        pairs += [(before + 5 + nth, here + 4, LinkKind.REVIEW) for nth in range(4)]
    for nth, (earlier, later, kind) in enumerate(pairs):
        # The last of them is inferred alone.
        inferred = nth == 3
        yield TraceLink, {
            "kind": kind, "basis": Basis.INFERRED if inferred else Basis.DOCUMENTED,
            "source_id": None if inferred else source, "status": LinkStatus.PROPOSED,
            "earlier_id": earlier, "later_id": later, "earlier_revision": 1, "later_revision": 1,
            "rationale": "The same words return.", "asserted_by": "Somebody", "asserted_at": NOW,
            "revision": 1,
        }  # fmt: skip
