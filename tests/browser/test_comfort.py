"""What the script adds, that everything works without it, and how little is sent."""

import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from tests.browser.served import FULL, Site

MOST_REQUESTS, MOST_BYTES = 6, 100_000


def test_leaving_text_that_was_not_saved_is_asked_about(site: Site, visit: Callable[..., Page]):
    page = visit(site)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{site.url}/{FULL}/rounds/new")
    page.get_by_role("link", name="Home").click()
    expect(page).to_have_url(f"{site.url}/")
    assert not asked

    page.goto(f"{site.url}/{FULL}/rounds/new")
    page.get_by_role("group", name="Place").get_by_label("English").fill("Port Callan")
    page.get_by_role("link", name="Home").click(no_wait_after=True)
    expect(page.get_by_role("heading", name="Log a round")).to_be_visible()
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())


def test_a_refused_form_leads_to_what_is_wrong(site: Site, visit: Callable[..., Page]):
    page = visit(site)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.url}/{FULL}/rounds/new")
    page.get_by_label("Began").fill("yesterday")
    page.get_by_role("button", name="Log the round").click()

    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Began")).to_be_focused()
    expect(page.get_by_label("Began")).to_have_attribute("aria-invalid", "true")


def test_the_first_stop_skips_to_the_content(site: Site, visit: Callable[..., Page]):
    page = visit(site)
    page.goto(f"{site.url}/{FULL}/R5")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_chosen_filter_narrows_the_register_and_keeps_the_focus(
    site: Site, visit: Callable[..., Page]
):
    page = visit(site)
    page.goto(f"{site.url}/{FULL}/actions")
    page.get_by_label("Side").select_option("AV")

    expect(page).to_have_url(re.compile("side=AV"))
    expect(page.get_by_label("Side")).to_be_focused()


def test_without_javascript_one_signs_in_filters_and_logs_a_round(
    fresh_site: Site, visit: Callable[..., Page]
):
    page = visit(fresh_site, "secretary", java_script_enabled=False)
    page.get_by_role("link", name="Harbour Dialogue on AI and Maritime Security").first.click()

    page.get_by_role("link", name="Consensus", exact=True).click()
    page.get_by_role("link", name="Diverging").click()
    expect(page.locator("table.agreed tbody tr")).to_have_count(5)

    page.get_by_role("link", name="Rounds", exact=True).click()
    page.get_by_role("link", name="Log a round").click()
    page.get_by_label("Began").fill("2026-10")
    page.get_by_role("button", name="Log the round").click()
    expect(page.locator("h1")).to_have_text("Round 8")
    expect(page.locator("main")).to_contain_text("October 2026")


def test_a_first_visit_sends_little(site: Site, visit: Callable[..., Page]):
    page = visit(site)
    wire = page.context.new_cdp_session(page)
    addresses: set[str] = set()
    sizes: list[float] = []
    wire.on("Network.requestWillBeSent", lambda said: addresses.add(said["request"]["url"]))
    wire.on("Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    page.goto(f"{site.url}/{FULL}/R5", wait_until="networkidle")

    # Chromium asks for the icon a second time: addresses are counted, but every byte.
    assert f"{site.url}/static/favicon.svg" in addresses
    assert len(addresses) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES
