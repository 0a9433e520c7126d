"""Two who change what belongs to a matter at the same moment."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.matters.models import MatterRecord
from tests.trace.posting import posted_at_once


@pytest.mark.parametrize(
    ("first", "answers"),
    [(("remove", {}), [{302, 404}]), (("stage", {"stage": "talks"}), [{302}, {302, 404}])],
)
def test_whoever_comes_second_finds_that_it_is_gone(browser, db, make, secretary, first, answers):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    make.matter(dialogue=here, records=[make.round(dialogue=here)])
    browser.as_(secretary)
    page, given = first

    found = posted_at_once(
        browser, (f"/here/M1/{page}?record=R1", given), ("/here/M1/remove?record=R1", {})
    )

    assert set(found) in answers, found
    db.commit()
    assert db.scalars(sa.select(MatterRecord)).all() == []
