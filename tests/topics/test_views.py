"""The pages of the topic tree."""

import pytest

from app.accounts.models import Role
from app.topics.models import Topic
from tests.conftest import statements

PAGES = {
    "/topics": {Role.READER, Role.AUTHOR, Role.SECRETARY, Role.LEAD, Role.ADMIN},
    "/topics/AS": {Role.READER, Role.AUTHOR, Role.SECRETARY, Role.LEAD, Role.ADMIN},
    "/topics/new": {Role.LEAD},
    "/topics/AS/edit": {Role.LEAD},
}


@pytest.fixture
def topic(make):
    return make.topic(code="AS", name={"en": "Application security", "zh-Hans": "应用安全"})


@pytest.fixture
def lead(make, lead, dialogue):
    make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    return lead


@pytest.fixture
def dialogue(make):
    return make.dialogue()


@pytest.mark.parametrize("role", Role)
def test_who_opens_which_page(browser, make, dialogue, topic, role):
    user = make.user(is_admin=role is Role.ADMIN)
    if role is not Role.ADMIN:
        make.membership(user=user, dialogue=dialogue, role=role)
    browser.as_(user)

    for page, roles in PAGES.items():
        browser.get(page, status=200 if role in roles else 403)


def test_nobody_reads_the_tree_without_signing_in(browser, topic):
    browser.get("/topics", status=302)


def test_an_empty_tree_says_who_fills_it(browser, lead, reader, make, dialogue):
    make.membership(user=reader, dialogue=dialogue)

    assert browser.as_(lead).get("/topics").select_one(".empty a")["href"] == "/topics/new"
    assert "lead" in browser.as_(reader).get("/topics").select_one(".empty").text


def test_the_tree_counts_what_the_reader_reads(browser, make, reader, dialogue, topic):
    make.membership(user=reader, dialogue=dialogue)
    below = make.topic(code="AS-1", parent=topic)
    meeting = make.round(dialogue=dialogue)
    make.consensus_item(meeting=meeting, topics=[below])
    make.consensus_item(meeting=meeting, disclosure="secretariat", topics=[below])

    page = browser.as_(reader).get("/topics")

    numbers = [[cell.text for cell in row.select(".num")] for row in page.select("tbody tr")]
    assert numbers == [["0", "1"], ["0", "1"]]


def test_a_topic_lists_what_the_reader_reads_under_it(browser, make, reader, dialogue, topic):
    make.membership(user=reader, dialogue=dialogue)
    below = make.topic(code="AS-1", parent=topic)
    meeting = make.round(dialogue=dialogue, number=9)
    for words in ("Keep humans in control.", "Keep machines in control."):
        make.consensus_item(meeting=meeting, text=words, topics=[below])
    make.agenda_topic(meeting=meeting, title="Limits of use", topics=[topic])
    hidden = make.consensus_item(meeting=meeting, text="Not for readers.", disclosure="secretariat")
    hidden.topics.append(topic)
    elsewhere = make.consensus_item(text="In another dialogue.")
    elsewhere.topics.append(topic)

    page = browser.as_(reader).get("/topics/AS")

    assert [link.text for link in page.select("td .record .ref")] == ["R9-T1", "R9-C2", "R9-C1"]
    assert "Not for readers" not in page.text
    assert "In another dialogue" not in page.text
    assert elsewhere.dialogue.name.text_for("en") not in page.text
    narrowed = browser.get("/topics/AS?kind=consensus-item")
    assert [link.text for link in narrowed.select("td .record .ref")] == ["R9-C2", "R9-C1"]
    assert narrowed.select_one("option[value=consensus-item]").has_attr("selected")
    other = browser.get(f"/topics/AS?dialogue={elsewhere.dialogue.slug}")
    assert len(other.select("td .record")) == 3


def test_a_long_topic_is_read_page_by_page(browser, make, lead, dialogue, topic):
    meeting = make.round(dialogue=dialogue)
    for _ in range(51):
        make.consensus_item(meeting=meeting, text=None, topics=[topic])

    page = browser.as_(lead).get("/topics/AS?kind=consensus-item")
    older = browser.get(page.select_one(".pager a[rel=next]")["href"])

    assert len(page.select("td .record")) == 50
    assert [link.text for link in older.select("td .record .ref")] == ["R1-C1"]
    assert not older.select(".pager a[rel=next]")


def test_the_pages_cost_the_same_however_much_there_is(browser, make, lead, dialogue, topic):
    def cost(url):
        with statements() as sent:
            browser.get(url)
        return len(sent)

    def one_more():
        meeting = make.round(dialogue=dialogue)
        make.consensus_item(meeting=meeting, endorsed_by_all=True, topics=[topic])
        make.agenda_topic(meeting=meeting, topics=[topic])
        make.topic(parent=topic)

    browser.as_(lead)
    one_more()
    before = [cost("/topics"), cost("/topics/AS")]
    for _ in range(3):
        one_more()

    assert [cost("/topics"), cost("/topics/AS")] == before


def test_a_nonsense_address_shows_the_start(browser, lead, topic):
    page = browser.as_(lead).get("/topics/AS?kind=round&dialogue=none&after=x.y.99999999999999")

    assert page.select_one(".empty")
    browser.get("/topics/NONE", status=404)


def test_a_lead_grows_the_tree(browser, db, lead, topic):
    form = browser.as_(lead).get("/topics/new?parent=AS")
    assert form.select_one("option[value=AS]").has_attr("selected")

    browser.post(
        "/topics/new", {"code": "AS-1", "name-en": "Non-state actors", "parent": "AS"}, to="/topics"
    )

    added = db.query(Topic).filter_by(code="AS-1").one()
    assert (added.parent, added.position) == (topic, 1)


def test_what_is_wrong_is_said_beside_the_field(browser, make, lead, topic):
    below = make.topic(code="AS-1", parent=topic)
    browser.as_(lead)

    taken = browser.post("/topics/new", {"code": "as", "name-en": "Again", "parent": ""})
    circle = browser.post(
        "/topics/AS/edit",
        {"name-en": "Name", "parent": "AS-1", "position": "1", "revision": str(topic.revision)},
    )

    assert taken.select_one("#code-error")
    assert circle.select_one("#parent-error")
    assert below.parent is topic


def test_an_edit_that_met_another_is_shown_both(browser, db, lead, topic):
    form = {"name-en": "Mine", "parent": "", "position": "1", "revision": str(topic.revision)}
    browser.as_(lead).post("/topics/AS/edit", {**form, "name-en": "Theirs"}, to="/topics/AS")

    page = browser.post("/topics/AS/edit", form)

    assert "Theirs" in page.select_one(".conflict").text
    db.expire_all()
    assert topic.name.text_for("en") == "Theirs"
