"""The board: what it shows to whom, and what is done about a gap."""

import csv
import json
from io import StringIO

import pytest

from app.accounts.models import Role
from app.actions.models import Action, ActionStatus
from app.dialogues.models import Track
from app.gaps.models import AcceptedGap, GapVisit
from app.gaps.rules import RULES
from app.records.models import Disclosure
from app.trace.models import Basis, LinkKind
from tests.conftest import statements
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOARD = "/here/gaps"
KEY = "round-not-confirmed:R1"
AT = f"?gap={KEY}"


@pytest.fixture
def here(make):
    dialogue = make.dialogue(slug="here", name="Here")
    make.round(dialogue=dialogue, number=1, happened="2024-02")
    return dialogue


@pytest.fixture
def desk(browser, make, secretary, here):
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    return browser.as_(secretary)


def keys(browser, query=""):
    """The keys of the gaps in the file, which are those on the page."""
    browser.db.commit()
    text = browser.client.get(f"{BOARD}/export/csv{query}").data.decode().removeprefix("\ufeff")
    return [row["Key"] for row in csv.DictReader(StringIO(text)) if row["Key"]]


@on_sqlite
def test_each_rule_is_a_row_and_says_what_it_looked_at(desk):
    page = desk.get(BOARD)

    rows = {words(row.th): words(row.td) for row in page.select("table.gap-rules tbody tr")}
    assert len(rows) == len(RULES)
    assert rows["Round not confirmed"] == "1 gap"
    assert rows["Suspect link"] == "nothing of this kind on record"
    assert "No government talks are linked with this dialogue." in words(page.main)
    assert [words(cell) for cell in page.select("table.gap-rules thead th")] == ["Rule", "Found"]
    [cure] = page.select("table.gaps tbody td:last-child > a")
    assert cure["href"] == "/here/R1/confirm"
    desk.get(cure["href"])


@on_sqlite
def test_a_gap_is_accepted_for_a_reason_and_returns_after_its_day(desk, db, make, here):
    page = desk.post(f"{BOARD}/accept{AT}", {"because": " ", "until": "2020"})
    assert len(page.select(".error-summary li")) == 1
    desk.post(f"{BOARD}/accept{AT}", {"because": "Known.", "until": "2020"})
    assert "This day has passed" in desk.last.text

    desk.post(f"{BOARD}/accept{AT}", {"because": "Known.", "until": "2999-01"}, to=BOARD)

    assert keys(desk) == []
    assert keys(desk, "?show=accepted") == keys(desk, "?show=all") == [KEY]
    assert "accepted by Sec Retary until January 2999: Known." in words(
        desk.get(f"{BOARD}?show=all")
    )
    make.accepted_gap(dialogue=here, key=KEY, because="Once more.", until="2024")
    assert keys(desk) == [KEY]
    assert "open again: accepted by Somebody until 2024, Once more." in words(desk.get(BOARD))
    assert db.query(AcceptedGap).count() == 2


@on_sqlite
def test_an_acceptance_is_withdrawn_for_a_reason(desk, make, here):
    make.accepted_gap(dialogue=here, key=KEY)
    assert keys(desk) == []
    desk.get(f"{BOARD}/accept{AT}", status=302)

    desk.post(f"{BOARD}/withdraw{AT}", {"because": ""})
    assert keys(desk) == []
    desk.post(f"{BOARD}/withdraw{AT}", {"because": "It matters."}, to=BOARD)

    assert keys(desk) == [KEY]
    desk.get(f"{BOARD}/withdraw{AT}", status=302)


@on_sqlite
def test_a_gap_becomes_an_action_that_it_shows(desk, db):
    page = desk.get(f"{BOARD}/act{AT}")
    assert "minutes are not confirmed" in page.select_one("[name=note-en]").text
    assert page.select_one("[name=title-en]")["value"] == "Confirm the minutes: R1"
    assert words(page.select_one(".crumbs li[aria-current]")) == "Round not confirmed"

    desk.post(
        f"{BOARD}/act{AT}",
        {"title-en": "Ask for it", "owners-0-side": "AV", "disclosure": "secretariat"},
        to="/here/A1",
    )

    action = db.query(Action).one()
    assert (action.origin.ref, action.meeting) == ("R1", None)
    board = desk.get(BOARD)
    assert words(board.select_one("table.gaps .kind")) == "action: A1, open"
    assert "Make it an action" not in words(board.select_one("table.gaps"))
    action.status = ActionStatus.DROPPED
    board = desk.get(BOARD)
    assert words(board.select_one("table.gaps .kind")) == "closed action: A1, dropped"
    assert "Make it an action" in words(board.select_one("table.gaps"))


@on_sqlite
def test_the_first_page_tells_how_many_were_open_when_one_last_looked(desk, make, here):
    make.round(dialogue=here, number=2, happened="2025")
    make.accepted_gap(dialogue=here, key=KEY)
    looked = desk.get(BOARD).select_one("[name=looked]")["value"]

    desk.post(f"{BOARD}/seen", {"looked": looked}, to=BOARD)

    assert "Gaps: 1 when you last looked" in words(desk.get("/").main)


@on_sqlite
def test_what_came_since_the_last_visit_is_new(desk, db, make, here):
    looked = desk.get(BOARD).select_one("[name=looked]")["value"]
    assert keys(desk, "?show=new") == []
    assert db.query(GapVisit).count() == 0, "looking alone writes nothing"

    desk.post(f"{BOARD}/seen", {"looked": looked}, to=BOARD)
    make.round(dialogue=here, number=2, happened="2025")

    assert keys(desk, "?show=new") == ["round-not-confirmed:R2"]
    assert "1 gap is new since you said that you had seen them" in words(desk.get(BOARD))
    desk.post(f"{BOARD}/seen", {"looked": looked}, to=BOARD)
    assert "The gaps have changed" in words(desk.get(BOARD))
    assert keys(desk, "?show=new") == ["round-not-confirmed:R2"]


@on_sqlite
def test_the_board_is_narrowed_by_rule_topic_and_side(desk, make, here):
    topic = make.topic(code="ZZ")
    agenda = make.agenda_topic(meeting=make.round(dialogue=here, number=2, happened="2025"))
    agenda.topics.append(topic)
    make.handover(dialogue=here, happened="2024-01", to_side=here.sides[1])
    everything = ["hand-over-unacknowledged:H1", KEY, "round-not-confirmed:R2"]
    assert keys(desk) == everything

    assert keys(desk, "?rule=round-not-confirmed") == everything[1:]
    assert keys(desk, "?topic=ZZ") == everything[2:]
    assert keys(desk, "?side=SN") == everything[:1]
    assert keys(desk, "?reply_days=9999") == everything[1:]
    for wrong in ("?rule=x", "?topic=x", "?side=x", "?show=x", "?rounds=-1", "?rounds=%00"):
        page = desk.client.get(BOARD + wrong)
        assert page.status_code in (200, 404), wrong
        assert "table.gaps" not in page.text


@on_sqlite
def test_the_matrix_counts_records_and_gaps_by_topic_and_stage(desk, make, here):
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    before, known = make.round(dialogue=here, number=2), {"disclosure": Disclosure.PUBLIC}
    met = make.round(dialogue=talks, happened="2024", **known)
    make.link(earlier=before, later=met)
    topics = [make.topic(code=code) for code in ("ZA", "ZB", "ZC")]
    ours = make.agenda_topic(meeting=before)
    ours.topics.extend(topics[:2])
    theirs = make.agenda_topic(meeting=met, **known)
    theirs.topics.append(topics[1])

    rows = {
        words(row.th): [words(cell) for cell in row.select("td")]
        for row in desk.get(BOARD).select("table.gap-matrix tbody tr")
    }

    none = "no record"
    assert list(rows) == [f"{one.code} {one.name.text_for('en')}" for one in topics[:2]]
    first, second = rows.values()
    assert first == [none, "1 record, 1 gap", none, none, none, none]
    assert second == [none, "1 record, 2 gaps", none, "1 record", "1 gap", none]
    page = desk.get(BOARD)
    linked = [link["href"] for link in page.select("table.gap-matrix td a")]
    assert linked == [f"{BOARD}?topic=ZA"] + [f"{BOARD}?topic=ZB"] * 3
    assert desk.get(linked[0]).select("table.gaps th")
    assert page.text.index("Topics by stage") < page.text.index("What is missing")


@on_sqlite
@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR])
def test_the_secretariat_reads_it_and_who_traces_accepts(browser, make, here, role):
    user = make.user()
    make.membership(user=user, dialogue=here, role=role)
    browser.as_(user)
    allowed = role is Role.AUTHOR

    browser.get(BOARD, status=200 if allowed else 403)
    browser.get(f"{BOARD}/export/md", status=200 if allowed else 403)

    for page in ("accept", "withdraw", "act"):
        browser.get(f"{BOARD}/{page}{AT}", status=403)
    if allowed:
        assert "Accept it" not in browser.get(BOARD).text


@on_sqlite
def test_a_key_that_is_no_gap_leads_back_to_the_board(desk):
    for page in ("accept", "withdraw", "act"):
        desk.get(f"{BOARD}/{page}?gap=nonsense", status=302)
        desk.get(f"{BOARD}/{page}", status=404)


@on_sqlite
def test_what_the_viewer_may_not_read_is_no_gap_of_theirs(desk, make, here):
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    met = make.round(dialogue=talks, happened="2024-03", disclosure=Disclosure.PUBLIC)
    make.link(earlier=make.round(dialogue=here, number=3, title="Zopen"), later=met)
    make.round(dialogue=here, number=4, disclosure=Disclosure.SIDE, side=here.sides[0])
    hidden = make.agenda_topic(meeting=met, title="Zhidden", disclosure=Disclosure.SECRETARIAT)
    make.consensus_item(agenda_topic=hidden, title="Zhidden")
    make.link(
        earlier=hidden, later=make.round(dialogue=here, number=5), kind=LinkKind.REVIEW,
        basis=Basis.REPORTED, rationale="Zhidden",
    )  # fmt: skip
    make.expectation(record=met, held_by=talks, expected="Zhidden")

    found = keys(desk)

    assert "round-not-confirmed:R4" not in found
    assert "talks-without-review:talks/R1" in found
    text = desk.get(BOARD).text
    assert "Zopen" in text
    assert "Zhidden" not in text
    assert hidden.ref not in json.dumps(found)


def test_the_statements_do_not_grow_with_the_gaps(desk, make, here):
    def fill(first):
        talks = make.dialogue(track=Track.GOVERNMENT) if first else fill.talks
        fill.talks = talks
        for number in range(1 if first else 12):
            held = make.round(dialogue=here, happened=f"20{10 + number}")
            met = make.round(dialogue=talks, happened=f"20{10 + number}-06")
            topic = make.agenda_topic(meeting=met)
            topic.topics.append(make.topic())
            make.link(earlier=make.consensus_item(agenda_topic=make.agenda_topic(meeting=held)),
                      later=met)  # fmt: skip
            make.handover(dialogue=here)
            make.expectation(record=met, held_by=here)
            make.consensus_item(meeting=met, item_kind="commitment", text="They meet.")
            make.matter(dialogue=here, records=[held, met])
            make.action(meeting=held, status="done")

    fill(first=True)
    desk.get(BOARD)
    with statements() as few:
        desk.get(BOARD)
    fill(first=False)
    with statements() as many:
        desk.get(BOARD)

    assert len(many) == len(few)


@on_sqlite
def test_what_is_inferred_is_not_called_taken_up_anywhere_on_the_board(desk, make, here, secretary):
    talks = make.dialogue(slug="there", track=Track.GOVERNMENT)
    make.membership(user=secretary, dialogue=talks, role=Role.SECRETARY)
    item = make.consensus_item(dialogue=here)
    outcome = make.consensus_item(meeting=make.round(dialogue=talks, happened="2025-06-01"))
    make.link(earlier=item, later=outcome, kind=LinkKind.TAKEN_UP)

    page = desk.get(f"{BOARD}?rule=inference-alone")

    assert "the later appears to reflect the earlier" in words(page.main)
    assert "aken up" not in page.text
    assert "taken-up" not in page.text
