"""Feeds: what stands at their secret addresses, for how long, and for whom."""

import re
from hashlib import sha256

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from app.accounts.commands import change_user
from app.accounts.models import Role
from app.audit.models import AuditEntry
from app.calendar.commands import MOST, make_feed, revoke_feed
from app.calendar.models import CalendarFeed
from app.dialogues.arranging import RESERVED, open_dialogue
from app.dialogues.commands import end_membership
from app.dialogues.models import Attribution, Track
from app.localized import EMPTY
from app.records.models import Disclosure
from app.rules import Refused
from tests.conftest import statements
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make):
    """A dialogue with a round of each level, and another that nobody here belongs to."""
    here = make.dialogue(slug="here", name={"en": "Here", "zh-Hans": "此处"})
    for number, level in enumerate(Disclosure, start=1):
        make.round(
            dialogue=here,
            number=number,
            disclosure=level,
            side=here.sides[0],
            happened="2025-03-01",
        )
    other = make.dialogue(slug="other")
    make.round(dialogue=other, happened="2025-04", disclosure=Disclosure.PUBLIC)
    make.round(dialogue=other, happened="2025-05")
    return here


@pytest.fixture
def joined(make, here, reader):
    return make.membership(user=reader, dialogue=here, role=Role.READER)


def shown(browser, secret: str) -> set[str]:
    """The rounds at a feed's address, as whoever holds nothing but the address reads them."""
    browser.db.commit()
    answer = browser.app.test_client().get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {str(event["uid"]).split("@")[0] for event in Calendar.from_ical(answer.data).events}


def is_gone(browser, secret: str) -> bool:
    """Whether the address is as good as one that never was."""
    browser.db.commit()
    client, never = browser.app.test_client(), "x" * len(secret)
    answer, unknown = (client.get(f"/calendar/{each}.ics") for each in (secret, never))
    assert unknown.status_code == 404
    # A form's token tells the second in which it was made.
    said, other = (re.sub(r'value="[^"]*"', "", one.text) for one in (answer, unknown))
    return (answer.status_code, said.replace(secret, never)) == (404, other)


def test_a_feed_reads_what_its_user_may_read_now(browser, db, reader, here, joined):
    one = make_feed(db, actor=reader, name="", dialogue=here)
    every = make_feed(db, actor=reader, name="")

    assert shown(browser, one.secret) == {"here-R3", "here-R4"}
    assert shown(browser, every.secret) == {"here-R3", "here-R4", "other-R1"}

    joined.role = Role.AUTHOR
    assert shown(browser, one.secret) == {"here-R2", "here-R3", "here-R4"}
    joined.side = here.sides[0]
    assert shown(browser, one.secret) == {"here-R1", "here-R2", "here-R3", "here-R4"}


@on_sqlite
def test_no_cookie_makes_a_difference(browser, db, make, here, joined, reader, lead):
    make.membership(user=lead, dialogue=here, role=Role.LEAD)
    made = make_feed(db, actor=reader, name="", dialogue=here)
    browser.as_(lead)

    answer = browser.client.get(f"/calendar/{made.secret}.ics")

    assert {str(event["uid"]) for event in Calendar.from_ical(answer.data).events} == {
        "here-R3@throughline",
        "here-R4@throughline",
    }


@on_sqlite
def test_nothing_is_left_of_a_feed_that_was_revoked(browser, db, reader, joined):
    made = make_feed(db, actor=reader, name="")
    shown(browser, made.secret)

    revoke_feed(db, actor=reader, feed=made.feed)

    assert is_gone(browser, made.secret)


@on_sqlite
def test_a_closed_account_has_no_feed(browser, db, admin, reader, joined):
    made = make_feed(db, actor=reader, name="")

    change_user(db, actor=admin, user=reader, name="Rea Der", is_admin=False, is_active=False)

    assert is_gone(browser, made.secret)


@on_sqlite
@pytest.mark.parametrize("scope", ["one", "all"])
def test_a_feed_ends_with_the_membership(browser, db, make, admin, reader, here, joined, scope):
    made = make_feed(db, actor=reader, name="", dialogue=here if scope == "one" else None)
    if scope == "one":  # of another dialogue it is still one's own
        make.membership(user=reader, dialogue=make.dialogue(slug="third"))

    end_membership(db, actor=admin, member=joined)

    assert is_gone(browser, made.secret)


@on_sqlite
def test_the_secret_is_long_and_kept_nowhere(browser, db, reader, joined):
    browser.as_(reader)

    page = browser.post("/account/calendars", {"name": "My telephone", "dialogue": "here"})

    address = page.select_one("#feed-address")["value"]
    secret = address.removesuffix(".ics").rpartition("/")[2]
    assert len(secret) >= 43
    feed = db.scalars(sa.select(CalendarFeed)).one()
    assert feed.digest == sha256(secret.encode()).hexdigest()
    entry = db.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("calendar.feed-made", reader.id)
    assert secret not in f"{entry.before} {entry.after} {browser.client.get_cookie('session')}"
    again = browser.get("/account/calendars")
    assert secret not in browser.last.text
    assert "My telephone" in again.select_one("table").text
    assert "no-store" in browser.last.headers["Cache-Control"]
    assert shown(browser, secret) == {"here-R3", "here-R4"}


@on_sqlite
def test_one_revokes_on_the_page(browser, db, make, reader, joined):
    made = make_feed(db, actor=reader, name="Lost telephone")
    others = make.calendar_feed(secret="another's")
    browser.as_(reader)
    page = browser.get("/account/calendars")
    assert [str(button["value"]) for button in page.select("[name=feed]")] == [str(made.feed.id)]

    for feed in (made.feed, made.feed, others):
        browser.post("/account/calendars/revoke", {"feed": str(feed.id)}, to="/account/calendars")

    assert is_gone(browser, made.secret)
    db.expire_all()
    assert others.revoked_at is None
    assert [
        entry.action for entry in db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    ] == [
        "calendar.feed-made",
        "calendar.feed-revoked",
    ]
    with pytest.raises(Refused):
        revoke_feed(db, actor=reader, feed=others)


@on_sqlite
def test_who_belongs_to_no_dialogue_makes_no_feed(browser, db, make, here, reader):
    assert "for those who belong" in browser.as_(reader).get("/account/calendars").main.text
    with pytest.raises(Refused):
        make_feed(db, actor=reader, name="")
    make.membership(user=reader, dialogue=make.dialogue())
    with pytest.raises(Refused) as refusal:
        make_feed(db, actor=reader, name="", dialogue=here)
    assert refusal.value.field == "dialogue"
    page = browser.post("/account/calendars", {"name": "Mine", "dialogue": "here"})
    assert page.select(".row-error")
    assert page.select_one("[name=name]")["value"] == "Mine"


@on_sqlite
def test_feeds_are_few(db, reader, joined):
    for _time in range(MOST):
        make_feed(db, actor=reader, name="")

    with pytest.raises(Refused):
        make_feed(db, actor=reader, name="")


@on_sqlite
def test_a_program_that_has_it_is_not_sent_it_again(browser, db, make, reader, here, joined):
    made = make_feed(db, actor=reader, name="")
    db.commit()
    client = browser.app.test_client()
    url = f"/calendar/{made.secret}.ics"
    tag = client.get(url).headers["ETag"]

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    make.round(dialogue=here)
    db.commit()
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


@on_sqlite
def test_a_feed_takes_as_many_statements_for_ten_times_the_rounds(
    browser, db, make, reader, here, joined
):
    made = make_feed(db, actor=reader, name="")
    db.commit()
    client, counts = browser.app.test_client(), []
    for more in (0, 18):
        for _time in range(more):
            make.round(dialogue=here)
        db.commit()
        with statements() as sent:
            assert client.get(f"/calendar/{made.secret}.ics").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 6


@on_sqlite
def test_no_dialogue_has_the_address_of_a_page(app, db, lead):
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}

    assert {part for part in first if part and not part.startswith("<")} <= RESERVED
    with pytest.raises(Refused) as refusal:
        open_dialogue(db, actor=lead, slug="sign-in", name=text("Sign in"), track=Track.TRACK_TWO,
                      summary=EMPTY, began=None, attribution=Attribution.OPEN)  # fmt: skip
    assert refusal.value.field == "slug"
