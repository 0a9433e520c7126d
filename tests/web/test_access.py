"""Who opens which address: every endpoint, for every role, as the one table says."""

import re

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.accounts.policy import GRANTS, SECRETARIAT, Permission
from app.records.models import Disclosure
from tests.make import Make
from tests.pages import Browser
from tests.web.conftest import ROLES, on_sqlite
from tests.web.places import Place, places

# Calendar programs cannot sign in: the secret in a feed's address is the permission.
PUBLIC = {
    "static",
    "accounts.sign_in",
    "calendar.show_feed",
    "home.choose_language",
    "home.healthz",
}
# Whoever is signed in opens these; what there is to read is the reading rule's to say.
FOR_ALL = {Permission.SIGNED_IN, Permission.READ}
# Done once, or at another time, there is nothing to do it to.
ONCE = {"remove", "withdraw", "end", "confirm", "take"}
DIALOGUES = {"harbour-dialogue", "kept-apart"}
WHO = [*ROLES, Role.ADMIN, "outsider", "elsewhere"]


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@pytest.fixture
def accounts(accounts, make: Make, db: Session):
    """Also somebody who leads a dialogue that holds nothing public, and no other."""
    elsewhere = make.user(sign_in_name="elsewhere")
    kept = make.dialogue(slug="kept-apart")
    make.membership(user=elsewhere, dialogue=kept, role=Role.LEAD)
    fill(make, kept)
    db.commit()
    return accounts | {"elsewhere": elsewhere}


def fill(make: Make, dialogue) -> None:
    """One record of each kind, none of them public."""
    meeting = make.round(dialogue=dialogue)
    topic = make.agenda_topic(meeting=meeting)
    make.attendance(round=meeting)
    item = make.consensus_item(agenda_topic=topic)
    make.action(meeting=meeting)
    make.document(meeting=meeting)
    make.citation(record=item)
    make.link(earlier=topic, later=item)
    make.handover(dialogue=dialogue)
    make.matter(dialogue=dialogue, records=[item])
    make.round(dialogue=dialogue)
    make.accepted_gap(dialogue=dialogue, key="round-not-confirmed:R2")


@pytest.fixture
def clients(app, db, accounts):
    """One for each account, signed in."""
    return {who: Browser(app, db).as_(accounts[who]).client for who in WHO}


def permission_of(app, endpoint: str) -> Permission | None:
    return getattr(app.view_functions[endpoint], "permission", None)


def reads(who: str, place: Place) -> bool:
    """Whether the reading rule shows this account what stands at the place."""
    if place.dialogue is None:
        return True
    member = who in ROLES if place.dialogue.slug != "kept-apart" else who == "elsewhere"
    if not member:
        return place.level is Disclosure.PUBLIC and place.dialogue.slug != "kept-apart"
    role = Role.LEAD if who == "elsewhere" else Role(who)
    widest = {Disclosure.PUBLIC, Disclosure.PARTICIPANTS}
    return place.level in (widest | {Disclosure.SECRETARIAT} if role in SECRETARIAT else widest)


def expected(who: str, permission: Permission, place: Place) -> int:
    slug = place.arguments.get("dialogue")
    role = Role(who) if who in {*ROLES, Role.ADMIN} else Role.LEAD if who == "elsewhere" else None
    here = place.dialogue is not None and place.dialogue.slug == "kept-apart"
    if role not in (None, Role.ADMIN) and slug and here != (who == "elsewhere"):
        role = None
    if permission not in FOR_ALL and (role is None or permission not in GRANTS[role]):
        found = slug is None or reads(who, shown(place))
        return 403 if found else 404
    if permission is Permission.ADMINISTER or reads(who, place):
        return kept_by_others(who, permission, place) or 200
    return 404


def shown(place: Place) -> Place:
    """The page of the dialogue, which is read where anything in it is public."""
    return Place("", frozenset(), {}, place.dialogue, Disclosure.PUBLIC, "")


def kept_by_others(who: str, permission: Permission, place: Place) -> int | None:
    """A person's card is read by many and kept by one secretariat."""
    if "person_id" not in place.arguments or permission in FOR_ALL:
        return None
    here = place.dialogue is not None and place.dialogue.slug == "kept-apart"
    return 403 if here != (who == "elsewhere") else None


@on_sqlite
def test_every_endpoint_names_one_permission_or_is_public(app):
    named = {name for name in app.view_functions if permission_of(app, name)}

    assert set(app.view_functions) - named == PUBLIC


@on_sqlite
def test_every_page_opens_for_whom_the_policy_says(app, db, clients):
    wrong = []
    for place in (place for place in places(app, db, DIALOGUES) if "GET" in place.methods):
        permission = permission_of(app, place.endpoint)
        if permission is None:
            continue
        for who in WHO:
            status = clients[who].get(place.url).status_code
            if status != (wanted := expected(who, permission, place)):
                wrong.append(f"{who} {place.url}: {status}, not {wanted}")

    assert not wrong, "\n".join(wrong)


@on_sqlite
def test_nobody_is_asked_to_sign_in_first(app, db, browser, accounts):
    for place in places(app, db, DIALOGUES):
        if permission_of(app, place.endpoint) is None:
            continue
        for method in sorted(place.methods):
            answer = browser.client.open(place.url, method=method)
            assert answer.status_code == 302, place.url
            assert answer.location.startswith("/sign-in"), place.url


@on_sqlite
def test_nothing_is_done_but_by_whom_the_policy_says(app, db, clients):
    wrong = []
    for place in (place for place in places(app, db, DIALOGUES) if "POST" in place.methods):
        permission = permission_of(app, place.endpoint)
        if permission is None or place.endpoint == "accounts.sign_out":
            continue
        for who in WHO:
            status = clients[who].post(place.url).status_code
            wanted = expected(who, permission, place)
            done = (
                {200, 302, 404}
                if ONCE & set(place.endpoint.split(".")[1].split("_"))
                else {
                    200,
                    302,
                }
            )
            if status not in (done if wanted == 200 else {wanted}):
                wrong.append(f"{who} {place.url}: {status}, not {wanted}")

    assert not wrong, "\n".join(wrong)


def test_an_outsider_finds_no_record_that_is_not_public(app, db, clients):
    outsider = clients["outsider"]
    unknown = outsider.get("/nowhere/R1")
    for place in places(app, db, DIALOGUES):
        if "GET" in place.methods and not reads("outsider", place):
            answer = outsider.get(place.url)
            assert answer.status_code in (403, 404), place.url
            if answer.status_code == 404:
                assert same(answer.text) == same(unknown.text)


def same(page: str) -> str:
    """A page without what it keeps to send back: its own address, and a token."""
    return re.sub(r'value="[^"]*"', "", page)
