"""The gaps of a dialogue: one function for the board, the console and every file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import UNFINISHED, Action, ActionStatus
from app.dialogues.models import Dialogue
from app.gaps.hits import Hit
from app.gaps.look import Limits, Look
from app.gaps.models import AcceptedGap
from app.gaps.rules import RULES, Rule
from app.localized import LocalizedText
from app.matters.models import Stage
from app.partial_date import PartialDate
from app.records.models import Disclosure, Record, RecordKind
from app.rules import Said
from app.trace.steps import natural

# So many ids are asked for at once, whatever a database takes.
AT_ONCE = 20_000


class GapRecord(NamedTuple):
    """A record that a gap is about, as far as a line names it."""

    id: int
    ref: str
    kind: RecordKind
    title: LocalizedText
    disclosure: Disclosure
    dialogue_slug: str

    def cited_from(self, slug: str) -> str:
        return self.ref if self.dialogue_slug == slug else f"{self.dialogue_slug}/{self.ref}"


@dataclass(frozen=True)
class Acceptance:
    """That a gap is left open for a reason; `until` None: until somebody withdraws it.

    `has_ended`: its day has passed, so that the gap is open again.
    """

    because: str
    by: str
    until: PartialDate | None
    has_ended: bool


class GapAction(NamedTuple):
    """An action that follows from a record of the gap."""

    ref: str
    status: ActionStatus

    @property
    def is_closed(self) -> bool:
        return self.status not in UNFINISHED


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Gap:
    """One place where the loop is open.

    `key` is the gap's own, made of its rule and its records. It is mended at the record `at`, or at
    its link `link_id`. `since`: the date of what it is about, as far as known.
    `is_new`: it was not there when its viewer last looked.
    """

    rule: Rule
    key: str
    records: tuple[GapRecord, ...]
    at: GapRecord
    words: Said
    since: PartialDate | None
    topics: Set[int]
    sides: Set[int]
    stage: Stage | None
    link_id: int | None
    acceptance: Acceptance | None = None
    actions: tuple[GapAction, ...] = ()
    is_new: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.acceptance is not None and not self.acceptance.has_ended

    @property
    def is_acted_on(self) -> bool:
        """Whether somebody is at it: an action that follows from it is unfinished."""
        return any(not one.is_closed for one in self.actions)

    @property
    def state(self) -> State:
        return State.ACCEPTED if self.is_accepted else State.OPEN


def gaps_of(
    db: Session, dialogue: Dialogue, today: date, *, limits: Limits | None = None
) -> list[Gap]:
    """All gaps that the viewer may know of, in the order of the rules and then of time.

    Each rule takes a fixed number of statements, however much there is to look at.
    """
    return found_in(Look(db, dialogue, today, limits or Limits()))


def found_in(look: Look, *, seen: Set[str] | None = None) -> list[Gap]:
    """The same in a look that is used for more than the gaps.

    `seen` are the keys of those that the viewer has seen; None: nothing is new to them.
    """
    hits = [(rule, hit) for rule in RULES for hit in rule.find(look)]
    records = _records(look.db, {id_ for _rule, hit in hits for id_ in (*hit.ids, *hit.also)})
    accepted = _accepted(look)
    actions = _actions(look)
    found = []
    for rule, hit in hits:
        if all(id_ in records for id_ in (*hit.ids, *hit.also)):
            key = _key(look, rule, hit, records)
            acted = tuple(one for id_ in hit.ids for one in actions.get(id_, ()))
            is_new = seen is not None and key not in seen
            found.append(_gap(look, rule, hit, records, key, accepted.get(key), acted, is_new))
    places = {rule: place for place, rule in enumerate(RULES)}
    # Rule by rule, the oldest first and those of no known date last.
    return sorted(
        found,
        key=lambda gap: (places[gap.rule], str(gap.since or "~"), natural(gap.at.ref), gap.key),
    )


def _key(look: Look, rule: Rule, hit: Hit, records: Mapping[int, GapRecord]) -> str:
    cited = (records[id_].cited_from(look.dialogue.slug) for id_ in hit.ids)
    return ":".join(filter(None, (rule.key, hit.named or ",".join(cited), hit.mark)))


def _gap(
    look: Look,
    rule: Rule,
    hit: Hit,
    records: Mapping[int, GapRecord],
    key: str,
    acceptance: Acceptance | None,
    actions: tuple[GapAction, ...],
    is_new: bool,
) -> Gap:
    beside = ", ".join(records[id_].cited_from(look.dialogue.slug) for id_ in hit.also)
    topics = hit.topics or {topic for id_ in hit.ids for topic in look.topics_of.get(id_, ())}
    return Gap(
        rule=rule,
        key=key,
        records=tuple(records[id_] for id_ in (*hit.ids, *hit.also)),
        at=records[hit.ids[hit.place]],
        words=Said(hit.message or rule.says, {**hit.values, "refs": beside}),
        since=hit.since,
        topics=topics,
        sides=hit.sides,
        stage=hit.stage or rule.stage,
        link_id=hit.link_id,
        acceptance=acceptance,
        actions=actions,
        is_new=is_new,
    )


def _records(db: Session, ids: Set[int]) -> dict[int, GapRecord]:
    found: dict[int, GapRecord] = {}
    for some in _portions(sorted(ids)):
        # Written out: there may be more of them than a database takes as parameters.
        listed = sa.bindparam("ids", some, type_=sa.Integer, expanding=True, literal_execute=True)
        rows = db.execute(
            sa.select(
                Record.id,
                Record.ref,
                Record.kind,
                Record.title,
                Record.disclosure,
                Dialogue.slug,
            )
            .join(Dialogue, Dialogue.id == Record.dialogue_id)
            .where(sa.type_coerce(Record.id.in_(listed), sa.Boolean))
        )
        found |= {row[0]: GapRecord(*row) for row in rows}
    return found


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """At least one, so that as many statements are sent where there is nothing."""
    for start in range(0, max(1, len(ids)), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _accepted(look: Look) -> dict[str, Acceptance]:
    """The newest word on each key; what was withdrawn is left out."""
    rows: Any = look.db.execute(
        sa.select(
            AcceptedGap.key,
            AcceptedGap.withdrawn,
            AcceptedGap.because,
            AcceptedGap.recorded_by,
            AcceptedGap.until,
        )
        .where(AcceptedGap.dialogue_id == look.dialogue.id)
        .order_by(AcceptedGap.id)
    )
    newest = {key: (withdrawn, *said) for key, withdrawn, *said in rows}
    return {
        key: Acceptance(because, by, until, until is not None and until.last_day < look.today)
        for key, (withdrawn, because, by, until) in newest.items()
        if not withdrawn
    }


def _actions(look: Look) -> Mapping[int, tuple[GapAction, ...]]:
    """The actions of the dialogue by the record that they follow from."""
    rows = look.db.execute(
        sa.select(Action.origin_id, Action.ref, Action.status)
        .where(Action.dialogue_id == look.dialogue.id, Action.origin_id.is_not(None))
        .order_by(Action.id)
    )
    found: dict[int, tuple[GapAction, ...]] = defaultdict(tuple)
    for origin_id, ref, status in rows:
        found[origin_id or 0] += (GapAction(ref, status),)
    return found
