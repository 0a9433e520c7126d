"""What was handed over, in which words, and what became of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.handovers.commands import (
    acknowledge,
    edit_handover,
    hand_over,
    record_feedback,
    record_match,
)
from app.handovers.lines import Sent, words_then
from app.handovers.models import Direction, HandoverKind, Match
from app.handovers.passing_commands import Passing
from app.handovers.queries import handovers_of
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from app.rules import Refused
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TO, FROM = Direction.TO_GOVERNMENT, Direction.FROM_GOVERNMENT
KINDS = {"handover_kind": HandoverKind.TRANSMITTAL, "direction": TO}


def sent_of(item, number):
    return Sent(item, number, item.latest, item.wordings[number - 1])


def handed(db, actor, item, **given):
    known = {"sent": [sent_of(item, 1)], "title": text("Of the glossary")}
    passing = Passing(**KINDS | known | given)
    return hand_over(db, actor=actor, dialogue=item.dialogue, passing=passing)


def test_what_was_sent_stays_exact_when_the_item_moves_on(db, make, secretary, item):
    db.refresh(item, ["wordings"])
    paper = make.document(meeting=item.meeting)
    make.document_file(document=paper)
    sent = [sent_of(item, 1), Sent(paper, 1, 1)]
    aven, _sorn = item.dialogue.sides

    handover = handed(db, secretary, item, sent=sent, to_side=aven, happened=PartialDate("2024-03"))
    make.wording(item=item, text="Third words")
    make.document_file(document=paper)
    db.commit()
    db.expire_all()

    assert (handover.ref, handover.disclosure) == ("H1", Disclosure.SECRETARIAT)
    [line] = handovers_of(db, item)
    [wording], [file] = line.wordings, line.papers
    assert wording.wording.text == text("First words")
    assert (wording.number, wording.latest, wording.has_newer) == (1, 3, True)
    assert (file.record, file.number, file.latest) == (paper, 1, 2)
    for record in (item.meeting, paper, wording.wording):
        assert [one.handover for one in handovers_of(db, record)] == [handover]
    assert handovers_of(db, item.wordings[1]) == []


@on_sqlite
def test_a_translation_made_later_was_not_handed_over(db, make, item):
    wording = item.wordings[0]
    for number, day in ((1, "2024-01"), (2, "2024-09")):
        words = text({"en": "First words", "zh-Hans": f"译文{number}"})
        make._add(
            type(wording).renderings.property.mapper.class_,
            {},
            item_id=item.id,
            wording_id=wording.id,
            number=number,
            text=words,
            happened=PartialDate(day),
            recorded_at=datetime.now(UTC),
            recorded_by="Somebody",
        )
    db.refresh(wording, ["renderings"])

    assert words_then(wording, PartialDate("2024-03")).texts["zh-Hans"] == "译文1"
    assert words_then(wording, None).texts["zh-Hans"] == "译文2"


@on_sqlite
def test_what_cannot_have_passed_so_is_refused_beside_its_field(db, make, secretary, item):
    db.refresh(item, ["wordings"])
    other = make.consensus_item()
    paper = make.document(meeting=item.meeting)
    tomorrow = PartialDate.of(datetime.now(UTC).date() + timedelta(days=3))
    first = handed(db, secretary, item, happened=PartialDate("2024-05"))
    wrong = [
        ("title", {"sent": [], "title": EMPTY}),
        ("from_side", {"from_side": other.dialogue.sides[0]}),
        ("sent", {"sent": [sent_of(other, 1)]}),
        ("sent", {"sent": [Sent(paper, 1, 2), Sent(paper, 2, 2)]}),
        ("happened", {"happened": tomorrow}),
        ("reply_due", {"happened": PartialDate("2024-05"), "reply_due": PartialDate("2024-04")}),
        ("answers", {"answers": first}),
        ("answers", {"answers": make.handover(direction=FROM)}),
        ("happened", {"answers": first, "direction": FROM, "happened": PartialDate("2024-04")}),
        ("side", {"disclosure": Disclosure.SIDE}),
    ]

    for field, given in wrong:
        with pytest.raises(Refused) as refusal:
            handed(db, secretary, item, **given)
        assert refusal.value.field == field, given


@on_sqlite
def test_a_hand_over_never_answers_itself(db, make, secretary, item):
    first = make.handover(dialogue=item.dialogue)
    reply = make.handover(dialogue=item.dialogue, direction=FROM, answers=first)
    passing = Passing(**KINDS, title=text("It"), answers=reply)

    with pytest.raises(Refused) as refusal:
        edit_handover(db, actor=secretary, handover=first, passing=passing)

    assert refusal.value.field == "answers"


@on_sqlite
@pytest.mark.parametrize(
    ("became", "given", "field"),
    [
        ({"acknowledged_on": "2024-03"}, {"happened": PartialDate("2024-04")}, "happened"),
        ({"match": Match.NO_INFORMATION}, {"direction": FROM}, "direction"),
        ({}, {"direction": FROM}, "direction"),
        ({}, {"happened": PartialDate("2024-07")}, "happened"),
    ],
)
def test_an_edit_keeps_to_what_came_back(db, make, secretary, item, became, given, field):
    handover = make.handover(dialogue=item.dialogue, happened="2024-02", **became)
    if not became:
        reply = {"direction": FROM, "answers": handover, "happened": "2024-06"}
        make.handover(dialogue=item.dialogue, **reply)
    passing = Passing(**KINDS, title=text("It"), happened=PartialDate("2024"))
    edit_handover(db, actor=secretary, handover=handover, passing=passing)

    with pytest.raises(Refused) as refusal:
        edit_handover(db, actor=secretary, handover=handover, passing=replace(passing, **given))

    assert refusal.value.field == field


@on_sqlite
def test_confirmed_minutes_keep_what_was_handed_over_at_the_round(db, make, secretary, item):
    db.refresh(item, ["wordings"])
    passing = Passing(**KINDS, sent=[sent_of(item, 2)])
    known = {"actor": secretary, "dialogue": item.dialogue, "meeting": item.meeting}
    there = hand_over(db, passing=passing, **known)
    item.meeting.status = RoundStatus.CONFIRMED
    db.flush()

    assert (there.ref, str(there.happened)) == ("R1-H1", "2024-02-12")
    with pytest.raises(Refused, match="confirmed"):
        hand_over(db, passing=passing, **known)
    with pytest.raises(Refused, match="confirmed"):
        edit_handover(db, actor=secretary, handover=there, passing=passing)
    record_feedback(db, actor=secretary, handover=there, feedback=text("Read with interest"))
    acknowledge(db, actor=secretary, handover=there, acknowledged_on=PartialDate("2024-03"))
    assert there.feedback == text("Read with interest")


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"match": Match.FULL, "place": "p. 2"}, "quoted"),
        ({"match": Match.PARTIAL, "quoted": text("As they wrote")}, "source"),
        ({"match": Match.NONE}, "source"),
        ({"match": Match.NO_INFORMATION, "quoted": text("As they wrote")}, "quoted"),
        ({"match": None, "quoted": text("As they wrote")}, "quoted"),
    ],
)
def test_a_match_says_in_whose_words_and_no_information_says_nothing(
    db, make, secretary, given, field
):
    handover = make.handover()

    with pytest.raises(Refused) as refusal:
        record_match(db, actor=secretary, handover=handover, **given)

    assert refusal.value.field == field
    record_match(db, actor=secretary, handover=handover, match=Match.NO_INFORMATION)
    assert handover.match is Match.NO_INFORMATION
    quoted = {"quoted": text("As they wrote"), "place": "R2-D1, point 3"}
    record_match(db, actor=secretary, handover=handover, match=Match.FULL, **quoted)
    record_match(db, actor=secretary, handover=handover, match=None)
    assert (handover.match, handover.quoted) == (None, EMPTY)


@on_sqlite
def test_what_is_made_up_never_passes_to_what_is_real(db, make, secretary, item):
    db.refresh(item, ["wordings"])
    fictional = make.dialogue(slug="fictional", illustrative=True)
    paper = make.document(meeting=make.round(dialogue=fictional))
    wrong = [("meant_for", {"meant_for": paper.meeting}), ("sent", {"sent": [Sent(paper, 1, 1)]})]

    for field, given in wrong:
        with pytest.raises(Refused, match="made up") as refusal:
            handed(db, secretary, item, **given)
        assert refusal.value.field == field
    handover, source = handed(db, secretary, item), make.source(dialogue=fictional)
    with pytest.raises(Refused, match="made up") as refusal:
        record_match(db, actor=secretary, handover=handover, match=Match.NONE, source=source)
    assert refusal.value.field == "source"


@on_sqlite
def test_only_a_government_s_text_is_looked_through(db, make, secretary):
    received, sent = make.handover(direction=FROM), make.handover(happened="2024-05")

    with pytest.raises(Refused, match="handed to a government"):
        record_match(db, actor=secretary, handover=received, match=Match.NO_INFORMATION)
    with pytest.raises(Refused) as refusal:
        acknowledge(db, actor=secretary, handover=sent, acknowledged_on=PartialDate("2024-04"))
    assert refusal.value.field == "acknowledged_on"


@on_sqlite
def test_another_version_takes_the_place_of_the_one_that_was_put_down_wrongly(
    db, make, secretary, item
):
    db.refresh(item, ["wordings"])
    paper = make.document(meeting=item.meeting)
    for _version in range(2):
        make.document_file(document=paper)
    handover = handed(db, secretary, item, sent=[sent_of(item, 1), Sent(paper, 1, 2)])
    revision = handover.revision
    passing = Passing(**KINDS, sent=[sent_of(item, 2), Sent(paper, 2, 2)])

    edit_handover(db, actor=secretary, handover=handover, passing=passing)
    edit_handover(db, actor=secretary, handover=handover, passing=replace(passing, channel="Mail"))

    assert [one.wording.number for one in handover.wordings] == [2]
    assert [one.version for one in handover.papers] == [2]
    assert handover.revision > revision
