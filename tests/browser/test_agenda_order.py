"""An agenda is arranged by dragging and by the keyboard, and each move is said."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.served import FULL, Site


def order(page: Page) -> list[list[str]]:
    """The topics' references, session by session, as they stand in the window."""
    sessions = page.locator("[data-session]").all()
    topics = "all => all.map(one => one.dataset.name)"
    return [held.locator("[data-topic]").evaluate_all(topics) for held in sessions]


def saved(page: Page) -> None:
    """Wait until the page is based on what it shows."""
    sessions = page.locator("[data-session]").evaluate_all(
        "all => all.map(held => held.dataset.session + ':' + [...held.querySelectorAll("
        "'[data-topic]')].map(one => one.dataset.topic)).join(';')"
    )
    expect(page.locator("form[data-agenda] [name=based_on]")).to_have_value(sessions)


def test_an_agenda_is_arranged_in_place(fresh_site: Site, visit: Callable[..., Page]):
    page = visit(fresh_site)
    page.goto(f"{fresh_site.url}/{FULL}/rounds/plan")
    page.get_by_role("group", name="Place").get_by_label("English").fill("Port Callan")
    page.get_by_role("button", name="Plan the round").click()
    expect(page).to_have_url(re.compile(r"/agenda$"))
    agenda = page.url
    page.get_by_role("button", name=re.compile("Bring back all")).click()
    expect(page.get_by_text("Nothing from earlier rounds is open")).to_be_visible()
    [first, second, *rest], *others = before = order(page)
    said = page.locator("[data-said]")

    # The mouse: the second topic above the first.
    page.locator(f"[data-name={second}] .topic-head").drag_to(
        page.locator(f"[data-name={first}]"), target_position={"x": 200, "y": 2}
    )
    expect(said).to_have_text(re.compile(f"^{second}: place 1 of {len(before[0])} in "))
    assert order(page) == [[second, first, *rest], *others]

    # The keyboard: down again with Alt, then into the next session by the button.
    keys = Keyboard(page)
    page.locator(f"[data-name={second}] a").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    assert order(page) == [[first, rest[0], second, *rest[1:]], *others]
    assert keys.spoken()[1].startswith(second)
    page.locator(f"[data-name={first}] a").focus()
    keys.to("Down")
    page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile(f"^{first}: place 2 of "))
    assert keys.spoken()[1] == f"Down {first}"
    wanted = [[rest[0], first, second, *rest[1:]], *others]
    assert order(page) == wanted

    saved(page)
    page.goto(agenda)
    assert order(page) == wanted

    # Another window still shows the agenda as it was before: nothing is lost, and it is said.
    other = page.context.new_page()
    other.goto(agenda)
    page.locator(f"[data-name={first}]").get_by_role("button", name="Up").click()
    expect(said).to_have_text(re.compile(f"^{first}: place 1 of "))
    saved(page)
    other.locator(f"[data-name={second}]").get_by_role("button", name="Up").click()
    expect(other.locator(".error-summary")).to_contain_text("Nothing was moved.")
    expect(other.locator(".conflict ol").first.locator("li").nth(1)).to_contain_text(second)
