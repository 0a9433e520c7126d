"""What is suggested to be linked, in which order, and why."""

import pytest

from app.accounts.models import Role
from app.dialogues.models import Track
from app.dialogues.queries import account, viewer_of
from app.records.models import Disclosure
from app.rounds.models import TopicFormat
from app.trace.models import LinkKind
from app.trace.steps import Direction
from app.trace.suggesting import suggestions_for
from tests.conftest import statements
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harbour(make):
    return make.dialogue(slug="harbour", name="Harbour")


@pytest.fixture
def ministers(make):
    return make.dialogue(slug="ministers", name="Ministers", track=Track.GOVERNMENT)


@pytest.fixture
def notice(make):
    return make.topic(code="AS-3")


@pytest.fixture
def workshop(make, harbour):
    return make.round(dialogue=harbour, happened="2025-03-02", title="Workshop")


@pytest.fixture
def talks(make, ministers):
    return make.round(dialogue=ministers, happened="2025-05-01", title="Talks")


def told(suggestions):
    return [
        (one.other.ref, one.kind, [str(reason) for reason in one.reasons]) for one in suggestions
    ]


def classified(make, topic, meeting, **given):
    held = make.session(meeting=meeting)
    found = make.agenda_topic(session=held, **given)
    found.topics = [topic]
    make.db.flush()
    return found


def test_rounds_of_other_tracks_are_suggested_by_topic_and_date(
    db, make, notice, workshop, talks, ministers
):
    classified(make, notice, workshop)
    classified(make, notice, talks)
    make.round(dialogue=ministers, happened="2025-04-01")
    make.round(dialogue=ministers, happened="2023", title="Long ago")
    fiction = make.dialogue(track=Track.GOVERNMENT, illustrative=True)
    make.round(dialogue=fiction, happened="2025-04-02")
    make.round(dialogue=workshop.dialogue, happened="2025-03-03")

    found = suggestions_for(db, workshop, locale="en")

    assert told(found) == [
        (
            "R1",
            LinkKind.GROUNDWORK,
            ["Both are under AS-3.", "About 2 months lie between them."],
        ),
        ("R2", LinkKind.GROUNDWORK, ["At most a month lies between them."]),
    ]
    assert not suggestions_for(db, workshop, locale="en", direction=Direction.FROM)
    assert (found[0].direction, found[0].earlier, found[0].later) == (
        Direction.TO,
        workshop,
        talks,
    )


def test_a_review_topic_looks_back_on_what_the_talks_had_on_their_agenda(
    db, make, notice, talks, harbour
):
    subject = classified(make, notice, talks, title="Notification of exercises")
    later = make.round(dialogue=harbour, happened="2025-06-02")
    review = classified(make, notice, later, title="Exercises", format=TopicFormat.REVIEW_OF_TALKS)
    make.link(earlier=talks, later=later, kind=LinkKind.REVIEW)

    [found] = suggestions_for(db, review, locale="en")

    assert (found.other, found.direction, found.kind) == (
        subject,
        Direction.FROM,
        LinkKind.REVIEW,
    )
    assert {str(reason) for reason in found.reasons} == {
        "Both are under AS-3.",
        "Their rounds are linked.",
        "The later one is a review of talks.",
        "Both titles say “exercises”.",
        "At most a month lies between them.",
    }


def test_what_is_linked_or_may_not_be_read_is_not_suggested(
    open_db, db, make, notice, workshop, talks, reader
):
    item = make.consensus_item(meeting=workshop, title="Notification")
    item.topics = [notice]
    classified(make, notice, talks, disclosure=Disclosure.SECRETARIAT)
    linked = classified(make, notice, talks)
    make.link(earlier=item, later=linked, kind=LinkKind.RAISED)
    assert [one.other.ref for one in suggestions_for(db, item, locale="en")] == ["R1-T1"]

    for record in (workshop, talks):
        make.membership(user=reader, dialogue=record.dialogue)
    db.commit()
    viewer = viewer_of(reader, [one for one, _slug in account(db, reader.id)[1]])
    with open_db(viewer) as seen:
        assert not suggestions_for(seen, seen.merge(item, load=False), locale="en")


def test_more_records_take_no_more_statements(db, make, notice, workshop, talks):
    classified(make, notice, workshop)
    classified(make, notice, talks)
    with statements() as few:
        suggestions_for(db, workshop, locale="en")
    for month in range(6, 10):
        classified(make, notice, make.round(dialogue=talks.dialogue, happened=f"2025-0{month}"))

    db.expire_all()
    db.refresh(workshop)
    _ = workshop.dialogue.track
    with statements() as many:
        assert len(suggestions_for(db, workshop, locale="en")) == 5

    assert len(many) == len(few)


def test_a_suggestion_opens_the_form_filled_and_makes_nothing(
    browser, db, make, notice, workshop, talks, secretary
):
    classified(make, notice, workshop)
    classified(make, notice, talks)
    make.membership(user=secretary, dialogue=workshop.dialogue, role=Role.SECRETARY)
    make.membership(user=secretary, dialogue=talks.dialogue)

    page = browser.as_(secretary).get("/harbour/R1/links/new?direction=to")
    [row] = page.select(".suggestions li")
    assert "Both are under AS-3." in words(row)
    assert words(row.select("a")[-1]) == "Prepares R1 …"
    page = browser.get(row.select("a")[-1]["href"])

    assert page.select_one("#address")["value"] == "ministers/R1"
    assert page.select_one("#kind option[selected]")["value"] == "groundwork"
    assert page.select_one("#basis option[selected]")["value"] == "inferred"
    assert words(page.select_one("#rationale")).startswith("Both are under AS-3.")


def test_dates_that_may_run_backwards_are_saved_the_second_time(
    browser, db, make, workshop, ministers, secretary
):
    make.round(dialogue=ministers, happened="2025", title="Talks")
    make.membership(user=secretary, dialogue=workshop.dialogue, role=Role.SECRETARY)
    make.membership(user=secretary, dialogue=ministers)
    browser.as_(secretary)
    address = "/harbour/R1/links/new?direction=to"
    given = {
        "address": "ministers/R1",
        "kind": "groundwork",
        "basis": "inferred",
        "rationale": "Why.",
        "status": "proposed",
    }

    page = browser.post(address, given)
    summary = words(page.select_one(".error-summary"))
    assert "(2025) may have happened before the earlier one (2 March 2025)" in summary
    assert "save once more" in summary
    once = page.select_one("#in_order")["value"]
    browser.post(address, given | {"in_order": once}, to="/harbour/R1/trace")

    page = browser.get("/harbour/R1/links/1/edit")
    assert "may have happened before" in words(page.select_one(".warning"))
