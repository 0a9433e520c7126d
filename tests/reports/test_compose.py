"""What an interim report says as of a date, for an audience."""

from datetime import date

import pytest

from app.actions.models import ActionStatus
from app.consensus.models import ConsensusItemTopic, ItemKind, Stance
from app.consensus.standing import Standing
from app.dialogues.models import Track
from app.partial_date import PartialDate
from app.people.models import Naming
from app.reading import THE_HOUSE
from app.records.models import Disclosure
from app.reports.queries import audience_viewer, audiences_for, compose
from app.rounds.models import RoundStatus
from app.rules import Refused
from app.trace.models import Basis
from tests.conftest import statements
from tests.reports.made import TODAY, composed


@pytest.fixture
def dialogue(make):
    return make.dialogue(slug="av-sn", name="The AV–SN dialogue")


def under(make, item, *topics):
    for topic in topics:
        make._add(ConsensusItemTopic, {}, item_id=item.id, topic_id=topic.id)


def test_undated_rounds_count_when_a_later_one_was_held(db, open_db, make, dialogue):
    for number in (1, 2):
        make.round(dialogue=dialogue, number=number, happened=None)
    make.round(dialogue=dialogue, number=3, happened="2024-02")
    make.round(dialogue=dialogue, number=4, happened="2025-01-07")
    make.round(dialogue=dialogue, number=5, happened="2025-09", status=RoundStatus.CANCELLED)

    report = composed(db, open_db, dialogue, as_of="2024-02")

    assert [line.number for line in report.rounds] == [1, 2, 3]
    assert [line.happened for line in report.rounds] == [None, None, PartialDate("2024-02")]
    assert composed(db, open_db, dialogue, as_of="2024-01").rounds == ()
    assert len(composed(db, open_db, dialogue, as_of="2025").rounds) == 4


def test_an_item_is_given_as_it_stood(db, open_db, make, dialogue):
    item = make.consensus_item(dialogue=dialogue, meeting=None, happened="2024-02", text=None)
    first = make.wording(item=item, text="The first words.", happened="2024-02")
    for side in dialogue.sides:
        make.position(wording=first, side=side, happened="2024-03")
    make.wording(item=item, text="The later words.", happened="2025-05")

    before = composed(db, open_db, dialogue, as_of="2024-02").items[0]
    agreed = composed(db, open_db, dialogue, as_of="2024-06").items[0]
    reopened = composed(db, open_db, dialogue, as_of="2025-05").items[0]

    assert (before.text.text_for("en"), before.standing) == (
        "The first words.",
        Standing.NOT_RECORDED,
    )
    assert (agreed.text.text_for("en"), agreed.standing) == ("The first words.", Standing.AGREED)
    assert (reopened.text.text_for("en"), reopened.standing) == (
        "The later words.",
        Standing.AWAITING,
    )
    assert composed(db, open_db, dialogue, as_of="2023").items == ()


def test_a_divergence_has_each_sides_position_at_the_date(db, open_db, make, dialogue):
    item = make.consensus_item(
        dialogue=dialogue,
        meeting=None,
        item_kind=ItemKind.DIVERGENCE,
        happened="2024",
        text="Who moves first",
    )
    [wording] = item.wordings
    first, second = dialogue.sides
    make.position(wording=wording, side=first, statement="You first.", happened="2024-05")
    make.position(wording=wording, side=first, statement="Together.", happened="2025-05")

    early = composed(db, open_db, dialogue, as_of="2024-12").divergences[0].line
    late = composed(db, open_db, dialogue, as_of="2025-12").divergences[0].line

    assert early.stands[first.id].statement.text_for("en") == "You first."
    assert late.stands[first.id].statement.text_for("en") == "Together."
    assert early.stands[second.id].stance is Stance.NOT_RECORDED
    assert composed(db, open_db, dialogue).topics == ()


def test_an_item_of_several_topics_is_in_full_once(db, open_db, make, dialogue):
    safety = make.topic(code="TS", name="Safety", position=2)
    bias = make.topic(code="TS-1", name="Bias", parent=safety)
    uses = make.topic(code="PU", name="Uses", position=1)
    make.topic(code="GP", name="Empty", position=3)
    whole = make.consensus_item(dialogue=dialogue, meeting=None, open_list=True)
    point = make.consensus_item(dialogue=dialogue, meeting=None, parent_id=whole.id)
    bare = make.consensus_item(dialogue=dialogue, meeting=None)
    under(make, whole, safety, uses)
    under(make, point, bias)

    sections = composed(db, open_db, dialogue).topics

    codes = [section.topic.code if section.topic else None for section in sections]
    full = [[each.line.ref for root in section.entries for each in root] for section in sections]
    elsewhere = [[(other.ref, other.home.code) for other in s.elsewhere] for s in sections]
    assert codes == ["PU", "TS", "TS-1", None]
    assert full == [[whole.ref, point.ref], [], [], [bare.ref]]
    assert elsewhere == [[], [(whole.ref, "PU")], [(point.ref, "PU")], []]


def test_items_that_are_each_others_sub_points_are_printed_all_the_same(
    db, open_db, make, dialogue
):
    one = make.consensus_item(dialogue=dialogue, meeting=None)
    other = make.consensus_item(dialogue=dialogue, meeting=None, parent_id=one.id)
    one.parent_id = other.id

    [section] = composed(db, open_db, dialogue).topics

    assert {each.line.ref for root in section.entries for each in root} == {one.ref, other.ref}


def test_actions_stand_as_they_did(db, open_db, make, dialogue):
    meeting = make.round(dialogue=dialogue, number=3, happened="2024-02")
    done = make.action(meeting=meeting, status=ActionStatus.DONE, due="2024-06")
    make.action_update(action=done, status=ActionStatus.IN_PROGRESS, happened="2024-03")
    make.action_update(action=done, status=ActionStatus.DONE, happened="2024-09")
    by_round = make.action(meeting=meeting, due_round=4)
    make.round(dialogue=dialogue, number=4, happened="2024-10")
    never_updated = make.action(
        meeting=meeting, status=ActionStatus.DROPPED, closed_on=PartialDate("2024-05")
    )

    def found(as_of):
        return {
            action.ref: (action.status, action.is_overdue)
            for action in composed(db, open_db, dialogue, as_of=as_of).actions
        }

    start = ActionStatus.OPEN
    assert found("2024-02") == {
        done.ref: (start, False),
        by_round.ref: (start, False),
        never_updated.ref: (start, False),
    }
    assert found("2024-06") == {
        done.ref: (ActionStatus.IN_PROGRESS, False),
        by_round.ref: (start, False),
    }
    assert found("2024-08")[done.ref] == (ActionStatus.IN_PROGRESS, True)
    assert found("2024-10") == {by_round.ref: (start, True)}


def test_nothing_is_overdue_before_its_day_has_passed_today(db, open_db, make, dialogue):
    make.action(dialogue=dialogue, meeting=None, due="2026-02")

    def overdue(today):
        return composed(db, open_db, dialogue, as_of="2030", today=today).actions[0].is_overdue

    assert not overdue(date(2026, 2, 28))
    assert overdue(date(2026, 3, 1))


def test_an_owner_is_named_only_where_every_participation_allows(db, open_db, make, dialogue):
    meeting = make.round(dialogue=dialogue, disclosure=Disclosure.PUBLIC)
    named, guarded, guest = (make.person(dialogue=dialogue, names=n) for n in ("NA", "GU", "HO"))
    make.attendance(round=meeting, person=named, naming=Naming.PUBLIC)
    make.attendance(round=meeting, person=guarded, naming=Naming.PUBLIC)
    secret = make.round(dialogue=dialogue, disclosure=Disclosure.SECRETARIAT)
    make.attendance(round=secret, person=guarded, naming=Naming.COUNTED)
    elsewhere = make.round(disclosure=Disclosure.PUBLIC)
    make.attendance(round=elsewhere, person=guest, naming=Naming.PUBLIC)
    action = make.action(
        meeting=meeting, disclosure=Disclosure.PUBLIC, owners=[named, guarded, guest]
    )
    action.owners[1].side = dialogue.sides[0]
    action.owners[1].institution = make.institution(name="The only one who works there")

    def owners(audience):
        [line] = composed(db, open_db, dialogue, audience=audience).actions
        return [(owner.name, owner.side and owner.side.text_for("en")) for owner in line.owners]

    wide = [("NA", None), ("", "Side AV"), ("", None)]
    assert owners(Disclosure.PUBLIC) == owners(Disclosure.PARTICIPANTS) == wide
    assert owners(Disclosure.SECRETARIAT) == [("NA", None), ("GU", "Side AV"), ("HO", None)]
    report = composed(db, open_db, dialogue, audience=Disclosure.PARTICIPANTS)
    assert [owner.institution for owner in report.actions[0].owners] == [None, None, None]


def test_a_team_names_whom_it_may_and_ends_with_the_unnamed(db, open_db, make, dialogue):
    make.round(dialogue=dialogue, disclosure=Disclosure.PUBLIC)
    side, other = dialogue.sides
    label = "a few members who prefer not to be identified"
    make.team_member(side=side, group=label, naming=Naming.PUBLIC, position=1)
    for place, naming in enumerate(Naming, start=2):
        person = make.person(dialogue=dialogue, names=naming.value)
        make.team_member(side=side, person=person, naming=naming, position=place)
    make.team_member(side=other, naming=Naming.PUBLIC, as_of="2027")

    def team(audience):
        first, second = composed(db, open_db, dialogue, audience=audience).teams
        assert not second
        assert [group.label.text_for("en") for group in first.groups] == [label]
        return [member.name for member in first.members], first.holds_others

    assert team(Disclosure.PUBLIC) == (["public"], False)
    assert team(Disclosure.PARTICIPANTS) == (["public", "participants"], True)
    assert team(Disclosure.SECRETARIAT) == ([naming.value for naming in Naming], False)


def test_links_to_other_tracks_are_those_of_which_both_ends_were_on_record(
    db, open_db, make, dialogue
):
    own = make.round(dialogue=dialogue, number=9, happened="2024-02")
    talks = make.round(dialogue=make.dialogue(track=Track.GOVERNMENT), happened="2024-05-14")
    for record in (own, talks):
        record.disclosure = Disclosure.PUBLIC
    source = make.source(dialogue=talks.dialogue, key="B", title="A note")
    make.link(earlier=own, later=talks, basis=Basis.DOCUMENTED, source=source)
    make.link(earlier=own, later=make.round(dialogue=make.dialogue(), happened="2024-03"))
    make.citation(record=talks, source=source)

    assert composed(db, open_db, dialogue, as_of="2024-04").links == ()
    report = composed(db, open_db, dialogue, as_of="2024-05")
    [line] = report.links
    assert (line.earlier.is_own, line.later.is_own) == (True, False)
    [cited] = report.sources
    assert (cited.dialogue, cited.key, cited.title) == (talks.dialogue.slug, "B", "A note")


def test_only_sources_of_what_is_printed_are_listed(db, open_db, make, dialogue):
    meeting = make.round(dialogue=dialogue, happened="2024-02")
    for key, record in (
        ("P10", meeting),
        ("P2", meeting),
        ("P3", make.round(dialogue=dialogue, happened="2025-02")),
        ("P4", make.document(dialogue=dialogue, meeting=None)),
    ):
        make.citation(record=record, source=make.source(dialogue=dialogue, key=key))

    report = composed(db, open_db, dialogue, as_of="2024")

    assert [source.key for source in report.sources] == ["P2", "P10"]


def test_a_report_is_composed_with_its_audiences_eyes(db, open_db, make, dialogue):
    make.consensus_item(dialogue=dialogue, meeting=None)
    db.commit()
    asked = {"as_of": PartialDate("2026"), "locale": "en", "today": TODAY}

    with pytest.raises(AssertionError):
        compose(open_db(THE_HOUSE), dialogue.slug, audience=Disclosure.PUBLIC, **asked)
    with pytest.raises(Refused) as refusal:
        composed(db, open_db, dialogue, audience=Disclosure.PUBLIC)
    assert refusal.value.field == "audience"
    with pytest.raises(ValueError, match="no audience"):
        audience_viewer(dialogue.id, Disclosure.SIDE)


def test_nobody_composes_for_readers_closer_than_themselves(make, dialogue):
    for level, audiences in (
        (Disclosure.PUBLIC, [Disclosure.PUBLIC]),
        (Disclosure.PARTICIPANTS, [Disclosure.PARTICIPANTS, Disclosure.PUBLIC]),
        (
            Disclosure.SECRETARIAT,
            [Disclosure.SECRETARIAT, Disclosure.PARTICIPANTS, Disclosure.PUBLIC],
        ),
    ):
        assert list(audiences_for(audience_viewer(dialogue.id, level), dialogue)) == audiences


def fill(make, dialogue, count):
    topic = make.topic()
    for _time in range(count):
        meeting = make.round(dialogue=dialogue, happened=None)
        item = make.consensus_item(meeting=meeting, endorsed_by_all=True)
        under(make, item, topic)
        source = make.source(dialogue=dialogue)
        make.citation(record=item, source=source)
        person = make.person(dialogue=dialogue)
        make.team_member(side=dialogue.sides[0], person=person, naming=Naming.PUBLIC)
        action = make.action(meeting=meeting, owners=[person])
        make.action_update(action=action)
        make.link(earlier=meeting)


def test_statements_do_not_grow_with_the_record(db, open_db, make, dialogue, engine):
    counts = []
    for more in (10, 50):
        fill(make, dialogue, more)
        db.commit()
        db.expire_all()
        with statements(engine) as sent:
            composed(db, open_db, dialogue, audience=Disclosure.SECRETARIAT)
        counts.append(len([sql for sql in sent if sql.lstrip().upper().startswith("SELECT")]))

    assert counts[0] == counts[1] <= 20, sent
