"""The illustrative round as somebody enters it who has only the forms."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True)
class Effort:
    """What it takes: pages that load, clicks, and fields that are filled, a paste being one."""

    loads: int
    clicks: int
    fields: int

    @property
    def total(self) -> int:
        return self.loads + self.clicks + self.fields


class Hand:
    """Works on a page as a person does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.fields = 0
        self.loaded: list[str] = []
        # Whatever was loaded before is told of by now, and is not counted late.
        page.goto("about:blank")
        page.on("domcontentloaded", lambda found: self.loaded.append(found.url))

    @property
    def effort(self) -> Effort:
        return Effort(len(self.loaded), self.clicks, self.fields)

    def open(self, address: str) -> None:
        self.page.goto(address, wait_until="domcontentloaded")

    def fill(self, name: str, text: str) -> None:
        self.fields += 1
        self.page.locator(f"main [name='{name}']").fill(text)

    def choose(self, name: str, *options: str) -> None:
        """Options by what stands at the beginning of their words, or by their value."""
        self.fields += 1
        field = self.page.locator(f"main select[name='{name}']")
        choice = (
            "(box, wanted) => [...box.options].filter((one) => wanted.some((words) =>"
            " one.value === words || one.text.startsWith(words))).map((one) => one.value)"
        )
        values = field.evaluate(choice, list(options))
        assert len(values) == len(options), (name, options, values)
        field.select_option(values)

    def press(self, button: str) -> None:
        """A button that sends the form, and the page that answers."""
        self.clicks += 1
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        assert not self.page.locator(".error-summary").count(), self.page.inner_text("main")

    def form(self, address: str, button: str, /, **given: Any) -> str:
        """Open a form, fill it and send it; texts are typed, tuples chosen. The page after it."""
        self.open(address)
        for name, value in given.items():
            name = name.replace("__", "-")
            self.choose(name, *value) if isinstance(value, tuple) else self.fill(name, value)
        self.press(button)
        return self.page.url


# The first six came for Averra, the others for Senning.
ROLES = {
    "Orsel Vantreight": "co-chair",
    "Maren Tolvasser": "moderator",
    "Idris Kallowby": "",
    "Liesl Marchbroke": "",
    "Calder Messenfold": "",
    "Sunniva Dreyholt": "rapporteur",
    "WENREN Shuoyan": "co-chair",
    "TANTAI Luqiu": "moderator",
    "BU Jinglan": "",
    "HUYAN Xie": "",
    "QIGUAN Lin": "",
    "QU Ruoting": "rapporteur",
}
SESSIONS = {
    "Terms and signals": ("Maren Tolvasser",),
    "Liability": ("TANTAI Luqiu",),
    "Near misses": ("Maren Tolvasser", "TANTAI Luqiu"),
}
Fields = dict[str, Any]
# By session; what is not said is left as the form has it.
TOPICS: list[tuple[int, Fields]] = [
    (1, {"title__en": "The glossary, third part", "topics": ("GP-1",), "format": ("term-review",),
         "summary__en": "Twelve terms were read in both languages; nine of them need no change.",
         "result": ("agreed",)}),
    (1, {"title__en": "The test signal in bad weather", "topics": ("GP-4",),
         "format": ("review-of-talks",), "result": ("agreed",)}),
    (2, {"title__en": "Who answers for an uncrewed vessel", "topics": ("AS-3-2",),
         "format": ("drafting",), "result": ("stalled",)}),
    (2, {"title__en": "Insurance of test voyages", "result": ("discussed",)}),
    (3, {"title__en": "Reports without names", "topics": ("TS-4",), "result": ("discussed",)}),
    (3, {"title__en": "A form for near misses", "topics": ("TS-4", "GP-4"),
         "format": ("drafting",), "result": ("agreed",)}),
]  # fmt: skip
# By topic.
ITEMS: list[tuple[int, Fields]] = [
    (1, {"text__en": "agreed to print the nine settled terms in one glossary", "verb": "agreed"}),
    (1, {"text__en": "the glossary [shall|SN: may] be handed to both port authorities",
         "level": ("preliminary",)}),
    (2, {"text__en": "agreed that the test signal is sent on the first Monday of each month",
         "verb": "agreed"}),
    (3, {"text__en": "who answers where no crew is aboard", "item_kind": ("divergence",)}),
    (4, {"text__en": "insurers of both sides should be heard before round 9",
         "item_kind": ("recommendation",)}),
    (5, {"text__en": "whether a report may be asked for by a court",
         "item_kind": ("divergence",)}),
    (5, {"text__en": "who keeps the reports after ten years", "item_kind": ("open-question",)}),
    (6, {"text__en": "both sides will try the form on ten voyages each",
         "item_kind": ("commitment",)}),
]  # fmt: skip
# By item: each side's words.
POSITIONS: list[tuple[int, str, Fields]] = [
    (4, "AV", {"statement__en": "the owner, whoever gave the order"}),
    (4, "SN", {"statement__zh-Hans": "由发出指令的一方承担责任"}),
    (6, "AV", {"statement__en": "never, or nobody will report"}),
    (6, "SN", {"statement__zh-Hans": "依各自法律，不得一概排除"}),
]
# By what each follows from.
ACTIONS: list[tuple[str, Fields]] = [
    ("C2", {"title__en": "send the clean glossary to both sides", "due": "2027-10-15",
            "owners-0-person": ("Sunniva Dreyholt",)}),
    ("T2", {"title__en": "report on the first three signals", "due_round": "9",
            "owners-0-person": ("QU Ruoting",)}),
    ("T3", {"title__en": "compare three national rules on ownership", "due": "2028-01-31",
            "owners-0-person": ("QIGUAN Lin",)}),
    ("T4", {"title__en": "name two insurers of each side", "due": "2027-12",
            "owners-0-person": ("Calder Messenfold",)}),
    ("T6", {"title__en": "try the form on ten voyages each", "due": "2028-06",
            "owners-0-side": ("AV",), "owners-1-side": ("SN",)}),
]  # fmt: skip
LINKS = [
    ("C3", "harbour-dialogue/R6-C2", "follows-from"),
    ("T2", "harbour-talks/R2-T1", "review"),
    ("T3", "harbour-talks/R2-T3", "review"),
]


def log_by_forms(hand: Hand, dialogue: str) -> None:
    """Each form opened at once by its address: a person clicks on the way to some of them."""
    meeting = hand.form(
        f"{dialogue}/rounds/new", "Log the round", happened="2027-09-14", ended="2027-09-15",
        place__en="Port Callan, Averra", co_hosts__en="University of Port Callan",
    )  # fmt: skip
    for number, (name, role) in enumerate(ROLES.items()):
        given: Fields = {"name": name, "side": ("AV" if number < 6 else "SN",)}
        given |= {"role": (role,)} if role else {}
        hand.form(f"{meeting}/attendance/new", "Add", **given)
    for number, (title, moderators) in enumerate(SESSIONS.items(), start=1):
        # A round has a first session from the beginning.
        address = f"{meeting}-S1/edit" if number == 1 else f"{meeting}/sessions/new"
        button = "Save" if number == 1 else "Add the session"
        hand.form(address, button, title__en=title, moderators=moderators)
    for number, given in TOPICS:
        hand.form(f"{meeting}-S{number}/topics/new", "Add the topic", **given)
    ref = meeting.rpartition("/")[2]
    for number, given in ITEMS:
        under = f"meeting={ref}&topic={ref}-T{number}"
        hand.form(f"{dialogue}/consensus/new?{under}", "Record the item", **given)
    for number, side, given in POSITIONS:
        known = {"side": (side,), "stance": ("not-recorded",)}
        hand.form(f"{meeting}-C{number}/positions/new", "Record it", **known, **given)
    for origin, given in ACTIONS:
        of = f"meeting={ref}&origin={ref}-{origin}"
        hand.form(f"{dialogue}/actions/new?{of}", "Assign", **given)
    for later, address, kind in LINKS:
        hand.form(
            f"{meeting}-{later}/links/new?direction=from", "Make the link",
            address=address, kind=(kind,), rationale="As the notes of round 8 say.",
        )  # fmt: skip
