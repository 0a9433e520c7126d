"""At which stages of the loop a record stands, told from its track, its kind and its links."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.consensus.models import ItemKind, Level
from app.dialogues.models import Track
from app.handovers.models import Direction, HandoverKind
from app.matters.models import Stage
from app.records.models import RecordKind
from app.rounds.models import RoundKind, RoundStatus, TopicFormat
from app.rules import _
from app.trace.models import OFFICIAL, UNOFFICIAL, LinkKind


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a record that its stage is told from.

    `round_kind` and `round_status` are those of the round itself, or of the one at which it was
    recorded. `prepares` are the kinds of the links that lead from it to later records, `follows` of
    those that lead to it: of a round also those of what was recorded at it; of anything else its
    round's, where it has none of its own.
    """

    kind: RecordKind
    track: Track
    round_kind: RoundKind | None = None
    round_status: RoundStatus | None = None
    format: TopicFormat | None = None
    item_kind: ItemKind | None = None
    level: Level | None = None
    handover_kind: HandoverKind | None = None
    direction: Direction | None = None
    prepares: frozenset[LinkKind] = frozenset()
    follows: frozenset[LinkKind] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """That records of which all of this is true stand at a stage; None asks for nothing.

    `why` says it in words.
    """

    stage: Stage
    why: str
    last_resort: bool = False
    kind: AbstractSet[RecordKind] | None = None
    track: AbstractSet[Track] | None = None
    round_kind: AbstractSet[RoundKind | None] | None = None
    format: AbstractSet[TopicFormat] | None = None
    level: AbstractSet[Level] | None = None
    handover_kind: AbstractSet[HandoverKind] | None = None
    direction: AbstractSet[Direction] | None = None
    prepares: LinkKind | None = None
    follows: LinkKind | None = None

    def holds(self, facts: Facts) -> bool:
        asked: list[tuple[AbstractSet[Any] | None, Any]] = [
            (self.kind, facts.kind),
            (self.track, facts.track),
            (self.round_kind, facts.round_kind),
            (self.format, facts.format),
            (self.level, facts.level),
            (self.handover_kind, facts.handover_kind),
            (self.direction, facts.direction),
        ]
        linked = [(self.prepares, facts.prepares), (self.follows, facts.follows)]
        return all(allowed is None or value in allowed for allowed, value in asked) and all(
            kind is None or kind in kinds for kind, kinds in linked
        )


_HANDED = frozenset({RecordKind.HANDOVER})
_DONE = frozenset({RecordKind.ACTION, RecordKind.WORKING_GROUP})
_MANDATE = frozenset({HandoverKind.MANDATE})
_NO_MANDATE = frozenset(HandoverKind) - _MANDATE
_REVIEW_OF_TALKS = frozenset({TopicFormat.REVIEW_OF_TALKS})
_PRELIMINARY = frozenset({RoundKind.PRELIMINARY})
_NOT_PRELIMINARY = frozenset[RoundKind | None]({None, *RoundKind}) - _PRELIMINARY
_OPERATIONAL = frozenset({Level.OPERATIONAL})
_FROM, _TO = (frozenset({one}) for one in (Direction.FROM_GOVERNMENT, Direction.TO_GOVERNMENT))

# The first that holds says where a record is drawn; any that holds says of what it is a record,
# the last resorts only where nothing else does.
RULES: tuple[Rule, ...] = (
    Rule(
        stage=Stage.MANDATE,
        kind=_HANDED,
        handover_kind=_MANDATE,
        why=_("a mandate that was handed over"),
    ),
    Rule(
        stage=Stage.GROUNDWORK,
        kind=_HANDED,
        direction=_TO,
        handover_kind=_NO_MANDATE,
        why=_("handed over to a government"),
    ),
    # A government's own account is no review by the other track.
    Rule(
        stage=Stage.TALKS,
        kind=_HANDED,
        direction=_FROM,
        handover_kind=_NO_MANDATE,
        why=_("handed over by a government"),
    ),
    Rule(stage=Stage.IMPLEMENTATION, kind=_DONE, why=_("an action or a working group")),
    Rule(
        stage=Stage.IMPLEMENTATION,
        follows=LinkKind.IMPLEMENTS,
        why=_("linked as implementing an earlier record"),
    ),
    Rule(
        stage=Stage.REVIEW,
        track=UNOFFICIAL,
        format=_REVIEW_OF_TALKS,
        why=_("an agenda topic that reviews talks"),
    ),
    Rule(
        stage=Stage.REVIEW,
        track=UNOFFICIAL,
        follows=LinkKind.REVIEW,
        why=_("linked as a review of an earlier record"),
    ),
    Rule(
        stage=Stage.IMPLEMENTATION,
        track=UNOFFICIAL,
        level=_OPERATIONAL,
        why=_("an item of the operational level"),
    ),
    Rule(stage=Stage.PRELIMINARY, round_kind=_PRELIMINARY, why=_("of a preliminary meeting")),
    Rule(
        stage=Stage.TALKS,
        track=OFFICIAL,
        round_kind=_NOT_PRELIMINARY,
        follows=LinkKind.GROUNDWORK,
        why=_("linked as prepared by an earlier record"),
    ),
    Rule(
        stage=Stage.MANDATE,
        track=OFFICIAL,
        prepares=LinkKind.MANDATE,
        why=_("linked as the mandate of a later record"),
    ),
    Rule(
        stage=Stage.GROUNDWORK,
        track=UNOFFICIAL,
        prepares=LinkKind.GROUNDWORK,
        why=_("linked as groundwork for a later record"),
    ),
    Rule(
        stage=Stage.TALKS,
        track=OFFICIAL,
        last_resort=True,
        why=_("of the government or multilateral track"),
    ),
    Rule(
        stage=Stage.GROUNDWORK,
        track=UNOFFICIAL,
        last_resort=True,
        why=_("of an unofficial track"),
    ),
)


# Of thousands of records few differ in what is known of them.
@lru_cache(1024)
def rule_of(facts: Facts) -> Rule:
    return next(rule for rule in RULES if rule.holds(facts))


def stage_of(facts: Facts) -> Stage:
    """The stage at which a record stands unless somebody said otherwise."""
    return rule_of(facts).stage


@lru_cache(1024)
def stages_of(facts: Facts) -> frozenset[Stage]:
    """All stages of which it is a record: a round that reviews talks may prepare the next."""
    told = {rule.stage for rule in RULES if rule.holds(facts) and not rule.last_resort}
    return frozenset(told or {stage_of(facts)})
