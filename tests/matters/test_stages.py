"""At which stage a record stands, by what is known of it."""

import pytest

from app.consensus.models import Level
from app.dialogues.models import Track
from app.handovers.models import Direction, HandoverKind
from app.matters.models import Stage
from app.matters.stages import RULES, Facts, stage_of, stages_of
from app.records.models import RecordKind
from app.rounds.models import RoundKind, TopicFormat
from app.trace.models import LinkKind

ROUND, ITEM, TOPIC = RecordKind.ROUND, RecordKind.CONSENSUS_ITEM, RecordKind.AGENDA_TOPIC
HANDOVER = RecordKind.HANDOVER
TWO, TALKS = Track.TRACK_TWO, Track.GOVERNMENT
GROUNDWORK, REVIEW = frozenset({LinkKind.GROUNDWORK}), frozenset({LinkKind.REVIEW})
FROM, TO = Direction.FROM_GOVERNMENT, Direction.TO_GOVERNMENT

CASES = [
    (Facts(kind=ROUND, track=TWO), "groundwork"),
    (Facts(kind=ROUND, track=Track.TRACK_ONE_FIVE), "groundwork"),
    (Facts(kind=ROUND, track=TALKS), "talks"),
    (Facts(kind=RecordKind.DOCUMENT, track=Track.MULTILATERAL), "talks"),
    (Facts(kind=ROUND, track=TWO, prepares=GROUNDWORK), "groundwork"),
    (Facts(kind=ROUND, track=TWO, follows=REVIEW), "review"),
    (Facts(kind=ROUND, track=TWO, follows=REVIEW, prepares=GROUNDWORK), "review groundwork"),
    (Facts(kind=TOPIC, track=TWO, format=TopicFormat.REVIEW_OF_TALKS), "review"),
    (Facts(kind=ROUND, track=TALKS, round_kind=RoundKind.PRELIMINARY), "preliminary-meeting"),
    (
        Facts(kind=ROUND, track=TALKS, round_kind=RoundKind.PRELIMINARY, follows=GROUNDWORK),
        "preliminary-meeting",
    ),
    (Facts(kind=ROUND, track=TALKS, prepares=frozenset({LinkKind.MANDATE})), "mandate"),
    (
        Facts(
            kind=ROUND,
            track=TALKS,
            follows=GROUNDWORK,
            prepares=frozenset({LinkKind.MANDATE}),
        ),
        "talks mandate",
    ),
    (Facts(kind=RecordKind.ACTION, track=TALKS), "implementation"),
    (Facts(kind=RecordKind.WORKING_GROUP, track=TWO), "implementation"),
    (Facts(kind=ITEM, track=TWO, level=Level.OPERATIONAL), "implementation"),
    (Facts(kind=ITEM, track=TALKS, follows=frozenset({LinkKind.IMPLEMENTS})), "implementation"),
    (
        Facts(kind=HANDOVER, track=TWO, handover_kind=HandoverKind.MANDATE, direction=FROM),
        "mandate",
    ),
    (
        Facts(kind=HANDOVER, track=TWO, handover_kind=HandoverKind.TRANSMITTAL, direction=TO),
        "groundwork",
    ),
    # A government's own account is no review.
    (
        Facts(kind=HANDOVER, track=TWO, handover_kind=HandoverKind.READ_OUT, direction=FROM),
        "talks",
    ),
]


@pytest.mark.parametrize(("facts", "stages"), CASES)
def test_the_stage_is_told_by_one_table(facts, stages):
    first, *_others = stages.split()

    assert stage_of(facts) is Stage(first)
    assert stages_of(facts) == {Stage(each) for each in stages.split()}


def test_every_stage_and_every_track_has_a_rule():
    assert {rule.stage for rule in RULES} == set(Stage)
    assert {stage_of(Facts(kind=kind, track=track)) for kind in RecordKind for track in Track}
