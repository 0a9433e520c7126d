"""Every page can be used by everybody: in each language, wide and narrow, full and empty."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, overflow
from tests.browser.served import EMPTY, FULL, STRANGER, Site

axe = Axe()
OPTIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> Iterator[str]:
    for found in axe.run(page, options=OPTIONS).response["violations"]:
        yield f"{page.url}: {found['help']}: {found['nodes'][0]['html'][:200]}"


def in_language(page: Page, locale: str) -> Page:
    page.locator(f".languages button[value={locale}]").click()
    assert page.locator("html").get_attribute("lang") == locale
    return page


# Each page is looked at in each language, at each width and with much and little on it, though
# not in each of the eight combinations: that would take minutes.
@pytest.mark.parametrize(
    ("slug", "locale", "window"),
    [
        (FULL, "en", WIDE),
        (FULL, "zh-Hans", NARROW),
        (EMPTY, "en", NARROW),
        (EMPTY, "zh-Hans", WIDE),
    ],
)
def test_every_page_is_accessible_and_as_wide_as_its_window(
    site: Site, visit: Callable[..., Page], slug: str, locale: str, window: dict[str, int]
):
    page = in_language(visit(site), locale)

    wrong = []
    for address in site.pages[slug].values():
        if slug == EMPTY and address in site.pages[FULL].values():
            continue
        answer = page.goto(site.url + address)
        assert answer is not None
        assert answer.ok, address
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            if wider := overflow(page):
                wrong.append(f"{address}: {wider} pixels wider than {size['width']}")
            if size == window:
                wrong += violations(page)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("window", [WIDE, NARROW])
def test_pages_for_strangers_and_about_errors_are_too(
    site: Site, visit: Callable[..., Page], window: dict[str, int]
):
    page = visit(site, name="", viewport=window)

    wrong = list(violations(page))
    page.get_by_role("button", name="Sign in").click()
    wrong += violations(page)
    page.get_by_label("Name").fill(STRANGER)
    page.get_by_label("Password").fill(site.passwords[STRANGER])
    page.get_by_role("button", name="Sign in").click()
    for address in ("/", "/people", "/institutions", "/topics", "/nothing-here/R1", "/users"):
        page.goto(site.url + address)
        wrong += violations(page)
        assert overflow(page) == 0, address

    assert not wrong, "\n".join(wrong)
