"""Signing in and out: what is told, what is slowed down, where one goes."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.commands import add_user
from app.accounts.models import SignInAttempt
from app.accounts.queries import TRIES, TRIES_OF_AN_ADDRESS, WINDOW, is_throttled
from app.accounts.views import OWN_PATH

PASSWORD = "correct horse battery"


@pytest.fixture
def user(db):
    return add_user(db, actor=None, sign_in_name="qian", name="Qian", password=PASSWORD)


def sign_in(browser, name="qian", password=PASSWORD, to=None, query=""):
    return browser.post(f"/sign-in{query}", {"sign_in_name": name, "password": password}, to=to)


def errors(page):
    return [" ".join(error.text.split()) for error in page.select(".error")]


def test_the_right_password_signs_in(browser, user):
    sign_in(browser, name=" QIAN ", to="/")

    assert browser.get("/account").select_one("h1").text == "Your password"


def test_a_wrong_password_is_told_in_the_words_of_an_unknown_name(browser, user):
    wrong = sign_in(browser, password="wrong password")
    unknown = sign_in(browser, name="nobody", password="wrong password")

    assert errors(wrong) == errors(unknown)
    assert "not right" in errors(wrong)[0]
    assert not wrong.select("[value='wrong password']")


def test_a_closed_account_is_told_the_same_and_loses_its_sessions(browser, db, user):
    sign_in(browser, to="/")
    browser.get("/account")
    user.is_active = False

    browser.get("/account", status=302)
    closed = sign_in(browser)

    assert "not right" in errors(closed)[0]


def test_after_eight_failures_even_the_right_password_waits(browser, db, user):
    for _ in range(TRIES):
        sign_in(browser, password="wrong password")

    page = sign_in(browser)

    assert "Too many tries" in errors(page)[0]
    assert db.scalar(sa.select(sa.func.count(SignInAttempt.id))) == 2 * TRIES
    kept = db.scalars(sa.select(SignInAttempt.subject)).all()
    assert not any("qian" in subject for subject in kept)


def test_an_address_that_tries_many_names_waits_too(browser, user):
    for number in range(TRIES_OF_AN_ADDRESS - 1):
        sign_in(browser, name=f"guess{number}", password="wrong password")
    assert "not right" in errors(sign_in(browser, password="wrong password"))[0]

    assert "Too many tries" in errors(sign_in(browser))[0]


def test_failures_count_for_ten_minutes(db, make):
    now = datetime.now(UTC)
    db.add_all(
        SignInAttempt(subject="one", at=now - WINDOW + timedelta(seconds=30)) for _ in range(TRIES)
    )
    db.flush()

    assert is_throttled(db, {"one": TRIES, "other": TRIES}, now)
    assert not is_throttled(db, {"one": TRIES + 1}, now)
    assert not is_throttled(db, {"other": TRIES}, now)
    assert not is_throttled(db, {"one": TRIES}, now + timedelta(minutes=1))


@pytest.mark.parametrize("given", ["/people", "/topics/AS?kind=round", "/ciss-brookings/R9-C3"])
def test_one_goes_on_to_the_page_that_asked(browser, user, given):
    sign_in(browser, query=f"?next={given.replace('?', '%3F')}", to=given)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/a\\b",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "/ /elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "people",
        " /people",
    ],
)
def test_one_never_goes_to_another_site(given):
    assert not OWN_PATH.fullmatch(given)


def test_an_address_elsewhere_leads_home(browser, user):
    sign_in(browser, query="?next=//elsewhere.example", to="/")


def test_whoever_is_signed_in_is_not_asked_again(browser, reader):
    browser.as_(reader).get("/sign-in", status=302)


def test_a_page_asks_to_sign_in_and_remembers_where(browser):
    browser.get("/people", status=302)

    assert browser.last.location == "/sign-in?next=%2Fpeople"


def test_signing_out_ends_the_session(browser, user):
    sign_in(browser, to="/")

    browser.post("/sign-out", to="/sign-in")

    browser.get("/account", status=302)


def test_signing_in_needs_the_token_of_its_own_page(app, browser, user):
    app.config["WTF_CSRF_ENABLED"] = True

    sign_in_without = browser.client.post(
        "/sign-in", data={"sign_in_name": "qian", "password": PASSWORD}
    )
    assert sign_in_without.status_code == 400
    assert browser.get("/sign-in").select_one("form.form input[name=csrf_token]")
