"""What stands on a review sheet after talks, and putting it on an agenda."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.briefs.commands import add_review_topic
from app.handovers.models import Match
from app.records.models import Disclosure, DocumentKind
from app.rounds.models import AgendaTopic, RoundStatus, TopicFormat
from app.rules import Refused
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.briefs.made import FORMATS, Prepared, asked, text_of
from tests.conftest import statements

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REVIEW = "/talks/R1/review"
ADD = f"{REVIEW}/topics"
ADD_FORM = "form[action*='review/topics']"


class Held(Prepared):
    """The talks were held: two outcomes and two read-outs; a next round is planned."""

    def __init__(self, make) -> None:
        super().__init__(make)
        self.coming.status, self.coming.disclosure = RoundStatus.HELD, "public"
        self.outcome = make.consensus_item(
            agenda_topic=self.topic, title="Notice in a day", text="Notice is given in a day."
        )
        self.loose = make.consensus_item(meeting=self.coming, title="Another thing")
        make.link(
            earlier=self.item,
            later=self.outcome,
            kind=LinkKind.TAKEN_UP,
            basis=Basis.INFERRED,
            rationale="The same words.",
        )
        here, there = self.talks.sides
        known = {"meeting": self.coming, "document_kind": DocumentKind.READ_OUT}
        self.ours = make.document(
            points="Each side gives notice\nUseful\nPorts first", issued_by=here, **known
        )
        self.theirs = make.document(
            points="Each side will give notice\nUseful", issued_by=there, **known
        )
        self.next = make.round(dialogue=self.here, happened="2027-09", status=RoundStatus.PLANNED)
        self.session = make.session(meeting=self.next, title="Looking back")


@pytest.fixture
def held(make, browser, secretary):
    held = Held(make)
    held.member(secretary)
    browser.as_(secretary)
    return held


def row_of(page, key: str) -> str:
    return next(tr.text for tr in page.select("table.review-sheet tr") if key in tr.text)


def test_each_outcome_and_point_stands_beside_what_was_prepared(browser, make, held):
    """Question 10, by one address, on both databases."""
    make.handover(
        dialogue=held.here,
        wordings=[held.item.wordings[-1]],
        match=Match.PARTIAL,
        quoted="gives notice",
    )

    page = browser.get(REVIEW)

    outcome = row_of(page, "R1-C1")
    assert "R1-C1 Notice · Here" in outcome
    assert "the later appears to reflect the earlier · The same words. · proposed" in outcome
    assert "reported by Side AV as raised" in outcome  # of the topic that it came under
    assert "Partial match" in outcome
    assert "Proposed topic: Notice in a day" in outcome
    point = row_of(page, "R1-D1, point 1")
    assert "In words that are near, not linked:" in point
    assert "taken up" not in point
    assert "nothing on record" in row_of(page, "R1-D1, point 2")
    assert "Of 7 outcomes and points, 7 have no review" in page.text
    matching = browser.get(f"{REVIEW}?only=y").select("table.review-sheet tbody tr")
    assert [tr.th.strong.text for tr in matching] == ["R1-C1", "R1-D1, point 1", "R1-D2, point 1"]


def test_one_click_puts_an_issue_on_the_next_agenda_and_links_it(browser, db, held):
    offered = browser.get(f"{REVIEW}?only=y").select_one(ADD_FORM)
    url = offered["action"]
    known = {"held": offered.select_one("select option[selected]")["value"]}

    for _twice in range(2):
        browser.post(url, known | {"issue": "R1-C1"}, to=f"{REVIEW}?only=y")
        browser.post(ADD, known | {"issue": "R1-D1:2"}, to=REVIEW)
        browser.post(ADD, known | {"issue": "R1-D1:3"}, to=REVIEW)

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
    assert f"{topics[0].ref} Notice in a day" in row_of(page, "R1-C1")
    assert "No review is on record." in row_of(page, "R1-D1, point 1")
    assert "Of 7 outcomes and points, 4 have no review" in page.text


@on_sqlite
def test_words_that_are_not_public_stay_with_the_secretariat_there(browser, make, db, held):
    held.loose.disclosure = "public"

    for ref in (held.outcome.ref, held.loose.ref):
        browser.post(ADD, {"held": str(held.session.id), "issue": ref}, to=REVIEW)

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
def test_what_is_one_sides_own_goes_on_no_other_agenda(db, held, secretary):
    held.outcome.disclosure, held.outcome.side = Disclosure.SIDE, held.talks.sides[0]

    with pytest.raises(Refused, match="one side's own"):
        add_review_topic(
            db, actor=secretary, meeting=held.coming, held=held.session, issue=held.outcome.ref
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


@on_sqlite
def test_two_read_outs_stand_side_by_side_and_a_person_may_move_points(browser, held):
    def told(**choice: str) -> list[list[str]]:
        words = text_of(browser, f"{REVIEW}/md", **choice).split("| Where |")[1]
        rows = [line.strip("|").split("|") for line in words.splitlines()[2:] if "|" in line]
        return [[cell.strip() for cell in row] for row in rows]

    assert told() == [
        [
            "in both, as suggested: the words are near",
            "1. Each side gives notice",
            "1. Each side will give notice",
        ],
        ["in both, in the same words", "2. Useful", "2. Useful"],
        ["only in R1-D1", "3. Ports first", "no such point on record"],
    ]
    moved = told(apart="1-1", pair="3-1")
    assert moved[1] == [
        "in both, put together by hand",
        "3. Ports first",
        "1. Each side will give notice",
    ]
    assert moved[2][0] == "only in R1-D1"
    page = browser.get(f"{REVIEW}?apart=1-1&pair=3-1&pair=x&pair=9-9&here=R1-D1&there=R1-D1")
    by_hand = page.select_one("input[name=pair][type=checkbox][checked]")
    assert by_hand["value"] == "3-1"
    links = [link["href"] for link in page.select("a[download]")]
    assert all("pair=3-1" in link and "apart=1-1" in link for link in links)


@on_sqlite
def test_read_outs_without_a_language_in_common_are_not_compared(browser, make, held):
    held.theirs.points = make.document(points={"zh-Hans": "有益"}).points

    words = text_of(browser, f"{REVIEW}/md")

    assert "The two share no language" in words
    assert "in both" not in words.split("| Where |")[1]


@on_sqlite
def test_every_format_of_the_sheet_is_written(browser, held):
    for format_ in FORMATS:
        answer = asked(browser, f"{REVIEW}/{format_}")
        assert answer.status_code == 200
        assert "talks-R1-review-" in answer.headers["Content-Disposition"]


@on_sqlite
def test_a_sheet_takes_as_many_statements_for_ten_times_as_much(browser, make, db, held):
    def grow(times: int) -> None:
        for _time in range(times):
            topic = make.agenda_topic(session=held.topic.session, topics=[held.signals])
            outcome = make.consensus_item(agenda_topic=topic)
            item = make.consensus_item(meeting=held.second, topics=[held.signals])
            make.link(earlier=item, later=outcome)
            make.link(earlier=outcome, later=make.agenda_topic(meeting=held.next), kind="review")
            make.handover(dialogue=held.here, wordings=item.wordings)
            make.document(meeting=held.coming, points="One\nTwo", issued_by=held.talks.sides[0])
        db.commit()

    counts = []
    for more in (2, 18):
        grow(more)
        with statements() as sent:
            browser.get(REVIEW)
        counts.append(len([one for one in sent if one != "BEGIN"]))

    assert counts[0] == counts[1]
    assert counts[0] <= 40
