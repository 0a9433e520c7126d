"""The pages: planning from a form, arranging without a script, bringing matters back."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import ItemKind
from app.partial_date import PartialDate
from app.rounds.models import Round, RoundStatus
from tests.conftest import statements
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AGENDA = "/here/R5/agenda"


@pytest.fixture
def page(browser, secretary, planned) -> Any:
    return browser.as_(secretary)


def hidden(found) -> dict[str, str]:
    form = found.select_one("form.arranging")
    return {one["name"]: one["value"] for one in form.select("input[type=hidden]")}


def order(db, meeting) -> list[str]:
    db.expire_all()
    return [topic.ref for held in meeting.sessions for topic in held.agenda]


def test_the_form_offers_the_latest_round_held_and_the_next_number(db, page, last):
    form = page.get("/here/rounds/plan").select_one("main form")

    assert [one["value"] for one in form.select("option")] == ["", "R4", "R5"]
    assert form.select_one("option[selected]")["value"] == "R4"
    assert form.select_one("[name=number]")["value"] == "6"
    assert len(form.select("input[type=checkbox][checked]")) == 3

    page.post(
        "/here/rounds/plan",
        {"last": "R4", "number": "6", "happened": "2026", "sessions": "y"},
        to="/here/R6/agenda",
    )
    planned = db.scalars(sa.select(Round).where(Round.ref == "R6")).one()
    assert (planned.status, planned.happened) == (RoundStatus.PLANNED, PartialDate("2026"))


def test_what_was_typed_comes_back_beside_the_refusal(page):
    found = page.post("/here/rounds/plan", {"last": "R4", "number": "4", "happened": "soon"})

    assert found.select_one("[name=number]")["value"] == "4"
    assert found.select_one("[name=happened]")["value"] == "soon"
    assert "This is no date" in words(found.select_one(".error-summary"))
    assert not found.select("input[type=checkbox][checked]")


def test_buttons_move_topics_and_sessions_and_lead_back_to_themselves(db, make, page, planned):
    first = planned.sessions[0]
    second = make.session(meeting=planned, position=2)
    one, _other = (make.agenda_topic(session=first, position=place) for place in (1, 2))
    moves = [
        (f"topic-{one.id}-down", ["R5-T2", "R5-T1"]),
        (f"topic-{one.id}-to", ["R5-T2", "R5-T1"]),
        (f"session-{second.id}-up", ["R5-T1", "R5-T2"]),
    ]

    for move, expected in moves:
        found = page.get(AGENDA)
        assert found.select_one(f"#{move}")["value"] == move
        data = hidden(found) | {"move": move, f"session-{one.id}": str(second.id)}
        page.post(AGENDA, data, to=f"{AGENDA}#{move}")
        assert order(db, planned) == expected


def test_an_order_that_met_anothers_is_shown_and_can_still_be_had(db, make, page, planned):
    for place in (1, 2):
        make.agenda_topic(session=planned.sessions[0], position=place)
    seen = hidden(page.get(AGENDA))
    move = f"topic-{seen['based_on'].rpartition(',')[2]}-up"
    make.agenda_topic(session=planned.sessions[0], position=3)

    found = page.post(AGENDA, seen | {"move": move})

    assert "Nothing was moved." in words(found.select_one(".error-summary"))
    wanted = found.select(".conflict ol .ref")
    assert [words(one) for one in wanted] == ["R5-T2", "R5-T1", "R5-T3"]
    assert order(db, planned) == ["R5-T1", "R5-T2", "R5-T3"]
    again = {one["name"]: one["value"] for one in found.select(".conflict input")}
    page.post(AGENDA, again, to=AGENDA)
    assert order(db, planned) == ["R5-T2", "R5-T1", "R5-T3"]


def test_nonsense_moves_nothing(db, make, page, planned):
    topic = make.agenda_topic(session=planned.sessions[0]).id
    seen = hidden(page.get(AGENDA))
    nonsense = [
        {},
        {"order": "x"},
        {"move": "x"},
        {"move": "topic-9-up"},
        {"move": "session-²-up"},
        {"based_on": "9:9", "order": "9:9"},
        {"move": f"topic-{topic}-to"},
        {"move": f"topic-{topic}-off"},
        {"move": f"topic-{topic}-to", f"session-{topic}": "x"},
    ]

    for sent in nonsense:
        found = page.post(AGENDA, seen | sent)
        assert found.select_one(".error-summary"), sent
    assert order(db, planned) == ["R5-T1"]


def test_matters_come_back_one_by_one_or_as_ticked_or_all(db, make, page, last, planned):
    node = make.topic(code="ZZ", name="Terms")
    make.action(meeting=last, due="2025-03-05")
    for topics in ([node], [], []):
        make.consensus_item(meeting=last, item_kind=ItemKind.DIVERGENCE, topics=topics)
    found = page.get(AGENDA)
    section = found.select_one("section[aria-labelledby=back]")
    assert [words(one) for one in section.select("h3")] == ["Actions", "ZZ Terms", "Not classified"]
    assert "4 open matters could come back." in words(section)
    assert re.search("R4-A1 Open .*Overdue .* since R4 · never reported", words(section))

    there = {"held": "R5-S1", "together": "y"}
    url = f"{AGENDA}/bring-back"
    page.post(url, there | {"only": "R4-C2"}, to=f"{AGENDA}#R5-T1")
    page.post(url, there | {"matters": ["R4-C1", "R4-A1"]}, to=f"{AGENDA}#R5-T2")
    assert [one["value"] for one in page.get(AGENDA).select("[name=matters]")] == ["R4-C3"]
    page.post(url, there | {"all": "1"}, to=f"{AGENDA}#R5-T4")

    assert "Nothing from earlier rounds is open" in words(page.get(AGENDA))
    titles = [topic.title.text_for("en") for topic in planned.sessions[0].agenda]
    assert titles[1] == "Follow-up actions"
    page.get("/here/R5-T2")
    page.get("/here/R4-A1")


def test_ticks_come_back_beside_a_refusal(make, page, last):
    make.consensus_item(meeting=last, item_kind=ItemKind.DIVERGENCE)
    url = f"{AGENDA}/bring-back"

    found = page.post(url, {"held": "R9-S9", "matters": "R4-C1"})
    assert "Choose one of these." in words(found.select_one(".error-summary"))
    assert found.select_one("[name=matters]").has_attr("checked")
    assert not found.select_one("[name=together]").has_attr("checked")

    found = page.post(url, {"held": "R5-S1", "matters": "a\x00b"})
    assert "none of this is open" in words(found.select_one(".error-summary"))


def test_the_agenda_of_a_round_that_is_not_written_any_more_is_only_shown(db, make, page, planned):
    topic = make.agenda_topic(session=planned.sessions[0])
    seen = hidden(page.get(AGENDA)) | {"move": f"topic-{topic.id}-up"}
    planned.status = RoundStatus.CONFIRMED

    assert not page.get(AGENDA).select("main button")
    assert "confirmed" in words(page.post(AGENDA, seen).select_one(".error-summary"))
    page.post(f"{AGENDA}/bring-back", {"held": "R5-S1", "all": "1"})


def test_a_round_without_sessions_asks_for_one(make, page, dialogue):
    make.round(dialogue=dialogue, number=6, status=RoundStatus.PLANNED)
    make.action(meeting=make.round(dialogue=dialogue, number=3, happened="2024"))

    found = page.get("/here/R6/agenda")
    assert "No session is recorded." in words(found)
    page.post("/here/R6/agenda/bring-back", {"held": "", "all": "1"})


def test_a_page_takes_as_many_statements_for_more(db, make, page, last, planned):
    node = make.topic(code="ZZ")

    def grow(times):
        for _time in range(times):
            topic = make.agenda_topic(session=make.session(meeting=planned), topics=[node])
            make.link(earlier=make.action(meeting=last), later=topic, kind="follows-from")
            make.action(meeting=last, owners=[make.person(dialogue=last.dialogue), "Group"])
            make.consensus_item(meeting=last, item_kind=ItemKind.DIVERGENCE, topics=[node])

    counts = []
    for times in (1, 4):
        grow(times)
        db.commit()
        with statements() as sent:
            page.get(AGENDA)
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 16, counts


def test_a_reader_may_not_arrange(make, browser, planned, reader):
    make.membership(user=reader, dialogue=planned.dialogue, role=Role.READER)

    browser.as_(reader).get(AGENDA, status=403)
    browser.get("/here/rounds/plan", status=403)
