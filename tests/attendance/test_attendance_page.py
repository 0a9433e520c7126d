"""The page of attendance over rounds: its table, its pictures, and what they keep to themselves."""

import pytest

from app.accounts.models import Role
from app.attendance.picture import MOST_PEOPLE, matrix_picture
from app.people.models import Naming, Sector
from app.rounds.models import RoundStatus
from tests.conftest import statements
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(make, rounds, secretary, reader, browser):
    """The page's address; a secretary and a reader may open it."""
    for user, role in ((secretary, Role.SECRETARY), (reader, Role.READER)):
        make.membership(user=user, dialogue=rounds[0].dialogue, role=role)
    browser.as_(secretary)
    return f"/{rounds[0].dialogue.slug}/attendance"


def listed(page):
    return [words(one) for one in page.select("#people ~ .abreast tbody th[scope=row] a")]


def test_the_page_says_who_came_and_what_is_thin(browser, make, rounds, comes, address):
    comes("LI Wei", 0, 1, 2, sector=Sector.ACADEMIA)
    comes("SUN Mei", 0, 2, sector=Sector.ACADEMIA)
    comes("ZHAO An", 2, sector=Sector.MILITARY)
    make.attendance(round=rounds[2], group="a few others")

    page = browser.get(address)

    said = words(page)
    assert listed(page) == ["LI Wei", "SUN Mei", "ZHAO An"]
    assert "Came to at least 2 of the last 3 rounds held: 2" in said
    assert "New at the last round on record (R3): 1" in said
    assert "Over these rounds: 3 named + a few, number not disclosed." in said
    assert "Military (1)" in said
    assert "Technology (none)" in said
    assert "Academia (" not in said
    assert f"not recorded: {rounds[0].dialogue.sides[1].name.text_for('en')}" in said
    assert listed(browser.get(f"{address}?of=3&least=2")) == ["LI Wei", "SUN Mei"]
    assert "Nobody answers this filter." in words(browser.get(f"{address}?of=1&least=3"))


@pytest.mark.parametrize("odd", ["of=0&least=-1", "of=９&least=x", "of=999999999&institution=9"])
def test_what_the_address_cannot_mean_is_no_error(browser, comes, address, odd):
    comes("LI Wei", 0)

    browser.get(f"{address}?{odd}&comes=zz&side=QQ&sector=zz&bars=zz")


def test_whom_a_reader_may_not_be_named_is_in_no_table_picture_or_filter(
    browser, make, rounds, comes, address, reader
):
    kept = {"naming": Naming.ROLE_AND_SIDE, "sector": Sector.MILITARY}
    [hidden, _again] = comes("LI Wei", 0, 2, **kept)
    centre = make.institution(name="Academy")
    make.affiliation(person=hidden.person, institution=centre)
    hidden.institutions.append(centre)
    comes("SUN Mei", 0, sector=Sector.BUSINESS)
    secretarys = browser.get(address)
    assert {"LI Wei", "Academy"} <= {words(one) for one in secretarys.select("a, option, th")}

    page = browser.as_(reader).get(address)

    assert not [word for word in ("LI Wei", "Academy") if word in str(page)]
    assert "Over these rounds: 1 named + 2 not named." in words(page)
    assert not page.select("#filter-naming, #filter-institution")
    bars = browser.get(f"{address}?bars=sector")
    assert [words(one) for one in bars.select(".part title") if "Military" in one.text] == []
    by_place = browser.get(f"{address}?institution={centre.id}&naming=role-and-side")
    assert words(by_place.select_one("#people").parent) == words(
        browser.get(f"{address}?institution=99&naming=public").select_one("#people").parent
    )


def test_with_very_many_people_those_who_came_most_often_are_drawn(rounds, comes, over_rounds):
    for number in range(MOST_PEOPLE + 5):
        comes(f"LI Number {number}", *((0, 1) if number >= 5 else (0,)))

    found = over_rounds()
    sides = {side.id: side.code for side in rounds[0].dialogue.sides}
    drawn = matrix_picture(found, {**sides, None: "–"})

    assert len(drawn.people) == MOST_PEOPLE
    assert drawn.left_out == 5
    assert {len([place for place in one.places if place.kind]) for one in drawn.people} == {2}
    assert drawn.width < 358  # what a telephone of 390 pixels leaves for it


def test_the_page_takes_as_many_statements_for_many_people(browser, make, rounds, comes, address):
    counts = []
    for time in range(2):
        for number in range(3):
            for attended in comes(f"LI {time}{number}", 0, 1, 2):
                attended.institutions.append(make.institution())
        make.round(dialogue=rounds[0].dialogue, happened="2022", status=RoundStatus.HELD)
        browser.get(address)
        with statements() as sent:
            browser.get(address)
        counts.append(len(sent))

    assert counts[0] == counts[1]
