"""Notes that are being typed: what becomes of them when something goes wrong meanwhile."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import WIDE, sign_in
from tests.browser.served import FULL, KEEPER, Filled, Site

NEW, OLD = f"/{FULL}/rounds/notes", f"/{FULL}/R7/notes"
Open = Callable[..., BrowserContext]


@pytest.fixture
def at_work(chromium: Browser) -> Iterator[Open]:
    """`at_work(site, name)`: a browser in which one is signed in.

    Its console is not listened to: a lost connection is complained of there.
    """
    with ExitStack() as contexts:

        def open_browser(site: Site, name: str = KEEPER, **options: Any) -> BrowserContext:
            context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB"} | options)
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.goto(f"{site.url}/sign-in")
            sign_in(page, site, name)
            page.close()
            return context

        yield open_browser


def tab(context: BrowserContext, site: Site, address: str = NEW) -> Page:
    page = context.new_page()
    page.goto(site.url + address)
    return page


def write(page: Page, text: str) -> None:
    """Type at the end of the notes, as with keys."""
    page.locator("#notes").press("Control+End")
    page.keyboard.insert_text(text)


def says(page: Page, words: str) -> None:
    state = page.locator("#save-state [data-state]:visible")
    expect(state).to_contain_text(words, timeout=20_000)


def holds(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("#notes")).to_have_value(re.compile(re.escape(text)))


def kept_in_browser(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).length"))


def test_typing_outlives_a_lost_connection_and_a_closed_browser(fresh_site: Site, at_work: Open):
    context = at_work(fresh_site)
    page = tab(context, fresh_site)
    write(page, "- Before the break\n")
    says(page, "Saved")
    expect(page.locator(".made")).to_contain_text("Before the break")
    assert kept_in_browser(page) == 0

    context.set_offline(True)
    write(page, "- While nobody answered\n")
    says(page, "no connection")
    page.get_by_role("button", name="Preview").click()
    holds(page, "- While nobody answered")
    assert kept_in_browser(page) == 1
    context.set_offline(False)

    says(page, "Saved")
    assert kept_in_browser(page) == 0
    page.reload()
    holds(page, "- Before the break\n- While nobody answered")

    context.set_offline(True)
    write(page, "- In the browser alone\n")
    says(page, "no connection")
    page.close()
    context.set_offline(False)
    page = tab(context, fresh_site)
    expect(page.locator("#kept")).to_contain_text("did not reach the server")
    page.get_by_role("button", name="Put it into the boxes").click()
    holds(page, "- While nobody answered\n- In the browser alone")
    says(page, "Saved")
    page.reload()
    holds(page, "- In the browser alone")
    # What stood in the box was kept in exchange, until it is thrown away.
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("#kept")).to_be_hidden()
    assert kept_in_browser(page) == 0


def test_typing_goes_on_through_an_expired_sign_in(fresh_site: Site, at_work: Open):
    context = at_work(fresh_site)
    page = tab(context, fresh_site, OLD)
    # An answer that is still on its way would bring the cookie back.
    page.wait_for_load_state("networkidle")
    context.clear_cookies()
    write(page, "\n- Typed when signed out")
    says(page, "you are signed out")
    page.get_by_role("button", name="Preview").click()
    says(page, "you are signed out")
    holds(page, "- Typed when signed out")

    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value, fresh_site, KEEPER)
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    says(page, "Saved")
    page.get_by_role("button", name="Preview").click()
    says(page, "Draft saved")
    expect(page.locator(".made")).to_contain_text("Typed when signed out")
    page.reload()
    holds(page, "- Typed when signed out")


def test_a_second_tab_takes_nothing_from_the_first(fresh_site: Site, at_work: Open):
    context = at_work(fresh_site)
    first, second = (tab(context, fresh_site) for _number in range(2))
    write(first, "- From the first tab")
    says(first, "Saved")

    write(second, "- From the second tab")
    says(second, "another tab saved another text")
    second.get_by_role("button", name="Preview").click()

    expect(second.locator("#overtaken-notes")).to_have_value("- From the first tab")
    holds(second, "- From the second tab")
    write(second, "\n- From the first tab")
    says(second, "Saved")
    first.reload()
    holds(first, "- From the second tab\n- From the first tab")


def test_two_people_see_each_others_drafts_and_keep_their_own(fresh_site: Site, at_work: Open):
    keeper, secretary = (at_work(fresh_site, name) for name in (KEEPER, "secretary"))
    hers, his = tab(secretary, fresh_site, OLD), tab(keeper, fresh_site, OLD)
    write(hers, "\n- Hers")
    says(hers, "Saved")
    write(his, "\n- His")
    says(his, "Saved")

    his.get_by_role("link", name="Draft of Selma Secretary").click()
    expect(his.get_by_label("Notes")).to_have_value(re.compile("- Hers$"))
    his.go_back()
    holds(his, "- His")
    write(hers, "!")
    hers.get_by_role("link", name="Draft of Keeper").click()
    expect(hers.get_by_label("Notes")).to_have_value(re.compile("- His$"))
    hers.get_by_role("link", name="To your own notes").click()
    holds(hers, "- Hers!")


def test_the_number_of_a_line_leads_to_it(fresh_site: Site, at_work: Open):
    page = tab(at_work(fresh_site), fresh_site)
    lines = [f"- Topic {number}" for number in range(1, 200)]
    page.locator("#notes").fill("\n".join([*lines[:150], "! nobody", *lines[150:]]))
    says(page, "Saved")

    page.locator("[data-line='151']").click()

    chosen = "(box) => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert page.locator("#notes").evaluate(chosen) == "! nobody"
    assert page.locator("#notes").evaluate("(box) => box.scrollTop") > 1000


def test_without_a_script_the_button_keeps_the_draft(fresh_site: Site, at_work: Open):
    page = tab(at_work(fresh_site, java_script_enabled=False), fresh_site)
    page.locator("#notes").fill("- A topic")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".made")).to_contain_text("A topic")

    page.goto(fresh_site.url + NEW)
    expect(page.locator("#notes")).to_have_value("- A topic")
    page.get_by_text("Discard the draft").click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#notes")).to_have_value("")


class Server:
    """The application in a process of its own, which can be killed."""

    def __init__(self, database: Path, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "test-only"}
        own |= {"INSECURE_COOKIES": "1", "THROUGHLINE_INSTANCE": str(folder)}
        self.environment = os.environ | own

    def start(self) -> None:
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture
def mortal(database: Filled, tmp_path: Path) -> Iterator[Server]:
    server = Server(Path(shutil.copy(database.path, tmp_path)), tmp_path)
    server.start()
    yield server
    server.kill()


def test_typing_goes_on_through_the_death_of_the_server(
    mortal: Server, database: Filled, at_work: Open
):
    site = Site(mortal.url, database.passwords, {})
    page = tab(at_work(site), site)
    write(page, "- Before\n")
    says(page, "Saved")

    mortal.kill()
    write(page, "- After\n")
    says(page, "Not saved")
    mortal.start()

    says(page, "Saved")
    page.reload()
    holds(page, "- Before\n- After")
