"""Chromium, and the application that it visits."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM, MISSING
from tests.browser.served import KEEPER, Filled, Site, filled, served
from tests.conftest import CI

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
# The page of an error is read on purpose.
ASKED_FOR = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


# Playwright keeps an event loop running in this thread. It ends with this folder, for Flask's
# contexts, which other tests open, cannot be closed beside one.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not os.access(CHROMIUM, os.X_OK):
        pytest.fail(MISSING) if CI else pytest.skip(MISSING)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The samples, imported once."""
    return filled(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="package")
def site(chromium: Browser, database: Filled) -> Iterator[Site]:
    """One server for all tests that only read."""
    with served(database) as found:
        yield found


@pytest.fixture
def fresh_site(chromium: Browser, database: Filled, tmp_path: Path) -> Iterator[Site]:
    """A server of the test's own, for what writes."""
    copy = Path(shutil.copy(database.path, tmp_path))
    with served(replace(database, path=copy)) as found:
        yield found


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(site, name)`: signed in under that name, on the first page.

    At the end, nothing may have been written to the console: no error, no breach of the policy.
    """
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ASKED_FOR.match(message.text):
            said.append(f"{message.page.url if message.page else ''}: {message.text}")

    with ExitStack() as contexts:

        def visit(site: Site, name: str = KEEPER, **options: Any) -> Page:
            context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB"} | options)
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            context.on("console", hear)
            context.on("weberror", lambda wrong: said.append(str(wrong.error)))
            page = context.new_page()
            page.goto(f"{site.url}/sign-in")
            if name:
                sign_in(page, site, name)
            return page

        yield visit
    assert not said, said


def sign_in(page: Page, site: Site, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(site.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
