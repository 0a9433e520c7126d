"""Whoever follows the links of the sample finds sound pages, and every link leads somewhere."""

import pytest

from app.accounts.models import Role
from app.accounts.policy import GRANTS, Permission
from tests.web.conftest import on_sqlite
from tests.web.crawl import Crawl, shape


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@pytest.fixture
def each(database_url: str) -> int:
    """How many addresses of a sort are opened."""
    return 3 if database_url.startswith("sqlite") else 1


@pytest.mark.parametrize("who", ["reader", "author", "lead", "admin", "outsider"])
def test_every_link_leads_to_a_sound_page(browser, accounts, who, each):
    crawl = Crawl(browser.as_(accounts[who]), "/harbour-dialogue", "/", each=each)

    count = sum(1 for _page in crawl.pages())

    assert count > 15
    assert not crawl.wrong, "\n".join(crawl.wrong)


@on_sqlite
def test_every_page_is_linked_from_some_other(browser, db, accounts):
    """A lead who is an administrator, too, finds whatever there is."""
    accounts["lead"].is_admin = True
    # A round whose minutes are confirmed, and one whose are open, with records of it; what passed
    # between the tracks; talks that were held, and those to come.
    refs = ("R1", "R6", "R7", "R6-S1", "R6-T1", "R6-A1", "R6-C3", "R6-C10", "H15", "M1")
    records = [f"/harbour-dialogue/{ref}" for ref in refs]
    records += [f"/harbour-talks/{ref}" for ref in ("R2", "R3-T1")]
    more = [f"/harbour-talks/{ref}/expectations" for ref in ("R2", "R3")]
    more.append("/harbour-dialogue/gaps?show=accepted")
    crawl = Crawl(browser.as_(accounts["lead"]), "/", *records, *more, each=3)
    reached = {shape(browser.app, url)[0] for url, _answer in crawl.pages()}
    views = browser.app.view_functions
    granted = GRANTS[Role.LEAD] | {Permission.ADMINISTER}
    pages = {
        rule.endpoint
        for rule in browser.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and getattr(views[rule.endpoint], "permission", None) in granted
    }

    assert not sorted(pages - reached)
