"""Somebody who works with the keyboard alone."""

from playwright.sync_api import Page

# What a screen reader says of the element that has the focus: the group it stands in, its name.
SPOKEN = """() => {
  const here = document.activeElement;
  const group = here.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  const labels = [...(here.labels ?? [])].map((label) => label.innerText);
  const name = here.ariaLabel || labels.join(" ") || here.innerText || here.value || "";
  return [group, name].map((words) => words.replace(/\\s+/g, " ").trim());
}"""
CHOSEN = "document.activeElement.selectedOptions[0].text"
MOST_STOPS = 200


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def spoken(self) -> tuple[str, str]:
        group, name = self.page.evaluate(SPOKEN)
        return group, name

    def to(self, name: str, *, group: str = "") -> None:
        """Tab on to the next stop whose name, and whose group's, start in this way."""
        passed = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            around, here = self.spoken()
            if here.startswith(name) and around.startswith(group):
                return
            passed.append(here)
        raise AssertionError(f"{name!r} was not among {passed}")

    def press(self, name: str) -> None:
        """Follow the link or press the button of that name; the next page has come."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, words: str, *, group: str = "") -> None:
        self.to(name, group=group)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, name: str, words: str, *, group: str = "") -> None:
        """Go down a list to the first choice that starts with these words."""
        self.to(name, group=group)
        self.page.keyboard.press("Home")
        seen = []
        while not (chosen := self.page.evaluate(CHOSEN)).startswith(words):
            assert chosen not in seen, f"{words!r} was not among {seen}"
            seen.append(chosen)
            self.page.keyboard.press("ArrowDown")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()
