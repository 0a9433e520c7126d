"""What every answer says to the browser, and where one is never led."""

import gzip
import re
from urllib.parse import urlsplit

import pytest

from app.accounts.commands import add_user
from tests.web.conftest import on_sqlite
from tests.web.places import places

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "http:evil.example",
    "/\x00/evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "//[",
    "http://[",
    "",
]


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@on_sqlite
def test_every_answer_is_guarded(app, db, browser, accounts):
    accounts["lead"].is_admin = True
    lead = browser.as_(accounts["lead"]).client
    urls = {place.endpoint: place.url for place in places(app, db, {"harbour-dialogue"})}
    asked = [*urls.values(), "/nowhere", "/healthz", "/static/app.js", "/static/none.js"]
    for url in asked:
        answer = lead.get(url)
        answer.close()
        headers = answer.headers
        held_back = "; sandbox" if "/files/" in url and "new" not in url else ""
        assert headers["Content-Security-Policy"] == POLICY + held_back, url
        assert headers["X-Content-Type-Options"] == "nosniff", url
        assert headers["Referrer-Policy"] == "same-origin", url
        if not url.startswith("/static/"):
            assert headers["Cache-Control"] == "no-store", url
        if answer.mimetype == "text/html" and "Content-Disposition" not in headers:
            assert not re.search(r"""<[^>]*\s(?:style|on[a-z]+)=|<style|javascript:""", answer.text)
            assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text), url


@on_sqlite
def test_a_page_asks_for_nothing_from_elsewhere(browser, accounts):
    page = browser.as_(accounts["lead"]).get("/harbour-dialogue")

    asked = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
    assert asked
    assert all(url.startswith("/static/") for url in asked)


@pytest.fixture
def signing_in(browser, db):
    add_user(db, actor=None, sign_in_name="qian", name="Qian", password="correct horse battery")
    return {"sign_in_name": "qian", "password": "correct horse battery"}


@on_sqlite
def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(app, browser, signing_in):
    app.config["SESSION_COOKIE_SECURE"] = True

    browser.post("/sign-in", signing_in, to="/")

    [cookie] = browser.last.headers.getlist("Set-Cookie")
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts


def stays(location: str) -> bool:
    parts = urlsplit(location)
    same = (not parts.scheme and not parts.netloc) or parts.netloc == "localhost"
    return same and re.match(r"/(?![/\\])[^\\\x00-\x20]*$", parts.path or "/") is not None


@on_sqlite
@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_to_another_site(browser, db, accounts, signing_in, wanted):
    browser.db.commit()
    chosen = browser.client.post("/language", data={"locale": "en", "next": wanted})
    assert stays(chosen.location), chosen.location

    signed = browser.client.post("/sign-in", query_string={"next": wanted}, data=signing_in)
    if "\x00" in wanted:  # nothing is called by a NUL, so nobody is led anywhere
        assert signed.status_code == 404
        return
    assert signed.status_code == 302
    assert stays(signed.location), signed.location
    again = browser.client.get("/sign-in", query_string={"next": wanted})
    assert stays(again.location), again.location
    assert "Set-Cookie" not in signed.location


@on_sqlite
def test_what_was_not_sent_from_our_own_page_is_refused(app, db, browser, accounts):
    app.config["WTF_CSRF_ENABLED"] = True
    accounts["lead"].is_admin = True
    browser.as_(accounts["lead"])
    for place in places(app, db, {"harbour-dialogue"}):
        if "POST" in place.methods:
            answer = browser.client.post(place.url, data={"csrf_token": "wrong"})
            assert answer.status_code == 400, place.url
    page = browser.post("/language", {"locale": "en"}, status=400)
    assert page.select_one("h1")
    # Nothing was done, and the token of a page is one.
    token = browser.get("/harbour-dialogue").select_one("[name=csrf_token]")["value"]
    browser.post(
        "/language", {"locale": "en", "next": "/people", "csrf_token": token}, to="/people"
    )


@on_sqlite
def test_style_sheets_and_scripts_travel_packed_and_pages_do_not(browser, accounts):
    lead = browser.as_(accounts["lead"]).client
    asks = {"Accept-Encoding": "gzip"}

    def asked(url, headers):
        answer = lead.get(url, headers=headers)
        answer.get_data()
        answer.close()
        return answer

    bare, packed = (asked("/static/content.css", h) for h in ({}, asks))

    assert "Content-Encoding" not in bare.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == bare.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    known = asks | {"If-None-Match": packed.headers["ETag"]}
    assert asked("/static/content.css", known).status_code == 304
    assert "Content-Encoding" not in asked("/", asks).headers
