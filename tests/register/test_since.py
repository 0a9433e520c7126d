"""What is new in a register since a day, a round or the last report."""

import pytest

from app.accounts.models import Role
from app.consensus.models import Method, Stance
from app.partial_date import PartialDate
from app.records.models import DocumentKind
from tests.pages import words
from tests.register.narrow import refs

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make, lead):
    here = make.dialogue(slug="here")
    make.membership(user=lead, dialogue=here, role=Role.LEAD)
    return here


@pytest.fixture
def read(browser, lead):
    return lambda query: browser.as_(lead).get(f"/here/consensus{query}")


def test_since_a_day_are_wordings_positions_and_withdrawals_dated_after_it(read, make, here):
    meeting = make.round(dialogue=here, happened="2023-05-05")
    old, worded, answered, withdrawn, silent = (
        make.consensus_item(meeting=meeting, text=None) for _ in range(5)
    )
    for item in (old, worded, answered, withdrawn, silent):
        wording = make.wording(item=item, happened="2023-05-05")
        make.position(wording=wording, happened="2023-05-06")
    make.wording(item=worded, happened="2024-03-01")
    make.position(wording=answered.wordings[0], happened="2024-02-15")
    withdrawn.withdrawn_on, withdrawn.withdrawn_because = PartialDate("2024-06"), "Overtaken."
    make.position(
        wording=silent.wordings[0], side=here.sides[1], stance=Stance.SOUGHT,
        happened="2024-02-01", method=Method.SILENCE, deadline="2024-02-20",
    )  # fmt: skip

    since = [worded.ref, answered.ref, withdrawn.ref, silent.ref]
    assert sorted(refs(read("?since=2024-02-14"))) == sorted(since)
    # What a day known to the month holds is not after the month.
    assert refs(read("?since=2024-02")) == [withdrawn.ref, worded.ref]
    assert refs(read("?since=2024-02-14&as_of=2024-02-16")) == [answered.ref]
    assert "New since 14 February 2024" in words(read("?since=2024-02-14").select_one(".chips"))


@ON_SQLITE
def test_since_the_last_report_is_also_what_was_recorded_after_it(read, make, here):
    meeting = make.round(dialogue=here, happened="2023-05-05")
    make.consensus_item(meeting=meeting, text=None)
    late = make.consensus_item(meeting=meeting, text=None)
    make.wording(item=late, happened="2023-05-05")  # recorded in 2026
    report = make.document(
        meeting=None, dialogue=here, document_kind=DocumentKind.INTERIM_REPORT,
        happened="2024-04-06",
    )  # fmt: skip

    page = read("?since=report")

    assert refs(page) == [late.ref]
    chips = words(page.select_one(".chips"))
    assert f"New since the interim report {report.ref} of 6 April 2024" in chips
    assert refs(read("?since=2024-04-06")) == []
