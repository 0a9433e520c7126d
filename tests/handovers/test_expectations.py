"""What the sides expect of talks: who reads it, how it is filled, what becomes of it."""

import pytest

from app.accounts.models import Role
from app.dialogues.models import Track
from app.handovers.expectations import Beside, Sheet, compared, expectations_for
from app.handovers.models import Dimension
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from tests.conftest import statements
from tests.pages import Browser
from tests.web.typed import as_sent, main_form, typed_in

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RISKS, GOALS = Dimension.RISKS, Dimension.GOVERNANCE


@pytest.fixture
def ours(make, secretary):
    """A dialogue off the government track, whose secretary has no part in the talks."""
    ours = make.dialogue(slug="ours", name="Our dialogue")
    make.membership(user=secretary, dialogue=ours, role=Role.SECRETARY)
    return ours


@pytest.fixture
def talks(make, ours):
    """Coming talks, public, for which a round of ours was groundwork."""
    theirs = make.dialogue(slug="talks", name="The talks", track=Track.GOVERNMENT)
    public = {"disclosure": Disclosure.PUBLIC}
    talks = make.round(dialogue=theirs, happened="2027-05", status=RoundStatus.PLANNED, **public)
    held = make.session(meeting=talks, **public)
    for title in ("Channels", "Force"):
        make.agenda_topic(session=held, title=title, **public)
    prepared = make.round(dialogue=ours, happened="2026-01")
    make.link(earlier=prepared, later=talks)
    return talks


@pytest.fixture
def topic(db, talks):
    [held] = talks.sessions
    return held.agenda[0]


@pytest.fixture
def sheet(db, topic, ours):
    return Sheet(db, topic, ours)


def test_only_the_secretariat_that_took_it_down_reads_an_expectation(
    browser, db, make, topic, ours, secretary, author, reader, lead
):
    make.expectation(record=topic, held_by=ours, expected="A hot line.")
    make.membership(user=author, dialogue=ours, role=Role.AUTHOR)
    make.membership(user=reader, dialogue=ours, role=Role.READER)
    make.membership(user=lead, dialogue=topic.dialogue, role=Role.LEAD)
    page = "/talks/R1/expectations"

    seen = {who.name: browser.as_(who).get(page) for who in (secretary, author, reader, lead)}

    assert [name for name, found in seen.items() if "A hot line." in found.text] == [
        secretary.name,
        author.name,
    ]
    # Whoever may not read it is told neither of it nor that there is none.
    assert "Nothing is recorded" not in seen[reader.name].text
    assert len(seen[lead.name].select("a[href*='/expectations/talks/R1-T1']")) == 1
    assert "Compare" not in seen[lead.name].text


@on_sqlite
def test_it_is_held_by_the_track_two_dialogue_that_is_linked_unless_another_is_chosen(
    browser, make, talks, ours, secretary
):
    other = make.dialogue(slug="another", name="Another")
    for dialogue in (other, talks.dialogue):
        make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)

    page = browser.as_(secretary).get("/talks/R1/expectations")
    chosen = browser.get("/talks/R1/expectations?held_by=another")

    offered = [one["value"] for one in page.select("#filter-held_by option")]
    assert offered == ["ours", "talks", "another"]
    assert page.select("a[href='/ours/expectations/talks/R1-T1']")
    assert chosen.select("a[href='/another/expectations/talks/R1-T1']")


def test_all_cells_of_a_topic_are_filled_at_once(browser, db, topic, ours, secretary, sheet):
    first, second = sheet.sides
    form = "/ours/expectations/talks/R1-T1"

    browser.as_(secretary).post(
        form,
        {
            f"expected-{first.id}-risk-assessment-en": "Accidents first.",
            f"happened-{first.id}-risk-assessment": "2026-03",
            f"expected-{second.id}-risk-assessment-en": "Misuse first.",
            f"expected-{second.id}-governance-goals-zh-Hans": "联合国框架",
            "happened": "2026",
            "revision": "",
        },
        to="/talks/R1/expectations?held_by=ours#R1-T1",
    )

    page = browser.get("/talks/R1/expectations")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in page.select("table.expectations tbody tr")
    ]
    assert rows == [
        [
            "Accidents first. as of March 2026",
            "Misuse first. as of 2026",
            "Recorded of every side, in different words",
        ],
        ["not recorded", "联合国框架 as of 2026", "Not recorded of: Side AV"],
        ["not recorded", "not recorded", "Not recorded"],
    ]
    assert len(page.select("details ol.history > li")) == 3


@on_sqlite
def test_the_trail_tells_the_secretariat_of_the_talks_nothing(
    browser, make, sheet, secretary, lead
):
    make.membership(user=lead, dialogue=sheet.about.dialogue, role=Role.LEAD)
    name = f"expected-{sheet.sides[0].id}-risk-assessment-en"
    browser.as_(secretary).post("/ours/expectations/talks/R1-T1", {name: "A hot line."}, status=302)

    ours = browser.get("/talks/R1/expectations").select_one("details ol.history")
    theirs = browser.as_(lead).get("/talks/R1-T1/history")

    assert "A hot line." in ours.text
    assert "hot line" not in theirs.text
    assert "xpectation" not in theirs.select_one("main").text


@on_sqlite
def test_the_form_refuses_beside_the_cell_and_keeps_what_was_typed(
    browser, topic, secretary, sheet
):
    first, second = sheet.sides
    typed = {
        f"expected-{first.id}-risk-assessment-en": "Accidents first.",
        f"happened-{first.id}-risk-assessment": "2029",
        f"happened-{second.id}-governance-goals": "in May",
    }
    form = "/ours/expectations/talks/R1-T1"

    unread = browser.as_(secretary).post(form, typed)
    typed.pop(f"happened-{second.id}-governance-goals")
    page = browser.post(form, typed | {f"happened-{second.id}-governance-goals": "2026"})
    late = browser.post(form, typed)

    assert unread.select_one(f"#happened-{second.id}-governance-goals-error")
    assert page.select_one(f"#happened-{first.id}-risk-assessment-error")
    assert late.select_one(f"#happened-{first.id}-risk-assessment-error")
    assert typed_in(late.select_one(f"[name=expected-{first.id}-risk-assessment-en]")) == (
        "Accidents first."
    )


def test_two_who_fill_the_same_cells_see_both_texts(app, db, make, sheet, ours, secretary):
    other = make.user(sign_in_name="other")
    make.membership(user=other, dialogue=ours, role=Role.SECRETARY)
    url, name = "/ours/expectations/talks/R1-T1", f"expected-{sheet.sides[0].id}-risk-assessment-en"
    one, two = Browser(app, db).as_(secretary), Browser(app, db).as_(other)
    first, second = main_form(one.get(url)), main_form(two.get(url))

    def written(form, words):
        sent = as_sent(form)
        sent.setlist(name, [words])
        return sent

    one.post(url, written(first, "The first text"), status=302)
    page = two.post(url, written(second, "The second text"))

    assert "The first text" in page.select_one(".conflict").text
    assert "The second text" in page.select_one(".conflict").text
    two.post(url, as_sent(main_form(page)), status=302)
    db.expire_all()
    assert [row.expected.text_for("en") for row in sheet.rows().values()] == ["The second text"]


@on_sqlite
def test_an_outcome_stands_beside_its_expectation(browser, make, topic, ours, talks, secretary):
    talks.status = RoundStatus.HELD
    one = make.expectation(record=topic, held_by=ours, expected="A hot line.")
    make.expectation(record=topic, held_by=ours, side=topic.dialogue.sides[1])
    name = f"{one.side_id}-risk-assessment"
    form = "/ours/expectations/talks/R1-T1/outcomes"

    page = browser.as_(secretary).get(form)
    sent = as_sent(main_form(page))
    sent.setlist(f"outcome-{name}", ["partly"])
    sent.setlist(f"note-{name}-en", ["By day only."])
    browser.post(form, sent, to="/talks/R1/expectations?held_by=ours#R1-T1")

    [first, second] = browser.get("/talks/R1/expectations").select("tbody tr:first-child td")[:2]
    assert "Partly met By day only." in first.get_text(" ", strip=True)
    assert "not compared with the talks yet" in second.text


@on_sqlite
def test_talks_are_compared_and_faulted_when_they_are_held(
    browser, make, topic, ours, talks, secretary
):
    make.membership(user=secretary, dialogue=topic.dialogue, role=Role.SECRETARY)
    make.expectation(record=topic, held_by=ours)
    browser.as_(secretary)
    found = []

    for talks.status in (RoundStatus.PLANNED, RoundStatus.HELD):
        page = browser.get("/talks/R1/expectations?held_by=ours")
        found.append([one.contents[0] for one in page.select("#R1-T1 ~ p.add a")])

    assert found == [
        ["Write down", "Off the agenda"],
        ["Write down", "Compare with the talks", "Say what went wrong"],
    ]


@on_sqlite
def test_words_are_compared_and_not_judged(db, make, sheet, ours):
    first, second = sides = sheet.sides
    for side, dimension, words in (
        (first, RISKS, {"en": "A  hot line.", "zh-Hans": "热线"}),
        (second, RISKS, {"en": "A hot line."}),
        (first, GOALS, {"en": "A hot line."}),
        (second, GOALS, {"zh-Hans": "热线"}),
    ):
        make.expectation(
            record=sheet.about, held_by=ours, side=side, dimension=dimension, expected=words
        )

    found = expectations_for(db, sheet.meeting, ours)[sheet.about.id]

    told = [compared(found, dimension, sides).beside for dimension in Dimension]
    # Two languages with nothing in common are never said to be the same.
    assert told == [Beside.SAME_WORDS, Beside.DIFFERENT_WORDS, Beside.NOT_RECORDED]
    found[second.id].pop(RISKS)
    assert compared(found, RISKS, sides).missing == (second.id,)


@on_sqlite
def test_the_page_takes_as_many_statements_for_more(browser, make, talks, ours, secretary):
    [held] = talks.sessions

    def grow():
        for _time in range(3):
            topic = make.agenda_topic(session=held, disclosure=Disclosure.PUBLIC)
            for dimension in Dimension:
                make.expectation(record=topic, held_by=ours, dimension=dimension)

    counts = []
    for _time in range(2):
        grow()
        browser.as_(secretary)
        with statements() as sent:
            assert browser.client.get("/talks/R1/expectations").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1]
