"""The pages of matters."""

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

from app.accounts.models import Role
from app.consensus.models import ConsensusItem, Level
from app.dialogues.models import Track
from app.matters.models import Matter, MatterRecord
from app.records.models import Disclosure, Record
from app.trace.models import Basis, LinkKind
from tests.conftest import statements
from tests.make import text
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make, secretary, reader):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=here, role=Role.READER)
    return here


@pytest.fixture
def talks(make, secretary, reader):
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    for user in (secretary, reader):
        make.membership(user=user, dialogue=talks, role=Role.READER)
    return talks


@pytest.fixture
def matter(make, here, talks):
    first = make.round(dialogue=here, happened="2023-02")
    held = make.round(dialogue=talks, happened="2023-05", title="First talks")
    item = make.consensus_item(
        meeting=first, title="A glossary", level=Level.PRELIMINARY, endorsed_by_all=True
    )
    topic = make.topic(code="GP-1")
    under = make.agenda_topic(meeting=held, title="Terms")
    make.link(earlier=item, later=under, kind=LinkKind.TAKEN_UP, basis=Basis.INFERRED)
    return make.matter(
        dialogue=here, title="Terms", topics=[topic], records=[first, held, item, under]
    )


def rows(page):
    return [words(row) for row in page.select("table.loop tbody tr")]


def test_the_table_comes_first_and_says_what_no_record_tells_of(browser, reader, matter):
    page = browser.as_(reader).get("/here/M1")

    assert page.text.index("Groundwork") < page.text.index("The loop as a picture")
    stages = [words(cell) for cell in page.select("table.loop th[scope=rowgroup]")]
    assert stages == ["Groundwork", "Preliminary meeting", "Talks", "Review"]
    said = rows(page)
    assert "Hand-over: no record No hand-over of this to a government is recorded." in said[2]
    assert "no record No review of these talks is recorded." in said[-1]
    assert "talks/R1" in said[-1]
    assert not page.select("form[action*=records], a[href$='/stage']")


def test_an_inferred_link_claims_no_uptake_in_table_or_picture(browser, reader, matter):
    page = browser.as_(reader).get("/here/M1")

    shown = words(page.main)
    assert "appears to reflect" in shown
    assert "aken up" not in browser.last.text
    assert page.select("svg .edge-inferred")
    assert "R1-C1 → talks/R1-T1: the later appears" in words(page.select_one("svg g > title"))


def test_boxes_are_reached_by_the_keyboard_and_empty_ones_say_so(browser, reader, matter):
    page = browser.as_(reader).get("/here/M1")

    picture = page.select_one("figure.loop-picture svg")
    linked = {link["href"] for link in picture.select("a")}
    assert linked == {"/here/R1", "/here/R1-C1", "/talks/R1", "/talks/R1-T1"}
    empty = [words(box.select_one("title")) for box in picture.select(".nothing-there")]
    assert len(empty) == 3
    assert all("no record" in said for said in empty)
    stages = [words(label) for label in picture.select(".stage-label")]
    assert stages == ["Groundwork", "Preliminary meeting", "Talks", "Review"]
    lanes = [words(label).split(" · ")[0] for label in picture.select(".lane-label")]
    assert lanes == ["Government", "Track II"]


def test_a_matter_is_opened_filled_arranged_and_emptied(browser, make, secretary, here, talks):
    make.round(dialogue=here)
    make.round(dialogue=talks, happened="2025-06")
    make.topic(code="GP-1")
    browser.as_(secretary)

    given = {"title-en": "Terms", "topics": "GP-1", "records": "R1"}
    browser.post("/here/matters/new", given, to="/here/M1")
    browser.post("/here/M1/records", {"records": "R1, talks/R1"}, to="/here/M1")
    assert "1 record is added" in words(browser.get("/here/M1").main)
    asked = browser.get("/here/M1/stage?record=talks/R1")
    assert "As the record tells: Talks" in words(asked.main)
    assert "of the government or multilateral track" in words(asked.main)
    browser.post("/here/M1/stage?record=talks/R1", {"stage": "mandate"}, to="/here/M1")
    assert "Mandate" in words(browser.get("/here/M1").select_one("table.loop"))
    browser.post("/here/M1/remove?record=talks/R1", {}, to="/here/M1")
    assert "talks/R1" not in words(browser.get("/here/M1").select_one("table.loop"))

    listed = words(browser.get("/here/matters").select_one("tbody tr"))
    assert "M1 Terms" in listed
    assert "Track II 1" in listed
    assert len(browser.get("/here/M1/history").select("ol.history > li")) >= 2


def test_what_is_suggested_is_added_by_one_click(browser, make, secretary, here, matter):
    item = make.consensus_item(dialogue=here, topics=matter.topics, title="Of the same topic")
    page = browser.as_(secretary).get("/here/M1")

    [form] = page.select(".suggested form")
    sent = {field["name"]: field["value"] for field in form.select("input[name=records]")}
    browser.post(form["action"], sent, to="/here/M1")

    assert sent == {"records": f"here/{item.ref}"}
    assert browser.db.get(MatterRecord, (matter.id, item.id))
    assert not browser.get("/here/M1").select(".suggested")


def test_the_hand_over_that_carries_an_item_is_suggested(browser, make, secretary, here, matter):
    item = browser.db.query(ConsensusItem).one()
    carrier = make.handover(dialogue=here, wordings=item.wordings)

    page = browser.as_(secretary).get("/here/M1")

    [said] = [words(one) for one in page.select(".suggested li")]
    assert carrier.ref in said
    assert f"carries a wording of {item.ref}" in said
    assert page.select_one("a.skip[href='#picture']")
    assert page.find(id="picture")


def test_a_record_is_added_from_its_own_page(browser, make, secretary, here, talks, matter):
    theirs = make.matter(dialogue=talks, title="Not ours to fill")
    other = make.round(dialogue=here, happened="2026")
    url = f"/here/matters/add?record=here/{other.ref}"

    page = browser.as_(secretary).get(url)
    offered = [option["value"] for option in page.select("select[name=matter] option")]
    browser.post(url, {"matter": f"talks/{theirs.ref}"})
    browser.post(url, {"matter": "here/M1"}, to="/here/M1")

    assert offered == ["here/M1"]
    assert "already" in words(browser.post(url, {"matter": "here/M1"}).main)
    browser.get("/here/matters/add?record=here/R99", status=404)
    browser.get("/here/matters/add", status=404)


def test_a_record_s_page_may_say_to_which_matters_it_belongs(browser, matter):
    page = """{% from "matters/parts.html" import matters_of with context %}
              {{ matters_of(matters, record) }}"""

    with browser.app.test_request_context():
        known = {"record": browser.db.get_one(Record, matter.id), "matters": [matter]}
        shown = BeautifulSoup(render_template_string(page, **known), "html.parser")
        nothing = render_template_string(page, **known | {"matters": []})

    assert words(shown.select_one("li")).startswith("M1 Terms")
    assert shown.select_one("a")["href"] == "/here/M1?around=here/M1"
    # Whoever may not add it is not told that there is none.
    assert not nothing.strip()


def test_what_cannot_be_added_is_refused_beside_the_field(browser, make, secretary, here, matter):
    kept = make.round(dialogue=here, disclosure=Disclosure.SIDE, side=here.sides[0])
    browser.as_(secretary)

    for typed in ("R99", kept.ref, f"R1 here/{kept.ref}", "M1", "nonsense ///", "elsewhere/R1"):
        page = browser.post("/here/M1/records", {"records": typed})
        assert "no such record that you may read" in words(page.find(id="records-error"))
        assert words(page.select_one("[name=records]")) == typed
    assert "already" in words(browser.post("/here/M1/records", {"records": "R1"}).main)
    many = " ".join(f"R{number}" for number in range(1, 300))
    assert "At most 200" in words(browser.post("/here/M1/records", {"records": many}).main)
    assert "at least one" in words(browser.post("/here/M1/records", {"records": " "}).main)
    browser.get(f"/here/M1/stage?record={kept.ref}", status=404)
    browser.post("/here/M1/remove", {}, status=404)


def test_an_edit_that_meets_another_shows_both(browser, secretary, matter):
    asked = browser.as_(secretary).get("/here/M1/edit")
    revision = asked.select_one("[name=revision]")["value"]
    matter.title = text("Their name")
    browser.db.commit()

    page = browser.post("/here/M1/edit", {"title-en": "My name", "revision": revision})

    assert "Their name" in words(page.select_one(".conflict"))
    assert page.select_one("[name=title-en]")["value"] == "My name"


def test_what_is_kept_from_a_reader_is_on_no_page_and_in_no_count(
    browser, make, reader, secretary, here, matter
):
    kept = make.consensus_item(
        meeting=make.round(dialogue=here, happened="2031", disclosure=Disclosure.SECRETARIAT),
        title="Kept back",
        topics=matter.topics,
        disclosure=Disclosure.SECRETARIAT,
    )
    make.matter_record(matter=matter, record=kept)
    secret = make.matter(dialogue=here, title="Secret", disclosure=Disclosure.SECRETARIAT)
    browser.as_(reader)

    pages = [browser.get(url).text for url in ("/here/matters", "/here/M1", "/here/M1?all=1")]
    around = browser.get(f"/here/M1?around={kept.ref}")

    for page in pages:
        assert "Kept back" not in page
        assert kept.ref not in page
        assert "Secret" not in page
        assert "2031" not in page
    assert "Track II 2" in " ".join(pages[0].split())
    assert "step" not in words(around.main)
    browser.get(f"/here/{secret.ref}", status=404)
    assert "Track II 3" in words(browser.as_(secretary).get("/here/matters").main)


def test_a_small_loop_marks_what_was_asked_for_and_shows_its_nearness_on_request(
    browser, reader, matter
):
    marked = browser.as_(reader).get("/here/M1?around=talks/R1")
    near = browser.get("/here/M1?around=talks/R1-T1&steps=1")

    assert "talks/R1 First talks" in words(marked.select_one("tr.current"))
    assert len(marked.select("figure .node")) == 4
    assert len(marked.select("figure .node-current")) == 1
    assert "one step from talks/R1-T1" in words(near.main)
    assert "R1 2 records" in words(near.select_one("table.loop"))


def test_no_address_is_nonsense_to_the_loop(browser, reader, matter):
    browser.as_(reader)

    for asked in ("around=nothing", "around=///&steps=x", "steps=-1", "steps=99999", "all",
                  "around=R1&steps=0", "around=%F0%9F%98%80"):  # fmt: skip
        browser.get(f"/here/M1?{asked}")


def test_an_empty_matter_says_so(browser, make, reader, secretary, here):
    make.matter(dialogue=here, title="Nothing yet")

    page = browser.as_(reader).get("/here/M1")

    assert "Nothing is recorded in this matter that you may read." in words(page.main)
    assert not page.select("figure")
    assert browser.as_(secretary).get("/here/M1").select(".empty a[href='/here/M1/records']")
    assert "none yet" in words(browser.get("/here/matters").main)


def test_pages_take_as_many_statements_for_more_matters_and_records(
    browser, make, secretary, here, talks, matter
):
    urls = ("/here/matters", "/here/M1", "/here/M1?all=1", "/here/M1?around=R1")
    browser.as_(secretary)
    counts = []
    for times in (1, 20):
        for _time in range(times):
            meeting = make.round(dialogue=here, happened="2024")
            held = make.round(dialogue=talks, happened="2024-06")
            make.link(earlier=meeting, later=held)
            for record in (meeting, held):
                make.matter_record(matter=browser.db.get_one(Matter, matter.id), record=record)
            make.consensus_item(meeting=meeting, topics=matter.topics)
        make.matter(dialogue=here, topics=matter.topics, records=[meeting, held])
        for url in urls:
            browser.get(url)
        taken = []
        for url in urls:
            browser.db.expire_all()
            with statements() as sent:
                assert browser.client.get(url).status_code == 200
            taken.append(len(sent))
        counts.append(taken)

    assert counts[0] == counts[1]
