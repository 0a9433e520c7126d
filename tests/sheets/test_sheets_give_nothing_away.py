"""What a sheet's audience may not know stands in none of its bytes, whoever prints it."""

import pytest

from app.accounts.models import Role
from app.people.models import Naming
from app.records.models import Disclosure
from app.sheets.sheet import SheetKind
from tests.sheets.made import FILES, asked, everything, text
from tests.web.test_leaks import SECRET, WITHHELD_PEOPLE, Planted, given_away_by

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WITHHELD = {
    Disclosure.PUBLIC: tuple(WITHHELD_PEOPLE),
    Disclosure.PARTICIPANTS: (Naming.COUNTED, Naming.ROLE_AND_SIDE),
}
LOCALES = ("en", "zh-Hans")


@pytest.fixture
def planted(make, browser, author):
    """Its author works for the first side, and reads all that there is."""
    planted = Planted(make)
    for dialogue in (planted.here, planted.talks):
        side = dialogue.sides[0]
        make.membership(user=author, dialogue=dialogue, role=Role.AUTHOR, side=side)
    browser.as_(author)
    return planted


@on_sqlite
@pytest.mark.parametrize("audience", WITHHELD)
def test_no_file_says_more_than_its_audience_may_know(browser, planted, audience):
    words = given_away_by(*WITHHELD[audience])
    found = []
    for sheet, format_ in FILES:
        # A file of Chinese letters takes a second to be set.
        for locale in LOCALES if format_ != "pdf" else ("zh-Hans",):
            answer = asked(browser, sheet, format_, audience=audience, language=locale)
            assert answer.status_code == 200
            body = everything(format_, answer)
            found += [f"{word} in {sheet}.{format_} {locale}" for word in words if word in body]
            assert f"here-R1-{sheet}-{audience}" in body
    assert not found, "\n".join(found)


@on_sqlite
@pytest.mark.parametrize("audience", WITHHELD)
def test_no_page_says_more_either(browser, planted, audience):
    words = given_away_by(*WITHHELD[audience])
    for sheet in SheetKind:
        for locale in LOCALES:
            url = f"/here/R1/sheets?sheet={sheet}&audience={audience}&language={locale}"
            page = browser.get(url)
            assert page.article["lang"] == locale
            assert not [word for word in words if word in browser.last.text], url


@on_sqlite
def test_what_is_withheld_is_there_for_the_secretariat(browser, planted):
    """The tests above would pass, too, where nothing was planted."""
    people = [names[locale] for names in WITHHELD_PEOPLE.values() for locale in LOCALES]
    for format_ in ("md", "html", "docx", "pdf"):
        both = "".join(
            text(
                format_,
                asked(
                    browser, "participant-list", format_, audience="secretariat", language=locale
                ).data,
            )
            for locale in LOCALES
        )
        assert not [name for name in people if name not in both], format_
    minutes = asked(browser, "minutes", "md", audience="secretariat").data.decode()
    assert f"{SECRET} secretariat" in minutes
    assert f"{SECRET} side" not in minutes


def test_who_is_only_counted_has_no_card_whoever_asks(browser, planted):
    cards = {
        audience: asked(browser, "name-cards", "html", audience=audience).data.decode()
        for audience in ("secretariat", "participants", "public")
    }

    counted, role_only, inside = ("COUNTEDMAN Jie", "ROLEONLY Lan", "INSIDER Wei")
    printed = {audience: body.split('<div class="cards">', 1) for audience, body in cards.items()}
    assert counted in printed["secretariat"][0]
    assert "1 person has no card" in printed["secretariat"][0]
    assert counted not in printed["secretariat"][1]
    assert role_only in printed["secretariat"][1]
    assert inside in printed["participants"][1]
    assert "2 people have no card" in printed["participants"][0]
    assert "3 people have no card" in printed["public"][0]
    assert len(printed["public"]) == 1
