"""The pages about links."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.dialogues.models import Track
from app.localized import LocalizedText
from app.records.models import Disclosure
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.conftest import statements
from tests.pages import words


@pytest.fixture
def harbour(make, secretary):
    """Harbour talks: the secretary's own dialogue."""
    harbour = make.dialogue(slug="harbour-talks", name="Harbour talks")
    make.membership(user=secretary, dialogue=harbour, role=Role.SECRETARY)
    return harbour


@pytest.fixture
def ministers(make, secretary):
    """A dialogue of governments that the secretary may only read."""
    ministers = make.dialogue(slug="ministers", name="Ministers", track=Track.GOVERNMENT)
    make.membership(user=secretary, dialogue=ministers, role=Role.READER)
    return ministers


@pytest.fixture
def workshop(make, harbour):
    return make.round(dialogue=harbour, title="Workshop", happened="2025-03")


@pytest.fixture
def talks(make, ministers):
    return make.round(dialogue=ministers, title="Talks", happened="2025-06-01")


@pytest.fixture
def signed_in(browser, secretary):
    return browser.as_(secretary)


TRACE = "/harbour-talks/R1/trace"
NEW = "/harbour-talks/R1/links/new?direction=to"


def answer(**changed):
    return {"kind": "groundwork", "basis": "inferred", "status": "proposed"} | changed


def links(db):
    db.expire_all()
    return db.scalars(sa.select(TraceLink)).all()


def error(page, field):
    return words(page.select_one(f"#{field}-error"))


def test_a_record_without_links_says_that_none_is_recorded(signed_in, workshop):
    page = signed_in.get(TRACE)

    assert [words(h) for h in page.select("main h2")] == [
        "Where did this come from?",
        "What became of it?",
    ]
    assert "That does not say that nothing came of it." in page.text
    assert not page.select("svg")


def test_both_answers_are_told_in_words_and_as_a_picture(signed_in, make, workshop, talks):
    make.link(earlier=workshop, later=talks, basis=Basis.DOCUMENTED, place="p. 3")
    make.link(
        earlier=make.round(dialogue=talks.dialogue, title="Mandate", happened="2024"),
        later=workshop,
        kind=LinkKind.MANDATE,
        status=LinkStatus.DISPUTED,
    )

    page = signed_in.get(TRACE)

    came_from, became_of = page.select("table.trace")
    row = words(came_from.select("tbody tr")[1])
    assert "the later appears to rest on the earlier as its mandate; inferred: The same" in row
    assert "ministers/R2 → R1" in row
    assert "disputed by Side SN" in row
    row = words(became_of.select("tbody tr")[1])
    assert "prepared, per Source" in row
    assert ", p. 3" in row
    assert [a["href"] for a in page.select("svg a")].count("/ministers/R1") == 1
    assert len(page.select("svg path.edge-documented")) == 2


def test_a_link_is_made_with_a_chosen_record(signed_in, db, workshop, talks):
    page = signed_in.get(NEW)
    [group] = page.select("select[name=other] optgroup[label='Ministers']")
    assert [words(option) for option in group.select("option")] == ["R1 · Talks · 1 June 2025"]

    signed_in.post(NEW, answer(other=talks.id, rationale="Why."), to=TRACE)

    [link] = links(db)
    assert (link.earlier, link.later, link.rationale) == (workshop, talks, "Why.")


def test_the_address_of_a_record_counts_before_the_list(signed_in, db, make, workshop, talks):
    other = make.round(dialogue=talks.dialogue, happened="2025-07")

    given = answer(other=other.id, address="ministers/R1", rationale="Why.")
    signed_in.post(NEW, given, to=TRACE)

    [link] = links(db)
    assert link.later is talks


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "other", "Choose the other record or give its address."),
        ({"address": "ministers/R9"}, "address", "There is no such record that you may read."),
        ({"address": "harbour-talks/R1"}, "address", "A record cannot be linked with itself."),
        ({"address": "ministers/R1"}, "rationale", "An inferred link says why it is believed."),
        (
            {"address": "ministers/R1", "basis": "documented"},
            "source",
            "A documented link names its source, or the document or hand-over that shows it.",
        ),
        (
            {"address": "ministers/R1", "kind": "raised", "rationale": "Why."},
            "kind",
            "A link of this kind cannot join these two records.",
        ),
    ],
)
def test_what_is_refused_is_said_beside_its_field(
    signed_in, db, workshop, talks, given, field, sentence
):
    page = signed_in.post(NEW, answer(**given))

    assert sentence in error(page, field)
    assert not links(db)


def test_a_record_that_one_may_not_read_is_neither_offered_nor_found(signed_in, db, make, workshop):
    hidden = make.round(
        dialogue=make.dialogue(slug="elsewhere"), title="Hidden", happened="2025-06"
    )

    assert "Hidden" not in signed_in.get(NEW).text
    page = signed_in.post(NEW, answer(address="elsewhere/R1", rationale="Why."))
    assert "no such record" in error(page, "address")
    page = signed_in.post(NEW, answer(other=hidden.id, rationale="Why."))
    assert error(page, "other")
    assert not links(db)


def test_the_list_is_narrowed_by_a_search(signed_in, make, workshop, talks):
    make.round(dialogue=talks.dialogue, title="Summit", happened="2025-07")

    page = signed_in.get(NEW + "&text=summit")

    assert [words(o) for o in page.select("select[name=other] option")][1:] == [
        "R2 · Summit · July 2025"
    ]


def test_whoever_may_trace_at_one_end_edits_the_link(signed_in, db, make, workshop, talks):
    link = make.link(earlier=workshop, later=talks)
    address = f"/harbour-talks/R1/links/{link.id}/edit"
    page = signed_in.get(address)
    revision = page.select_one("#revision")["value"]
    source = make.source(dialogue=talks.dialogue)

    signed_in.post(
        address,
        {"revision": revision, "basis": "documented", "source": source.id, "status": "confirmed"},
        to=TRACE,
    )

    [link] = links(db)
    assert (link.basis, link.source, link.status) == (
        Basis.DOCUMENTED,
        source,
        LinkStatus.CONFIRMED,
    )
    signed_in.get(f"/ministers/R1/links/{link.id}/edit", status=403)


def test_an_edit_that_met_anothers_shows_both(signed_in, db, make, workshop, talks):
    link = make.link(earlier=workshop, later=talks)
    address = f"/harbour-talks/R1/links/{link.id}/edit"
    given = {"revision": "1", "basis": "inferred", "status": "proposed", "rationale": "Mine."}
    link.rationale = "Theirs."

    page = signed_in.post(address, given)

    assert "Theirs." in page.select_one(".conflict").text
    [link] = links(db)
    assert link.rationale == "Theirs."


def test_a_suspect_link_is_looked_at_again(signed_in, db, make, workshop, talks):
    link = make.link(earlier=workshop, later=talks)
    workshop.title = LocalizedText({"en": "Another title"})
    assert "look again" in signed_in.get(TRACE).text
    address = f"/harbour-talks/R1/links/{link.id}"
    assert "It still holds" in signed_in.get(f"{address}/edit").text

    signed_in.post(f"{address}/still-holds", to=TRACE)

    assert "look again" not in signed_in.get(TRACE).text


def test_a_link_is_withdrawn(signed_in, db, make, workshop, talks):
    link = make.link(earlier=workshop, later=talks)

    signed_in.post(f"/harbour-talks/R1/links/{link.id}/withdraw", to=TRACE)

    assert not links(db)


def test_a_link_of_other_records_is_not_found_here(signed_in, make, harbour, workshop):
    link = make.link(earlier=make.round(dialogue=harbour))

    signed_in.get(f"/harbour-talks/R1/links/{link.id}/edit", status=404)


def test_a_reader_sees_the_trace_and_no_way_to_change_it(browser, make, reader, workshop, talks):
    for record in (workshop, talks):
        make.membership(user=reader, dialogue=record.dialogue)
    make.link(earlier=workshop, later=talks)
    make.link(
        earlier=make.round(dialogue=talks.dialogue, disclosure=Disclosure.SECRETARIAT),
        later=workshop,
        kind=LinkKind.REVIEW,
    )

    page = browser.as_(reader).get(TRACE)

    assert len(page.select("table.trace")) == 1
    assert not page.select("main a[href*='links']")
    browser.get(NEW, status=403)


def test_a_larger_trace_takes_no_more_statements(signed_in, make, workshop, talks):
    make.link(earlier=workshop, later=talks)
    with statements() as few:
        signed_in.get(TRACE)
    for month in range(1, 10):
        later = make.round(dialogue=talks.dialogue, happened=f"2026-0{month}")
        make.link(earlier=workshop, later=later)
        make.link(earlier=talks, later=later, kind=LinkKind.FOLLOWS_FROM)

    signed_in.db.commit()
    with statements() as many:
        signed_in.get(TRACE)

    assert len(many) == len(few)
