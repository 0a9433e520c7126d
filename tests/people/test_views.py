"""The pages about people and institutions."""

import pytest

from app.accounts.models import Role
from app.people.models import Naming
from tests.conftest import statements

READING = {Role.READER, Role.AUTHOR, Role.SECRETARY, Role.LEAD}
LOGGING = {Role.SECRETARY, Role.LEAD}


@pytest.fixture
def withheld(make, dialogue):
    person = make.person(names={"en": "WANG Withheld", "zh-Hans": "王某"}, dialogue=dialogue)
    meeting = make.round(dialogue=dialogue, number=3)
    make.attendance(person=person, round=meeting, naming=Naming.ROLE_AND_SIDE)
    make.affiliation(person=person, institution=make.institution(name="Secret Institute"))
    return person


@pytest.mark.parametrize("role", Role)
def test_who_opens_which_page(browser, make, dialogue, xiao, role):
    user = make.user(is_admin=role is Role.ADMIN)
    if role is not Role.ADMIN:
        make.membership(user=user, dialogue=dialogue, role=role)
    [post] = xiao.affiliations
    card, institution = f"/people/{xiao.id}", f"/institutions/{post.institution_id}"
    pages = {
        "/people": (set(Role), 403),
        card: (READING, 404),
        "/institutions": (set(Role), 403),
        institution: (READING, 404),
        "/people/new": (LOGGING, 403),
        f"{card}/edit": (LOGGING, 403),
        f"{card}/names/new": (LOGGING, 403),
        f"{card}/posts/new": (LOGGING, 403),
        f"{card}/posts/{post.id}/edit": (LOGGING, 403),
        f"{card}/posts/{post.id}/change": (LOGGING, 403),
        "/institutions/new": (LOGGING, 403),
        f"{institution}/edit": (LOGGING, 403),
    }
    browser.as_(user)

    for page, (roles, otherwise) in pages.items():
        browser.get(page, status=200 if role in roles else otherwise)
    for act in (f"{card}/names/{xiao.names[1].id}/remove", f"{card}/posts/{post.id}/remove"):
        browser.post(act, status=302 if role in LOGGING else 403)


def test_nobody_reads_without_signing_in(browser, xiao):
    for page in ("/people", f"/people/{xiao.id}", "/institutions"):
        browser.get(page, status=302)


def test_a_withheld_person_is_on_no_page_for_a_reader(browser, reader, xiao, withheld):
    browser.as_(reader)

    for page in ("/people", "/people?q=wang", "/people?q=%E7%8E%8B", "/institutions"):
        text = browser.get(page).text
        assert "WANG" not in text
        assert "王某" not in text
        assert "Secret Institute" not in text
    browser.get(f"/people/{withheld.id}", status=404)
    browser.get(f"/people/{withheld.id + 999}", status=404)
    institution = withheld.affiliations[0].institution_id
    browser.get(f"/institutions/{institution}", status=404)


def test_the_secretariat_reads_everybody(browser, secretary, xiao, withheld):
    browser.as_(secretary)

    assert "WANG Withheld" in browser.get("/people?q=wang").text
    assert "Secret Institute" in browser.get("/institutions?q=secret").text
    browser.get(f"/people/{withheld.id}")


def test_a_card_tells_a_reader_only_of_rounds_where_the_person_is_named(
    browser, reader, secretary, xiao
):
    def rounds(user):
        page = browser.as_(user).get(f"/people/{xiao.id}")
        return [ref.text for ref in page.select("td .record .ref")]

    assert rounds(reader) == ["R1"]
    assert rounds(secretary) == ["R2", "R1"]


def test_a_note_is_read_by_the_secretariat_alone(browser, db, make, reader, secretary, xiao):
    xiao.note = type(xiao.note)({"en": "Prefers mail."})

    assert "Prefers mail." in browser.as_(secretary).get(f"/people/{xiao.id}").text
    assert "Prefers mail." not in browser.as_(reader).get(f"/people/{xiao.id}").text


def test_a_card_shows_past_affiliations_as_they_were(browser, secretary, xiao):
    page = browser.as_(secretary).get(f"/people/{xiao.id}")

    assert "Fellow, CISS" in page.select_one("[aria-labelledby=posts]").text
    assert "Post 1" in page.select_one("[aria-labelledby=rounds]").text


def test_a_card_names_the_teams_it_may(browser, make, dialogue, reader, xiao):
    make.team_member(person=xiao, side=dialogue.sides[1], naming=Naming.PUBLIC, as_of="2024-02")

    page = browser.as_(reader).get(f"/people/{xiao.id}")

    assert "February 2024" in page.select_one("section[aria-labelledby=teams]").text


def test_a_name_stands_in_the_language_of_the_page(browser, reader, xiao):
    browser.as_(reader)
    with browser.client.session_transaction() as cookie:
        cookie["locale"] = "zh-Hans"

    assert browser.get(f"/people/{xiao.id}").select_one("h1").text == "肖茜"


def test_the_search_stays_in_the_address_and_says_when_it_finds_nobody(browser, reader, xiao):
    browser.as_(reader)

    assert browser.get("/people?q=qianxiao").select_one("#q")["value"] == "qianxiao"
    assert browser.get("/people?q=nobody").select_one(".empty a")["href"] == "/people"
    browser.get("/people?q=%00&after=%00", status=404)
    browser.get("/institutions?q=%25_/")


def test_empty_lists_say_what_to_do(browser, reader, secretary):
    browser.as_(secretary)
    assert browser.get("/people").select_one(".empty a")["href"] == "/people/new"
    assert browser.get("/institutions").select_one(".empty a")["href"] == "/institutions/new"
    browser.as_(reader)
    assert not browser.get("/people").select(".empty a")
    assert not browser.get("/institutions").select(".empty a")


def test_long_lists_are_read_page_by_page(browser, make, dialogue, secretary):
    for number in range(51):
        make.person(dialogue=dialogue, key=f"p-{number:02}")
        make.institution(key=f"i-{number:02}")
    browser.as_(secretary)

    for page in ("/people", "/institutions"):
        first = browser.get(page)
        assert len(first.select("tbody tr")) == 50
        rest = browser.get(first.select_one(".pager a[rel=next]")["href"])
        assert len(rest.select("tbody tr")) == 1
        assert not rest.select(".pager a[rel=next]")


def test_the_pages_cost_the_same_however_much_there_is(browser, make, dialogue, secretary, xiao):
    institution = xiao.affiliations[0].institution

    def cost(url):
        with statements() as sent:
            browser.get(url)
        return len(sent)

    def costs():
        pages = (
            "/people",
            f"/people/{xiao.id}",
            "/institutions",
            f"/institutions/{institution.id}",
        )
        return [cost(page) for page in pages]

    browser.as_(secretary)
    make.team_member(person=xiao, side=dialogue.sides[0])
    before = costs()
    for _ in range(3):
        other = make.person(dialogue=dialogue)
        make.affiliation(person=other, institution=institution)
        make.affiliation(person=xiao)
        make.attendance(person=xiao, round=make.round(dialogue=dialogue))

    assert costs() == before
