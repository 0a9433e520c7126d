"""Reading the page of a register: what is on it, and what is counted beside it."""

from bs4 import BeautifulSoup

from tests.pages import words


def refs(page: BeautifulSoup) -> list[str]:
    """The references of the items listed, in their order."""
    return [str(row["id"]) for row in page.select("table.agreed tbody tr, ol.reading > li")]


def matching(page: BeautifulSoup) -> list[str]:
    return [str(row["id"]) for row in page.select("ol.reading > li:not(.unmatched)")]


def counts(page: BeautifulSoup) -> dict[str, dict[str, int]]:
    """By facet and value, as printed."""
    return {
        words(facet.summary): {
            words(value.select_one(".value")): int(words(value.select_one(".num")))
            for value in facet.select("li")
        }
        for facet in page.select(".facets > details")
    }


def link(page: BeautifulSoup, facet: str, value: str) -> str:
    """The address behind one count."""
    for shown in page.select(".facets > details"):
        if words(shown.summary) == facet:
            for option in shown.select("li > a"):
                if words(option.select_one(".value")) == value:
                    return str(option["href"])
    raise AssertionError(f"{facet}: {value}")
