"""The main job is done from the first page to the last without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.served import FULL, Site


@pytest.fixture
def keyboard(fresh_site: Site, visit: Callable[..., Page]) -> Keyboard:
    return Keyboard(visit(fresh_site, name=""))


def test_a_round_is_logged_and_followed_to_the_governments_talks(
    fresh_site: Site, keyboard: Keyboard
):
    page = keyboard.page
    sign_in(keyboard, fresh_site)
    log_round(keyboard)
    assert keyboard.heading == "Round 8"
    log_session_and_topic(keyboard)
    add_attendee(keyboard)
    expect(page.locator("#attendance + * ~ *", has_text="Orsel Vantreight").first).to_be_visible()
    record_item(keyboard)
    expect(page.locator("#R8-C1 .badge-standing")).to_have_text("Agreed text")
    assign_action(keyboard)
    expect(page.locator("#R8-A1")).to_contain_text("before round 9")

    keyboard.press("R8-C1 Names of the contact points")
    link_to_the_talks(keyboard)

    # From the item, by its trace, to the governments' round and back.
    assert page.url.endswith(f"/{FULL}/R8-C1/trace")
    keyboard.press("Record")
    assert keyboard.heading == "Names of the contact points"
    keyboard.press("Trace")
    keyboard.press("R2 Second talks")
    assert keyboard.heading.startswith("Round 2: Second talks")
    assert "/harbour-talks/R2" in page.url
    keyboard.press("R8-C1 Names of the contact points")
    assert keyboard.heading == "Names of the contact points"


def sign_in(keyboard: Keyboard, site: Site) -> None:
    keyboard.write("Name", "secretary")
    keyboard.write("Password", site.passwords["secretary"])
    with keyboard.page.expect_navigation():
        keyboard.page.keyboard.press("Enter")
    assert keyboard.heading == "Home"
    keyboard.press("Harbour Dialogue on AI and Maritime Security")


def log_round(keyboard: Keyboard) -> None:
    keyboard.press("Log a round")
    keyboard.write("Began", "2026-10-05")
    keyboard.choose("Status", "Held")
    keyboard.write("English", "Port Callan, Averra", group="Place")
    keyboard.press("Log the round")


def log_session_and_topic(keyboard: Keyboard) -> None:
    keyboard.press("Add a session")
    keyboard.write("English", "After the second talks", group="Theme")
    keyboard.press("Add the session")
    keyboard.press("Add an agenda topic to R8-S2")
    keyboard.write("English", "Contact points", group="Topic")
    keyboard.choose("Result", "Agreed")
    keyboard.press("Add the topic")


def add_attendee(keyboard: Keyboard) -> None:
    keyboard.press("Add an attendee")
    keyboard.write("Person", "Orsel Vantreight")
    keyboard.choose("Side", "Averra")
    keyboard.choose("May be named", "Named publicly")
    keyboard.press("Add")


def record_item(keyboard: Keyboard) -> None:
    keyboard.press("Record an item under R8-T1")
    words = "Each side names its contact point to the other."
    keyboard.write("English", words, group="Wording")
    keyboard.write("English", "Names of the contact points", group="Short title")
    keyboard.choose("Position of Averra", "Endorsed")
    keyboard.choose("Position of Senning", "Endorsed")
    keyboard.press("Record the item")


def assign_action(keyboard: Keyboard) -> None:
    keyboard.press("Assign an action under R8-T1")
    keyboard.write("English", "Send the names", group="What is to be done")
    keyboard.choose("Side", "Senning")
    keyboard.write("Or before round", "9")
    keyboard.press("Assign")


def link_to_the_talks(keyboard: Keyboard) -> None:
    keyboard.press("Link an earlier record")
    keyboard.write("or its address", "harbour-talks/R2")
    keyboard.choose("Kind of link", "Review")
    keyboard.choose("Why is it believed?", "Inferred")
    keyboard.write("Rationale", "The second talks left the names open.")
    keyboard.press("Make the link")
