"""Whatever is typed or asked for, the answer is a page with words, and never an error of ours."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict

from app.records.models import Disclosure
from tests.pages import check_page
from tests.web.conftest import on_sqlite
from tests.web.places import places
from tests.web.typed import FORM, as_sent, complaints, fields, is_text, main_form, typed_in

MARKUP = "<script>alert(1)</script>&\"'"
# Marks for other directions, a half of a pair, a byte that no database takes, an unpaired accent.
ODD = "a\u202eb\u200fc\ud800d\x00e\u0301\ufeff\u2028𝒳"
DATES = ["2024-02-30", "2024-13", "in May", "２０２４", "0000", "-1", "2024-2-3", "99999-01-01"]
UNKNOWN = ["zzz", "9" * 30]
NUMBERS = ["-1", "0", "9" * 30, "1e3", "two", "2147483648", "1.5"]


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


# The first round's minutes are confirmed, and it has no round before it: no form is left there.
OF_OPEN_ROUNDS = {
    "confirming.confirm_round": "confirm",
    "notes.log_round_notes": "notes",
    "roster.copy_earlier_roster": "roster/copy",
}


@pytest.fixture
def lead(browser, accounts):
    """Leads every dialogue and looks after the accounts, too."""
    accounts["lead"].is_admin = True
    browser.app.config["PROPAGATE_EXCEPTIONS"] = False
    return browser.as_(accounts["lead"])


@pytest.fixture
def forms(lead, db) -> list[str]:
    """The address of one page for each form."""
    found = {
        place.endpoint: place.url
        for place in places(lead.app, db, {"harbour-dialogue"})
        if place.methods == {"GET", "POST"} and place.level is not Disclosure.SIDE
    }
    found.pop("accounts.sign_in")
    # What comes is not a refusal: the address of a new calendar, and what a roster would make.
    for endpoint in ("calendar.show_calendars", "roster.paste_roster"):
        found.pop(endpoint)
    for endpoint, page in OF_OPEN_ROUNDS.items():
        found[endpoint] = f"/harbour-dialogue/R6/{page}"
    found["groups.edit_group"] = "/harbour-dialogue/R6-W1/edit"
    # Without a bracket there is no form.
    found["brackets.resolve_brackets"] = "/harbour-dialogue/R6-C3/brackets/resolve"
    found["brackets.give_reason"] = "/harbour-dialogue/R6-C3/brackets/reason"
    # Without a second item there is nothing to merge yet.
    found["succession.merge_items"] = "/harbour-dialogue/R6-C8/merge?with=R6-C9"
    # Without the other dialogue there are no records to tick.
    found["bulk_links.link_in_bulk"] = "/harbour-dialogue/links/bulk?with=harbour-talks"
    # Without expectations there is no form.
    for part, ref in (("topic", "R2-T1"), ("round", "R3")):
        address = f"/harbour-dialogue/expectations/harbour-talks/{ref}/outcomes"
        found[f"expectations.edit_outcomes_of_{part}"] = address
    # Whose password is changed is signed in no longer.
    found.pop("accounts.change_password")
    return [*found.values(), "/account"]


class Wrong(Exception):
    """What a page did that it should not have."""


def sent(browser, url: str, data):
    """The page with the form and words about what is wrong; None where it was taken."""
    answer = browser.client.post(url, data=encoded(data), content_type=FORM)
    browser.last = answer
    if answer.status_code == 302:
        return None
    if answer.status_code != 200:
        raise Wrong(str(answer.status_code))
    page = BeautifulSoup(answer.text, "html.parser")
    if not complaints(page):
        raise Wrong("nothing is said")
    return page


def for_each(browser, urls: list[str], check) -> None:
    """Check every form, and fail with all that is wrong."""
    wrong = []
    for url in urls:
        answer = browser.client.get(url)
        try:
            if answer.status_code != 200:
                raise Wrong(f"the form itself: {answer.status_code}")
            check(url, main_form(BeautifulSoup(answer.text, "html.parser")))
        except (Wrong, AssertionError) as error:
            wrong.append(f"{url}: {str(error)[:200]}")
    assert not wrong, "\n".join(wrong)


def encoded(data) -> bytes:
    """As a form, with halves of pairs as the bytes that a hostile client may send."""
    return urlencode(list(data.items(multi=True)), errors="surrogatepass").encode()


def kept(page, data) -> list[str]:
    """The text fields in which no longer stands what was typed, but for its white space."""
    now = {str(tag["name"]): typed_in(tag) for tag in fields(main_form(page)) if is_text(tag)}
    secret = {str(tag["name"]) for tag in fields(main_form(page)) if tag.get("type") == "password"}
    return [
        name
        for name in now
        if name in data
        and name not in secret
        and now[name].split() != data[name].replace("\x00", "").split()
    ]


def text_fields(tag) -> bool:
    """Free text: fields of dates, numbers and passwords say what they take."""
    return (
        is_text(tag)
        and tag.get("inputmode") != "numeric"
        and tag.get("type") not in ("number", "password")
    )


@on_sqlite
def test_an_empty_form_is_answered_in_words(lead, forms):
    def check(url, form):
        for data in (as_sent(form, lambda tag: "" if is_text(tag) else None), MultiDict()):
            if page := sent(lead, url, data):
                check_page(page, csrf=False)

    for_each(lead, forms, check)


@on_sqlite
def test_a_text_of_any_length_is_refused_beside_its_field_and_kept(lead, forms):
    def check(url, form):
        if any(is_text(tag) for tag in fields(form)):
            data = as_sent(form, lambda tag: "x" * 100_000 if is_text(tag) else None)
            page = sent(lead, url, data)
            assert page, "100,000 characters were taken"
            assert not kept(page, data)

    for_each(lead, forms, check)


@pytest.mark.parametrize(
    ("samples", "given"),
    [("sqlite", MARKUP), ("sqlite", ODD), ("postgresql", ODD)],
    indirect=["samples"],
    ids=["markup", "odd", "odd on PostgreSQL"],
)
def test_what_is_typed_is_shown_as_it_was_typed(lead, forms, given):
    def check(url, form):
        data = as_sent(form, lambda tag: given if text_fields(tag) else None)
        page = sent(lead, url, data)
        if page and given is MARKUP:
            assert not kept(page, data)
        elif page is None:
            assert lead.client.get(lead.last.location).status_code == 200, lead.last.location
            lead.last = lead.client.get(lead.last.location)
        assert "<script>alert" not in lead.last.text, lead.last.request.path

    for_each(lead, forms, check)
    for page in SHOWING:
        assert "<script>alert" not in lead.client.get(page).text, page


SHOWING = [
    *("/", "/people", "/institutions", "/topics", "/users"),
    *(f"/harbour-dialogue{page}" for page in ("", "/consensus", "/actions", "/sources", "/report")),
    *(f"/harbour-dialogue/R1{page}" for page in ("", "/trace", "/history")),
]


def is_choice(tag) -> bool:
    """How far a translation can be relied on is no choice: whatever is unknown stays as it was."""
    name = str(tag["name"])
    return tag.name == "select" and "-translation-" not in name and not name.endswith("-original")


@on_sqlite
def test_an_unknown_choice_is_refused_beside_its_field(lead, forms):
    for_each(lead, forms, lambda url, form: refuses(lead, url, form, is_choice, UNKNOWN))


def is_date(tag) -> bool:
    return tag.get("inputmode") == "numeric" and tag.get("type") != "number"


def is_number(tag) -> bool:
    return tag.get("type") == "number"


@pytest.mark.parametrize(("asks", "values"), [("date", DATES), ("number", NUMBERS)])
def test_no_date_or_number_is_guessed(lead, forms, asks, values):
    sort = {"date": is_date, "number": is_number}[asks]
    for_each(lead, forms, lambda url, form: refuses(lead, url, form, sort, values))


def refuses(browser, url: str, form, asks, values: list[str]) -> None:
    """Whether each field of this sort says that it cannot take what is typed, and keeps it."""
    names = {str(tag["name"]) for tag in fields(form) if asks(tag)}
    for typed in values if names else []:
        data = as_sent(form)
        for name in names:
            data.setlist(name, [typed])
        page = sent(browser, url, data)
        assert page, f"{typed!r} was taken for {names}"
        assert names <= complaints(page), f"{typed!r}: nothing beside {names - complaints(page)}"
        assert not kept(page, data)
