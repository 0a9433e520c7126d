"""Putting what came out of talks on an agenda to come, from the review sheet."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.briefs.commands import add_review_topic
from app.rounds.models import AgendaTopic, DialogueSession, RoundStatus, TopicFormat
from app.rules import Refused
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.briefs.made import REVIEW, row_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADD = f"{REVIEW}/topics"
ADD_FORM = "form[action*='review/topics']"


def test_one_click_puts_an_issue_on_the_next_agenda_and_links_it(browser, db, held):
    sheet = browser.get(f"{REVIEW}?only=y")
    offered = sheet.select_one(ADD_FORM)
    [held_at] = offered.select("select option")
    assert held_at.text == f"{held.session.ref} Looking back · Here"
    url = offered["action"]
    known = {"held": offered.select_one("select option[selected]")["value"]}

    for _twice in range(2):
        browser.post(url, known | {"issue": "R1-C1"}, to=f"{REVIEW}?only=y#issues")
        browser.post(ADD, known | {"issue": "R1-D1:2"}, to=f"{REVIEW}#issues")
        browser.post(ADD, known | {"issue": "R1-D1:3"}, to=f"{REVIEW}#issues")

    topics = db.scalars(
        sa.select(AgendaTopic).where(AgendaTopic.meeting_id == held.next.id).order_by("id")
    ).all()
    assert [topic.title.texts["en"] for topic in topics] == [
        "Notice in a day",
        "Useful",
        "Ports first",
    ]
    assert {topic.format for topic in topics} == {TopicFormat.REVIEW_OF_TALKS}
    assert topics[0].topics == [held.signals]
    links = db.scalars(sa.select(TraceLink).where(TraceLink.kind == LinkKind.REVIEW)).all()
    assert {(link.earlier_id, link.later_id) for link in links} == {
        (held.outcome.id, topics[0].id),
        (held.ours.id, topics[1].id),
        (held.ours.id, topics[2].id),
    }
    assert {(link.basis, link.status) for link in links} == {(Basis.INFERRED, LinkStatus.PROPOSED)}
    page = browser.get(REVIEW)
    assert f"Added as {topics[2].ref}." in page.text
    assert f"here/{topics[0].ref} Notice in a day" in row_of(page, "R1-C1")
    assert f"on the agenda of here/{held.next.ref}, not held yet" in row_of(page, "R1-C1")
    assert "No review is on record." in row_of(page, "R1-D1, point 1")
    # The other account has the words of one of the three, too: they are on the agenda once.
    assert "Of 7 outcomes and points, 4 are on an agenda and not reviewed yet" in page.text
    assert "and 3 have no review" in page.text
    assert [one["value"] for one in page.select("button[name=issue]")] == [
        "R1-C2",
        "R1-D1:1",
        "R1-D2:1",
    ]
    held.next.status = RoundStatus.HELD
    page = browser.get(REVIEW)
    assert "0 are on an agenda and not reviewed yet, and 3 have no" in page.text
    assert "not held yet" not in row_of(page, "R1-C1")


@on_sqlite
def test_what_is_made_up_is_never_put_beside_what_is_real(browser, make, db, held, secretary):
    made_up = make.dialogue(slug="made-up", illustrative=True)
    make.membership(user=secretary, dialogue=made_up, role=Role.SECRETARY)
    away = make.dialogue(slug="away")
    make.membership(user=secretary, dialogue=away, role=Role.SECRETARY)
    for dialogue in (made_up, away):
        coming = make.round(dialogue=dialogue, happened="2027-01", status=RoundStatus.PLANNED)
        make.session(meeting=coming)
    [fictional] = [one for one in db.query(DialogueSession) if one.dialogue_id == made_up.id]

    offered = browser.get(REVIEW).select("select[name=held] option")

    # The dialogue that the talks are linked with alone.
    assert [one["value"] for one in offered] == [str(held.session.id)]
    with pytest.raises(Refused) as refusal:
        add_review_topic(
            db, actor=secretary, meeting=held.coming, held=fictional, issue=held.outcome.ref
        )
    assert refusal.value.message == "What is made up is never linked with what is real."
    db.delete(db.scalars(sa.select(TraceLink).where(TraceLink.later == held.coming)).one())
    for link in db.scalars(sa.select(TraceLink)).all():
        db.delete(link)
    offered = browser.get(REVIEW).select("select[name=held] option")
    assert len(offered) == 2  # of those that are not fictional, where none is linked


@on_sqlite
def test_words_that_are_not_public_stay_with_the_secretariat_there(browser, make, db, held):
    held.loose.disclosure = "public"

    for ref in (held.outcome.ref, held.loose.ref):
        browser.post(ADD, {"held": str(held.session.id), "issue": ref}, to=f"{REVIEW}#issues")

    levels = db.scalars(
        sa.select(AgendaTopic.disclosure)
        .where(AgendaTopic.meeting_id == held.next.id)
        .order_by(AgendaTopic.id)
    ).all()
    assert levels == ["secretariat", "participants"]


@on_sqlite
def test_what_cannot_be_added_is_refused_on_the_sheet(browser, db, held):
    unknown = "This is no outcome or point of these talks."
    for given, words in (
        ({"held": "99", "issue": "R1-C1"}, "Choose one of these."),
        *(({"issue": key}, unknown) for key in ("R1-C9", "R1-D1:9", "R1-D1", "٣:٣", "\x00", "")),
    ):
        page = browser.post(ADD, {"held": str(held.session.id)} | given)

        assert words in page.select_one(ADD_FORM).text
    added = sa.select(AgendaTopic.id).where(AgendaTopic.meeting_id == held.next.id)
    assert db.scalar(added) is None


@on_sqlite
def test_nothing_is_added_to_a_round_that_is_over_or_is_before_the_talks(db, held, secretary):
    over = held.make.session(meeting=held.second)
    held.session.happened = held.first.happened
    for session in (over, held.session):
        with pytest.raises(Refused):
            add_review_topic(
                db, actor=secretary, meeting=held.coming, held=session, issue=held.outcome.ref
            )


@on_sqlite
def test_only_agendas_that_one_may_change_and_link_are_offered(browser, make, held, author, lead):
    make.membership(user=author, dialogue=held.here, role=Role.AUTHOR)
    make.membership(user=author, dialogue=held.talks, role=Role.LEAD)
    held.member(lead, Role.AUTHOR)

    assert not browser.as_(author).get(REVIEW).select("select[name=held]")
    page = browser.post(ADD, {"held": str(held.session.id), "issue": "R1-C1"})
    assert "Choose one of these." in page.text
    assert not browser.as_(lead).get(REVIEW).select("button[name=issue]")
    browser.client.post(ADD)
    assert browser.client.post(ADD).status_code == 403
