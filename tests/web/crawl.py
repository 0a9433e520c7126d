"""Following the links of pages, as whoever reads them would."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Browser, check_page


def links(page: BeautifulSoup, address: str) -> list[str]:
    """Where the page leads within the site, without the places on a page."""
    found = (urljoin(address, str(tag["href"])) for tag in page.select("a[href]"))
    local = (url.partition("#")[0] for url in found if url.startswith("/"))
    return list(dict.fromkeys(url for url in local if not url.startswith("/static/")))


COMBINED = "…"
MOST_ASKED = 6


def shape(app: Flask, url: str) -> Any:
    """What addresses of one sort have in common: the endpoint, and what they ask.

    Filters lead on to filters: whatever asks for more than one thing at once is of one sort.
    """
    parts = urlsplit(url)
    try:
        endpoint, _values = app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return url
    asked = sorted(parse_qs(parts.query))
    return endpoint, *(asked if len(asked) < 2 else [COMBINED])


class Crawl:
    """All that can be reached from `start`: at most `each` addresses of a sort.

    Without `each` it is every page; of what is asked of one, MOST_ASKED, for filters have no end.
    """

    def __init__(self, browser: Browser, *start: str, each: int | None = None) -> None:
        self.browser, self.each = browser, each
        # An error is an answer here, and goes on the list with its address.
        browser.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.found_on = dict.fromkeys(start, "the start")
        self.wrong: list[str] = []
        self.seen = Counter[Any]()

    def pages(self, wanted: Callable[[str], bool] = lambda url: True) -> Iterator[tuple[str, Any]]:
        """Each address with the answer; what is wrong with one is noted and passed by."""
        waiting = list(self.found_on)
        while waiting:
            url = waiting.pop(0)
            answer = self.browser.client.get(url)
            if answer.status_code != 200:
                redirects = 300 <= answer.status_code < 400
                if not redirects:
                    self._note(url, str(answer.status_code))
                continue
            yield url, answer
            if answer.mimetype != "text/html" or "attachment" in str(
                answer.headers.get("Content-Disposition")
            ):
                continue
            page = BeautifulSoup(answer.text, "html.parser")
            try:
                check_page(page, csrf=self.browser.app.config["WTF_CSRF_ENABLED"])
            except AssertionError as error:
                self._note(url, str(error)[:300])
            waiting += [new for new in links(page, url) if wanted(new) and self._is_new(new, url)]

    def _is_new(self, url: str, on: str) -> bool:
        sort = shape(self.browser.app, url)
        is_asked = isinstance(sort, tuple) and len(sort) > 1
        most = MOST_ASKED if self.each is None and is_asked else self.each
        if url in self.found_on or (most is not None and self.seen[sort] >= most):
            return False
        self.found_on[url] = on
        self.seen[sort] += 1
        return True

    def _note(self, url: str, what: str) -> None:
        self.wrong.append(f"{url}, linked on {self.found_on[url]}: {what}")
