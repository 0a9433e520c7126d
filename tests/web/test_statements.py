"""How many statements a page takes does not depend on how much there is to show."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.dialogues.models import Dialogue, Track
from app.handovers.models import Direction
from app.people.models import Naming
from app.rounds.models import Round
from app.topics.models import Topic
from app.trace.models import Basis, LinkKind
from tests.conftest import statements
from tests.make import Make

PAGES = {
    "home": "/",
    "dialogue": "/here",
    "round": "/here/R1",
    "session": "/here/R1-S1",
    "agenda topic": "/here/R1-T1",
    "item": "/here/R1-C1",
    "action": "/here/R1-A1",
    "document": "/here/R1-D1",
    "consensus register": "/here/consensus",
    "consensus by topic": "/here/consensus?topic=ZZ&text=Title",
    "action register": "/here/actions?state=all",
    "attendance": "/here/attendance",
    "people": "/people",
    "person": "/people/1",
    "institutions": "/institutions",
    "institution": "/institutions/1",
    "topics": "/topics",
    "topic": "/topics/ZZ",
    "sources": "/here/sources",
    "trace": "/here/R1/trace?all=1",
    "history": "/here/R1/history",
    "report": "/here/report",
    "report as docx": "/here/report/docx",
    "new item": "/here/consensus/new?meeting=R1",
    "new action": "/here/actions/new?meeting=R1",
    "new link": "/here/R1/links/new",
    "new attendee": "/here/R1/attendance/new",
    "edit round": "/here/R1/edit",
    "attendance in full": "/here/attendance?of=99&least=1&bars=sector",
    "pasted roster": "/here/R1/roster",
    "copied roster": "/here/R1/roster/copy",
    "agenda": "/here/R1/agenda",
    "plan a round": "/here/rounds/plan",
    "confirming": "/here/R1/confirm",
    "sheets": "/here/R1/sheets?sheet=minutes",
    "sheet as docx": "/here/R1/sheets/minutes/docx",
    "calendar file": "/here/calendar.ics",
    "item as of": "/here/R1-C1?as_of=R1",
    "translate": "/here/R1-C1/wordings/translate",
    "open brackets": "/here/consensus/brackets",
    "resolve brackets": "/here/R1-C1/brackets/resolve",
    "bracket reason": "/here/R1-C1/brackets/reason",
    "register narrowed": (
        "/here/consensus?mode=reading&standing=agreed&agenda=no-record&since=2024"
    ),
    "ledger": "/here/ledger?since=2024",
    "awaiting": "/here/awaiting?side=AV",
    "decisions": "/here/decisions",
    "circulate": "/here/R1-C1/silence/new",
    "split": "/here/R1-C1/split",
    "supersede": "/here/R1-C1/supersede",
    "look again": "/here/R1-C1/review",
    "hand-overs": "/here/handovers",
    "hand-over": "/here/H1",
    "new hand-over": "/here/handovers/new?of=R1-C1",
    "to one side only": "/here/handovers/one-side-only",
    "stability": "/here/stability",
    "matters": "/here/matters",
    "matter": "/here/M1",
    "gaps": "/here/gaps",
    "brief": "/talks/R1/brief",
    "brief as docx": "/talks/R1/brief/docx",
    "review sheet": "/talks/R1/review",
    "suspect links": "/here/links/suspect",
    "links in bulk": "/here/links/bulk?with=talks",
    "expectations": "/talks/R1/expectations",
}


@pytest.fixture
def here(make: Make, lead):
    here = make.dialogue(slug="here")
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    for dialogue in (here, talks):
        make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    make.topic(code="ZZ")
    make.round(dialogue=here, happened="2025-01")
    return here


def grow(make: Make, db: Session, here, talks, times: int) -> None:
    """More of everything, at the first round and at others."""
    zeta = db.scalars(sa.select(Topic).where(Topic.code == "ZZ")).one()
    first = db.scalars(
        sa.select(Round).where(Round.in_dialogue_id == here.id, Round.ref == "R1")
    ).one()
    for _time in range(times):
        person = make.person(dialogue=here)
        make.affiliation(person=person, institution=make.institution())
        other = make.round(dialogue=here, happened="2025-02")
        for meeting in (first, other):
            attended = make.attendance(
                round=meeting, person=make.person(dialogue=here), naming=Naming.PUBLIC
            )
            make.affiliation(person=attended.person)
            make.attendance(round=meeting, group="a few")
            topic = make.agenda_topic(meeting=meeting)
            make.moderator(session=topic.session, attendance=attended)
            topic.topics.append(zeta)
            item = make.consensus_item(agenda_topic=topic, endorsed_by_all=True, topics=[zeta])
            wording = make.wording(item=item)
            make.position(wording=wording, person=attended.person)
            below = make.consensus_item(agenda_topic=topic, parent_id=item.id)
            action = make.action(
                meeting=meeting, origin=item, owners=[attended.person, make.institution(), "Group"]
            )
            make.action_update(action=action, reported_at=meeting)
            paper = make.document(meeting=meeting)
            for record in (meeting, topic, item, action, paper, below):
                make.citation(record=record)
        make.team_member(side=here.sides[0], person=person)
        make.topic(parent=zeta)
        later = make.round(dialogue=talks, happened="2025-03")
        make.link(earlier=first, later=later)
        make.link(earlier=later, later=other, kind=LinkKind.REVIEW)
        make.link(earlier=first, later=other, kind=LinkKind.FOLLOWS_FROM)
        sent = make.handover(
            dialogue=here,
            meant_for=later,
            wordings=[wording],
            papers=[paper],
            source=make.source(),
            from_side=here.sides[0],
            to_side=here.sides[1],
        )
        make.handover(dialogue=here, answers=sent, direction=Direction.FROM_GOVERNMENT)
        make.link(earlier=item, later=later, basis=Basis.DOCUMENTED, source=None, evidence=sent)
        expected = make.agenda_topic(meeting=later)
        for record in (later, expected):
            make.expectation(record=record, held_by=here)
        make.matter(dialogue=here, records=[first, item, later, sent, paper], topics=[zeta])
    db.commit()
    db.expire_all()


def counted(browser) -> dict[str, int]:
    found = {}
    for name, url in PAGES.items():
        with statements() as sent:
            assert browser.client.get(url).status_code == 200, url
        found[name] = len(sent)
    return found


def test_a_page_takes_as_many_statements_for_five_times_as_much(browser, db, make, here, lead):
    talks = db.scalars(sa.select(Dialogue).where(Dialogue.slug == "talks")).one()
    browser.as_(lead)
    grow(make, db, here, talks, 1)
    counted(browser)  # whatever is kept from the first time is kept
    few = counted(browser)

    grow(make, db, here, talks, 4)
    many = counted(browser)

    for name, count in many.items():
        print(f"{name:20} {few[name]:3} {count:3}")  # noqa: T201 (for pytest -s)
    assert many == few
    # On SQLite, BEGIN is one of them.
    assert many["round"] <= 13
