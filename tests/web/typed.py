"""What a browser would send of a page's form, and what one can type into its fields."""

from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import MultiDict

FORM = "application/x-www-form-urlencoded"
TEXT_TYPES = {"text", "search", "url", "email", "number", "password"}


def main_form(page: BeautifulSoup) -> Tag:
    """The form that the page is about: one that sends, in the main part."""
    return page.select("main form.form[method=post], main form[method=post]")[0]


def fields(form: Tag) -> Iterator[Tag]:
    for tag in form.select("input[name], textarea[name], select[name]"):
        if tag.get("type") not in ("submit", "button", "reset"):
            yield tag


def is_text(tag: Tag) -> bool:
    return tag.name == "textarea" or (tag.name == "input" and tag.get("type", "text") in TEXT_TYPES)


def typed_in(tag: Tag) -> str:
    """What stands in a text field."""
    if tag.name == "textarea":
        # A browser leaves out the line end that follows the tag.
        return tag.get_text().removeprefix("\r").removeprefix("\n")
    return str(tag.get("value", ""))


def as_sent(form: Tag, typing: Callable[[Tag], str | None] = lambda tag: None) -> MultiDict:
    """All that the form sends; `typing` says what is put into a field, None: as it stands."""
    sent: MultiDict = MultiDict()
    for tag in fields(form):
        name, new = str(tag["name"]), typing(tag)
        if new is not None:
            sent.add(name, new)
        elif tag.name == "select":
            chosen = tag.select("option[selected]")
            if not chosen and not tag.has_attr("multiple"):
                chosen = tag.select("option")[:1]
            for option in chosen:
                sent.add(name, str(option["value"]))
        elif tag.get("type") in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                sent.add(name, str(tag.get("value", "y")))
        else:
            sent.add(name, typed_in(tag))
    return sent


def complaints(page: BeautifulSoup) -> set[str]:
    """The ids of the fields beside which something is said; the form itself is ``."""
    beside = {str(tag["id"]).removesuffix("-error") for tag in page.select("[id$='-error']")}
    return beside | ({""} if page.select(".error-summary") else set())
