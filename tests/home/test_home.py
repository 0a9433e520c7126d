"""The first page: what comes next, what is late, what awaits whom."""

from app.consensus.models import Stance
from app.consensus.standing import Standing
from app.dialogues.queries import dialogues
from app.home.queries import last_rounds, next_rounds, unsettled
from app.rounds.models import RoundStatus
from tests.conftest import statements


def test_an_item_awaits_the_side_that_has_not_answered(db, make):
    answered = make.consensus_item(positions={"AV": Stance.ENDORSED})
    make.consensus_item(dialogue=answered.dialogue, endorsed_by_all=True)

    found = unsettled(db, dialogues(db))

    assert list(found) == [Standing.AWAITING]
    [line] = found[Standing.AWAITING]
    assert (line.ref, [side.code for side in line.concerned]) == (answered.ref, ["SN"])


def test_rounds_to_come_stand_soonest_first_and_the_undated_last(db, make):
    dialogue = make.dialogue()
    for number, happened in ((3, None), (2, "2027"), (1, "2026-12")):
        make.round(dialogue=dialogue, number=number, happened=happened, status=RoundStatus.PLANNED)

    assert [one.number for one in next_rounds(db)] == [1, 2, 3]
    assert list(last_rounds(db)) == []


def test_the_first_page_says_it_all_in_a_constant_number_of_statements(
    browser, db, make, secretary
):
    dialogue = make.dialogue()
    make.membership(user=secretary, dialogue=dialogue, role="secretary")
    browser.as_(secretary)

    def fill(count: int) -> None:
        for _ in range(count):
            meeting = make.round(dialogue=dialogue)
            make.consensus_item(meeting=meeting, positions={"AV": Stance.SOUGHT})
            make.action(meeting=meeting, due="2020")

    counts = []
    for size in (1, 4):
        fill(size)
        db.commit()
        with statements() as sent:
            page = browser.get("/")
        counts.append(len([one for one in sent if one.startswith("SELECT")]))

    assert counts[0] == counts[1]
    assert len(page.select("#overdue ~ div tbody tr")) == 5
    assert "AV" in page.select_one("#unsettled").parent.text
