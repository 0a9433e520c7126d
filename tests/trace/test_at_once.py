"""Two who settle, redraw or withdraw one link at the same moment."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.dialogues.models import Track
from app.trace.models import TraceLink
from tests.pages import words
from tests.trace.posting import posted_at_once

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def claim(make, secretary):
    harbour = make.dialogue(slug="harbour")
    talks = make.dialogue(slug="ministers", track=Track.GOVERNMENT)
    for dialogue in (harbour, talks):
        make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    later = make.round(dialogue=talks, happened="2025-06-01")
    make.round(dialogue=talks, happened="2025-07-01")
    return make.link(earlier=make.round(dialogue=harbour), later=later)


@pytest.mark.parametrize(
    ("first", "other", "answers"),
    [
        ("still-holds", "still-holds", [{302}]),
        ("withdraw", "withdraw", [{302, 404}]),
        ("still-holds", "withdraw", [{302}, {302, 404}]),
    ],
)
def test_whoever_comes_second_finds_the_link_as_it_is_by_then(
    browser, db, secretary, claim, first, other, answers
):
    address = f"/harbour/R1/links/{claim.id}"
    browser.as_(secretary)

    found = posted_at_once(browser, (f"{address}/{first}", {}), (f"{address}/{other}", {}))

    assert set(found) in answers, found
    db.commit()
    left = db.scalar(sa.select(sa.func.count()).select_from(TraceLink))
    assert left == (0 if "withdraw" in (first, other) else 1)


@on_sqlite
def test_who_redraws_what_another_edited_sees_both_texts(browser, secretary, claim):
    address = f"/harbour/R1/links/{claim.id}"
    page = browser.as_(secretary).get(f"{address}/redraw")
    began = page.select_one("#revision")["value"]
    given = {"kind": "groundwork", "basis": "inferred", "status": "proposed", "revision": began}
    browser.post(f"{address}/edit", given | {"rationale": "Their words."}, to="/harbour/R1/trace")

    more = {"address": "ministers/R2", "rationale": "My words."}
    page = browser.post(f"{address}/redraw", given | more)

    told = [[words(cell) for cell in row.select("th, td")] for row in page.select(".conflict tr")]
    assert ["Rationale", "Their words.", "My words."] in told
    assert ["or its address", "ministers/R1", "ministers/R2"] in told
    now = page.select_one("#revision")["value"]
    browser.post(f"{address}/redraw", given | more | {"revision": now}, to="/harbour/R1/trace")
