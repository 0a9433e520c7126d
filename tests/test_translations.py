"""The Chinese interface: both catalogues are whole, and pages in Chinese hold no English word."""

import gettext
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import app as application
from app.accounts.models import Role, User
from app.trace.models import LinkKind
from tests.make import Make
from tests.pages import Browser, words

ROOT = Path(application.__file__).parents[1]
FOLDERS = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
# Names and references that the pages show are the test's own; what is left is the interface's.
LATIN = re.compile(r"[A-Za-z]{2,}")

each_language = pytest.mark.parametrize("locale", FOLDERS)


def po_path(locale: str) -> Path:
    return ROOT / "app/translations" / FOLDERS[locale] / "LC_MESSAGES/messages.po"


def forms(text: object) -> tuple[str, ...]:
    """A message's one form, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.fixture(scope="module")
def in_the_code() -> set[tuple[str | None, tuple[str, ...]]]:
    """Every message that the code asks for, with its context, as `pybabel extract` finds it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    method_map = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    found = extract_from_dir(ROOT, method_map, {}, keywords)
    return {(context, forms(message)) for _file, _line, message, _notes, context in found}


@pytest.fixture
def catalogue(locale: str) -> Catalog:
    with po_path(locale).open("rb") as file:
        return read_po(file, locale=FOLDERS[locale], abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


@each_language
def test_the_catalogue_holds_what_the_code_asks_for_and_nothing_else(
    catalogue: Catalog, in_the_code: set[tuple[str | None, tuple[str, ...]]]
) -> None:
    held = {(message.context, forms(message.id)) for message in messages(catalogue)}
    assert in_the_code - held == set()
    assert held - in_the_code == set()
    assert not catalogue.obsolete


@each_language
def test_every_message_is_translated(catalogue: Catalog) -> None:
    empty = [message.id for message in messages(catalogue) if not all(forms(message.string))]
    assert empty == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []
    assert not catalogue.fuzzy


@each_language
def test_translations_fill_the_same_places(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        wanted = set(PLACE.findall(forms(message.id)[-1]))
        for translated in forms(message.string):
            assert set(PLACE.findall(translated)) == wanted, message.id


@each_language
def test_what_is_compiled_is_what_is_written(catalogue: Catalog, locale: str) -> None:
    with po_path(locale).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(catalogue):
        one, *many = forms(message.id)
        if message.context:
            assert compiled.pgettext(message.context, one) == message.string
        elif many:
            assert [compiled.ngettext(one, many[0], n) for n in (1, 2)] == [*message.string] * 2
        else:
            assert compiled.gettext(one) == message.string
    assert len([key for key in compiled._catalog if key]) == len(catalogue)  # type: ignore[attr-defined]


@pytest.fixture
def chinese_lead(make: Make) -> User:
    return make.user(sign_in_name="lead", name="李达")


@pytest.fixture
def addresses(make: Make, chinese_lead: User) -> list[str]:
    """Pages of each kind, whose records have Chinese names alone."""
    dialogue = make.dialogue(slug="d-d", name="海上对话", sides=())
    for code, name in (("A", "甲方"), ("B", "乙方")):
        make.side(dialogue=dialogue, code=code, name=name)
    make.membership(user=chinese_lead, dialogue=dialogue, role=Role.LEAD)
    meeting = make.round(dialogue=dialogue, title="首轮")
    topic = make.agenda_topic(session=make.session(meeting=meeting, title="开幕"), title="标识")
    item = make.consensus_item(meeting=meeting, title="标识", text="须标识[无论昼夜]。")
    action = make.action(meeting=meeting, title="拟稿")
    make.link(kind=LinkKind.FOLLOWS_FROM, earlier=item, later=action)
    document = make.document(meeting=meeting, title="议程")
    records = [f"/d-d/{one.ref}" for one in (meeting, topic.session, topic, item, action, document)]
    pages = ["consensus", "actions", "attendance", "report", "sources", "arrange"]
    forms_of = ["rounds/new", "consensus/new", "documents/new", "team/new"]
    about = [f"{record}/{page}" for record in records[3:] for page in ("trace", "history")]
    of_the_house = ["/", "/people", "/institutions", "/topics"]
    return [*of_the_house, "/d-d", *(f"/d-d/{page}" for page in pages + forms_of), *records, *about]


def interface_words(page: BeautifulSoup) -> Iterator[str]:
    """What navigation, headings, column heads, labels and buttons say.

    The names of languages and of file formats are the same in every language.
    """
    wanted = (
        "nav a, h1, h2, h3, thead th, label, legend, dt, main button, .button-secondary, .badge"
    )
    for tag in page.select(f":is({wanted}):not([download], .language *)"):
        for name in tag.select(".ref, [lang]"):
            name.decompose()
        yield words(tag)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@each_language
def test_a_page_in_chinese_is_in_chinese(
    browser: Browser, chinese_lead: User, addresses: list[str], locale: str
) -> None:
    browser.as_(chinese_lead)
    with browser.client.session_transaction() as cookie:
        cookie["locale"] = locale
    for address in addresses:
        page = browser.get(address)
        assert page.html is not None
        assert page.html["lang"] == locale
        said = list(interface_words(page))
        assert said
        assert [each for each in said if LATIN.search(each)] == [], address
