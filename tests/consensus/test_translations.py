"""Translations of a wording move on their own: no new wording, and no endorsement is lost."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.consensus.commands import adopt_wording
from app.consensus.models import Rendering
from app.consensus.queries import Filter, get_wordings, latest_wording, register
from app.consensus.rendering_commands import translate_wording
from app.consensus.standing import Standing
from app.localized import LocalizedText, Translation
from app.partial_date import PartialDate
from app.rounds.models import RoundStatus
from app.rules import Refused

ENGLISH = {"en": "They meet."}
BOTH = ENGLISH | {"zh-Hans": "他们会面。"}
STALE = LocalizedText(BOTH, "en", {"zh-Hans": Translation.CHECKED}, frozenset({"zh-Hans"}))


def translate(db, item, text, *, actor, number=1, **given):
    wording = next(one for one in get_wordings(db, item) if one.number == number)
    return translate_wording(db, actor=actor, item=item, wording=wording, text=text, **given)


@pytest.mark.parametrize(
    ("before", "after", "stale"),
    [
        pytest.param(LocalizedText(ENGLISH), LocalizedText(BOTH, "en"), set(), id="added"),
        pytest.param(
            LocalizedText(BOTH, "en"),
            LocalizedText(BOTH, "en", {"zh-Hans": Translation.AGREED}),
            set(), id="agreed by the sides",
        ),
        pytest.param(
            STALE,
            LocalizedText(ENGLISH | {"zh-Hans": "他们见面。"}, "en", {}, STALE.stale),
            set(), id="a stale one rewritten",
        ),
        pytest.param(
            STALE, LocalizedText(BOTH, "en", STALE.translations), set(),
            id="a stale one declared to be of the latest original",
        ),
        pytest.param(
            STALE, LocalizedText(BOTH, "en", {}, STALE.stale), {"zh-Hans"},
            id="a stale one that is not checked any more",
        ),
        pytest.param(STALE, LocalizedText(ENGLISH), set(), id="taken away"),
    ],
)  # fmt: skip
def test_a_translation_moves_without_a_new_wording(db, make, secretary, before, after, stale):
    item = make.consensus_item(text=before, endorsed_by_all=True)

    translate(db, item, after, actor=secretary)

    db.expire_all()
    [line] = register(db, item.dialogue, Filter())
    assert (line.wording_number, line.standing) == (1, Standing.AGREED)
    assert dict(line.text) == dict(after)
    assert line.text.translations == after.translations
    assert line.text.stale == stale
    # What was adopted is still there to the letter.
    assert latest_wording(db, item).text == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param(LocalizedText(BOTH | {"en": "They part."}, "en"), "text", id="the original"),
        pytest.param(LocalizedText(BOTH, "zh-Hans"), "text", id="another is the original"),
        pytest.param(LocalizedText({"zh-Hans": "他们会面。"}), "text", id="no original"),
        pytest.param(LocalizedText(ENGLISH), "text", id="nothing"),
        pytest.param(LocalizedText(ENGLISH | {"zh-Hans": "他们[会面。"}), "text", id="malformed"),
    ],
)
def test_the_original_is_changed_by_a_new_wording_alone(db, make, secretary, given, field):
    item = make.consensus_item(text=ENGLISH)

    with pytest.raises(Refused) as refusal:
        translate(db, item, given, actor=secretary)

    assert refusal.value.field == field
    assert db.scalars(sa.select(Rendering)).all() == []


def test_an_original_that_is_malformed_already_can_be_translated(db, make, secretary):
    item = make.consensus_item(text="They [meet.")

    rendering = translate(
        db, item, LocalizedText({"en": "They [meet.", "zh-Hans": "会面"}), actor=secretary
    )

    assert rendering.number == 1


def test_a_translation_of_an_earlier_wording_is_of_that_one(db, make, secretary):
    item = make.consensus_item(text=ENGLISH)
    make.wording(item=item, text="They meet often.")

    translate(db, item, LocalizedText(BOTH), actor=secretary, number=1)

    db.expire_all()
    assert [dict(one.shown) for one in get_wordings(db, item)] == [
        {"en": "They meet often."},
        BOTH,
    ]


def test_minutes_that_are_confirmed_keep_the_translations_of_their_day(db, make, secretary):
    item = make.consensus_item(text=ENGLISH)
    item.meeting.status, day = RoundStatus.CONFIRMED, item.meeting.happened

    with pytest.raises(Refused, match="confirmed") as refusal:
        translate(db, item, LocalizedText(BOTH), actor=secretary, happened=day)
    translate(db, item, LocalizedText(BOTH), actor=secretary)

    assert refusal.value.field == "happened"
    db.expire_all()
    texts = {
        as_of: dict(register(db, item.dialogue, Filter(), as_of=as_of)[0].text)
        for as_of in (day, None)
    }
    assert texts == {day: ENGLISH, None: BOTH}


def test_a_translation_is_not_older_than_its_wording(db, make, secretary):
    item = make.consensus_item(text=None)
    make.wording(item=item, text=ENGLISH, happened="2025-03")

    with pytest.raises(Refused, match="2025-03") as refusal:
        translate(db, item, LocalizedText(BOTH), actor=secretary, happened=PartialDate("2025-02"))

    assert refusal.value.field == "happened"


def test_the_trail_holds_the_translations_before_and_after(db, make, secretary):
    item = make.consensus_item(text=ENGLISH)

    translate(db, item, LocalizedText(BOTH), actor=secretary)

    [entry] = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "wording.translated"))
    assert (entry.before["text"], entry.record_id) == (ENGLISH, item.id)
    assert entry.after["text"]["zh-Hans"] == BOTH["zh-Hans"]


def test_a_new_wording_starts_from_the_translations_as_they_stand(db, make, secretary):
    item = make.consensus_item(text=ENGLISH)
    translate(db, item, LocalizedText(BOTH), actor=secretary)
    db.expire_all()

    given = LocalizedText(BOTH | {"en": "They meet often."}, "en")
    wording = adopt_wording(db, actor=secretary, item=item, text=given, reason="Redrafted.")

    assert wording.text.stale == {"zh-Hans"}


@pytest.mark.parametrize(
    ("days", "day", "field"),
    [
        pytest.param(["2025-03-01"], "2025-02", "happened", id="a month before"),
        pytest.param(["2025-03-01", None], "2024", "happened", id="over an undated one"),
        pytest.param(["2025-03-01"], "2025", None, id="perhaps before, perhaps after"),
        pytest.param(["2025-03-01"], None, None, id="of the day of recording"),
        pytest.param([None], "2020", None, id="after an undated one"),
    ],
)
def test_a_wording_is_not_of_an_earlier_day_than_the_one_before(
    db, make, secretary, days, day, field
):
    item = make.consensus_item(text=None)
    for number, happened in enumerate(days):
        make.wording(item=item, text=f"{number}", happened=happened)
    db.refresh(item)
    found = None

    try:
        adopt_wording(
            db,
            actor=secretary,
            item=item,
            text=LocalizedText({"en": "New."}),
            reason="Redrafted.",
            happened=PartialDate(day) if day else None,
        )
    except Refused as refusal:
        found, message = refusal.field, str(refusal)
        assert "2025-03-01" in message

    assert found == field
    assert item.latest == len(days) + (field is None)


def test_a_later_wording_of_no_date_does_not_stand_before_it_was_recorded(db, make, secretary):
    item = make.consensus_item(text=ENGLISH, endorsed_by_all=True)
    undated = make.round(dialogue=item.dialogue, happened=None)

    of_no_round = adopt_wording(
        db, actor=secretary, item=item, text=LocalizedText({"en": "New."}), reason="Redrafted."
    )
    at_a_round = adopt_wording(
        db,
        actor=secretary,
        item=item,
        text=LocalizedText({"en": "Newer."}),
        reason="Redrafted.",
        settled_at=undated,
    )

    assert str(of_no_round.happened) == datetime.now(UTC).date().isoformat()
    # Of a round whose day nobody knows, none is filled in.
    assert at_a_round.happened is None
