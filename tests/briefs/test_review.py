"""What stands on a review sheet after talks."""

import pytest

from app.briefs.commands import add_review_topic
from app.handovers.models import Match
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from app.rules import Refused
from app.trace.models import LinkKind
from tests.briefs.made import FORMATS, REVIEW, asked, row_of, text_of
from tests.conftest import statements

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
    assert "here/R1-C1 Notice · Here" in outcome
    assert "the later appears to reflect the earlier · The same words. · proposed" in outcome
    assert "reported by Side AV as raised" in outcome  # of the topic that it came under
    assert "Partial match" in outcome
    assert "Proposed topic: Notice in a day" in outcome
    point = row_of(page, "R1-D1, point 1")
    assert "In words that are near, not linked:" in point
    assert "taken up" not in point
    assert "nothing on record" in row_of(page, "R1-D1, point 2")
    assert "Of 7 outcomes and points, 0 are on an agenda" in page.text
    assert "and 7 have no review" in page.text
    matching = browser.get(f"{REVIEW}?only=y").select("table.review-sheet tbody tr")
    assert [tr.th.strong.text for tr in matching] == ["R1-C1", "R1-D1, point 1", "R1-D2, point 1"]


@on_sqlite
def test_what_is_linked_and_not_as_a_review_says_so(browser, make, held):
    later = make.consensus_item(meeting=held.next, title="Later")
    make.link(earlier=held.outcome, later=later, kind=LinkKind.FOLLOWS_FROM)

    row = row_of(browser.get(REVIEW), "R1-C1")

    assert "No review is on record. Linked, but not as a review:" in row
    assert f"here/{later.ref}: " in row


@on_sqlite
def test_a_review_at_a_round_that_was_cancelled_is_none(browser, make, held):
    topic = make.agenda_topic(session=held.session)
    make.link(earlier=held.outcome, later=topic, kind=LinkKind.REVIEW)
    held.next.status = RoundStatus.CANCELLED

    row = row_of(browser.get(REVIEW), "R1-C1")

    assert "Cancelled" in row
    assert "No review is on record." in row


@on_sqlite
def test_what_is_one_sides_own_goes_on_no_other_agenda(db, held, secretary):
    held.outcome.disclosure, held.outcome.side = Disclosure.SIDE, held.talks.sides[0]

    with pytest.raises(Refused, match="one side's own"):
        add_review_topic(
            db, actor=secretary, meeting=held.coming, held=held.session, issue=held.outcome.ref
        )


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
    # Where nothing was compared, nothing is said of where a point is not.
    assert "only in" not in words
    assert "not compared, and not put together with a point of the other" in words


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
