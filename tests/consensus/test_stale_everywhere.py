"""A translation that the original has left behind is called so wherever its words are shown."""

from collections.abc import Iterator

import pytest
from flask_babel import force_locale, gettext

from app.accounts.models import Role
from app.consensus.commands import adopt_wording
from app.localized import LocalizedText, Translation
from app.reports.files import FORMATS
from tests.sheets.made import text as words_of_file

WORDS = {"en": "They meet in Geneva.", "zh-Hans": "双方在日内瓦会面。"}
EDITED = {"en": "They meet in Vienna.", "zh-Hans": "双方在维也纳会面。"}
ON_PAGES = "Stale: made of an earlier text"
ON_PAPER = "The original has changed since this translation was made."

ITEM_PAGES = {
    "the item": "/{slug}/R1-C1",
    "the item on a day": "/{slug}/R1-C1?as_of=2025-01-20",
    "the item after a round": "/{slug}/R1-C1?as_of=R2",
    "the item it is a part of": "/{slug}/R1-C2",
}
# The pages on which the words of an item stand, in the language of the page.
PAGES = {
    "the round": "/{slug}/R1",
    "the agenda topic": "/{slug}/R1-T1",
    "the tree's topic": "/topics/{slug}",
    "the register": "/{slug}/consensus",
    "the register on a day": "/{slug}/consensus?as_of=2025-01-20",
}
PAPERS = {
    "the report": "/{slug}/report/{format}?language={lang}",
    "the minutes": "/{slug}/R1/sheets/minutes/{format}?language={lang}",
    "the minutes of a later round": "/{slug}/R2/sheets/minutes/{format}?language={lang}",
}


class Reading:
    """What a reader in one language meets of one dialogue's items."""

    def __init__(self, browser, slug: str, lang: str) -> None:
        self.browser, self.slug, self.lang = browser, slug, lang
        with browser.app.test_request_context(), force_locale(lang.replace("-", "_")):
            self.on_pages, self.on_paper = gettext(ON_PAGES), gettext(ON_PAPER)
        with browser.client.session_transaction() as cookie:
            cookie["locale"] = lang

    def pages(self, pages: dict[str, str]) -> Iterator[tuple[str, bool]]:
        """Each page, and whether it says that a text is stale."""
        for place, url in pages.items():
            page = " ".join(self.browser.get(url.format(slug=self.slug)).get_text().split())
            assert any(words[self.lang] in page for words in (WORDS, EDITED)), place
            yield place, self.on_pages in page

    def papers(self, *formats: str) -> Iterator[tuple[str, bool]]:
        for format_ in formats:
            for place, url in PAPERS.items():
                asked = url.format(slug=self.slug, format=format_, lang=self.lang)
                answer = self.browser.client.get(asked)
                assert answer.status_code == 200, answer.text
                words = "".join(words_of_file(format_, answer.data).split())
                yield f"{place} as {format_}", "".join(self.on_paper.split()) in words

    def notes(self) -> Iterator[tuple[str, bool]]:
        """Notes have no sign for it: what is stale is not printed back."""
        page = self.browser.get(f"/{self.slug}/R1/notes")
        said = page.select_one("textarea[name=notes]").get_text()
        is_there = any(words[self.lang] in said for words in (WORDS, EDITED))
        yield "notes printed back", not is_there


@pytest.fixture
def recorded(make, author):
    """`recorded(slug)`: items put in other words at their round, or later; a part of one."""

    def record(slug: str):
        here = make.dialogue(slug=slug)
        make.membership(user=author, dialogue=here, role=Role.LEAD)
        first, later = (make.round(dialogue=here, happened=day) for day in ("2025-01", "2025-02"))
        topic, node = make.agenda_topic(meeting=first), make.topic(code=slug)
        text = LocalizedText(WORDS, "en", {"zh-Hans": Translation.CHECKED})
        known = {"agenda_topic": topic, "topics": [node], "text": text}
        one, above = make.consensus_item(**known), make.consensus_item(**known)
        below = make.consensus_item(**known, parent_id=above.id)
        return {one: first, above: later, below: first}

    return record


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_text_that_was_left_as_it_was_is_called_stale_wherever_it_is_shown(
    browser, db, recorded, author
):
    for edited, left, formats in (("zh-Hans", "en", list(FORMATS)), ("en", "zh-Hans", ["md"])):
        slug = f"{edited}-edited".lower()
        items = recorded(slug)
        browser.as_(author)
        before = Reading(browser, slug, left)
        fresh = {**dict(before.pages(ITEM_PAGES | PAGES)), **dict(before.papers("md"))}

        for item, meeting in items.items():
            text = item.wordings[0].text
            given = LocalizedText({**text.texts, edited: EDITED[edited]}, "en", text.translations)
            adopt_wording(
                db, actor=author, item=item, text=given, settled_at=meeting, reason="Redrafted."
            )
        after = Reading(browser, slug, left)
        stale = dict((*after.pages(ITEM_PAGES | PAGES), *after.papers(*formats), *after.notes()))
        # An item's own page shows the other language, too.
        of_the_edited = dict(Reading(browser, slug, edited).pages(PAGES))

        assert [place for place, is_stale in fresh.items() if is_stale] == []
        assert [place for place, is_stale in stale.items() if not is_stale] == []
        assert [place for place, is_stale in of_the_edited.items() if is_stale] == []
