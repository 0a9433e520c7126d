"""Pictures of every page, to look at: `python -m tests.browser.screens FOLDER [ENDPOINT…]`."""

import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.conftest import sign_in
from tests.browser.served import EMPTY, FULL, KEEPER, Site, filled, served

LOCALES, WIDTHS = ("en", "zh-Hans"), (1280, 390)


def take(page: Page, site: Site, folder: Path, wanted: set[str]) -> None:
    for locale, slug in product(LOCALES, (FULL, EMPTY)):
        page.goto(site.url)
        page.locator(f"button[value={locale}]").click()
        for endpoint, address in site.pages[slug].items():
            if wanted and endpoint not in wanted:
                continue
            if slug == EMPTY and address == site.pages[FULL][endpoint]:
                continue
            page.goto(site.url + address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                name = f"{endpoint}-{slug.split('-')[0]}-{locale}-{width}.png"
                page.screenshot(path=folder / name, full_page=True)


def main(folder: str, *wanted: str) -> None:
    with (
        TemporaryDirectory() as place,
        served(filled(Path(place))) as site,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        Path(folder).mkdir(parents=True, exist_ok=True)
        page = browser.new_page()
        page.goto(f"{site.url}/sign-in")
        sign_in(page, site, KEEPER)
        take(page, site, Path(folder), set(wanted))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
