"""Accounts, the roles they have in dialogues, and their passwords."""

import pytest
import sqlalchemy as sa

from app.accounts import commands
from app.accounts.models import Role, User
from app.audit.models import AuditEntry
from app.dialogues.commands import end_membership, membership, set_membership
from app.dialogues.models import Membership
from app.rules import Refused
from tests.conftest import statements

PASSWORD = "correct horse battery"
NEW = "staple correct horse"


@pytest.fixture
def user(db):
    return commands.add_user(db, actor=None, sign_in_name="qian", name="Qian", password=PASSWORD)


def last_entry(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()


def fits(user, password):
    return commands.HASHER.verify(user.password_hash, password)


def test_an_account_is_kept_in_lower_case_and_its_password_hashed(db, user):
    added = commands.add_user(
        db, actor=user, sign_in_name=" Sun ", name=" Sun ", password=PASSWORD, locale="zh-Hans"
    )

    assert (added.sign_in_name, added.name, added.locale) == ("sun", "Sun", "zh-Hans")
    assert fits(added, PASSWORD)
    assert "password_hash" not in last_entry(db).after


@pytest.mark.parametrize(
    ("given", "field"),
    [({"sign_in_name": "QIAN"}, "sign_in_name"), ({"password": "short"}, "password")],
)
def test_an_account_has_its_own_name_and_a_long_password(db, user, given, field):
    with pytest.raises(Refused) as refusal:
        commands.add_user(
            db,
            actor=user,
            **{"sign_in_name": "other", "name": "Other", "password": PASSWORD} | given,
        )

    assert refusal.value.field == field


def test_an_account_without_a_name_is_refused(db, user):
    with pytest.raises(Refused):
        commands.add_user(db, actor=user, sign_in_name=" ", name="Qian", password=PASSWORD)


def test_closing_an_account_ends_its_sessions(db, admin, user):
    key = user.session_key

    commands.change_user(db, actor=admin, user=user, name="Qian", is_admin=False, is_active=False)

    assert user.session_key != key
    assert fits(user, PASSWORD)


def test_nobody_takes_their_own_account_away(db, admin):
    for is_admin, is_active in ((True, False), (False, True)):
        with pytest.raises(Refused):
            commands.change_user(
                db,
                actor=admin,
                user=admin,
                name="Ad Min",
                is_admin=is_admin,
                is_active=is_active,
            )


def test_a_password_is_changed_by_whoever_knows_it(db, user):
    key = user.session_key

    with pytest.raises(Refused) as refusal:
        commands.change_password(db, actor=user, current="wrong password", password=NEW)
    commands.change_password(db, actor=user, current=PASSWORD, password=NEW)

    assert refusal.value.field == "current"
    assert fits(user, NEW)
    assert user.session_key != key
    assert last_entry(db).action == "user.password-changed"
    assert set(last_entry(db).after) == set()


def test_a_role_is_given_changed_and_ended(db, make, admin, user):
    dialogue = make.dialogue()
    given = set_membership(db, actor=admin, user=user, dialogue=dialogue, role=Role.READER)
    changed = set_membership(
        db,
        actor=admin,
        user=user,
        dialogue=dialogue,
        role=Role.SECRETARY,
        side=dialogue.sides[0],
    )

    assert given is changed
    assert (changed.role, changed.side) == (Role.SECRETARY, dialogue.sides[0])
    assert last_entry(db).action == "membership.changed"
    assert last_entry(db).dialogue_id == dialogue.id
    end_membership(db, actor=admin, member=changed)
    assert membership(db, user, dialogue) is None
    assert last_entry(db).action == "membership.ended"


def test_a_role_is_of_the_dialogue_and_for_one_of_its_sides(db, make, admin, user):
    dialogue, other = make.dialogue(), make.dialogue()

    for given, field in (
        ({"role": Role.ADMIN}, "role"),
        ({"role": Role.AUTHOR, "side": other.sides[0]}, "side"),
    ):
        with pytest.raises(Refused) as refusal:
            set_membership(db, actor=admin, user=user, dialogue=dialogue, **given)
        assert refusal.value.field == field


@pytest.mark.parametrize("role", Role)
def test_who_opens_which_page(browser, make, user, role):
    dialogue = make.dialogue()
    member = make.user(is_admin=role is Role.ADMIN)
    if role is not Role.ADMIN:
        make.membership(user=member, dialogue=dialogue, role=role)
    browser.as_(member)
    status = 200 if role is Role.ADMIN else 403

    browser.get("/account")
    for page in ("/users", "/users/new", f"/users/{user.id}/edit"):
        browser.get(page, status=status)
    browser.get(f"/users/{user.id}/dialogues/{dialogue.slug}", status=status)
    # There is no role to end.
    ending = 404 if role is Role.ADMIN else 403
    browser.post(f"/users/{user.id}/dialogues/{dialogue.slug}/end", status=ending)


def test_an_admin_adds_an_account_and_gives_it_a_role(browser, db, make, admin):
    dialogue = make.dialogue()
    browser.as_(admin).post(
        "/users/new",
        {"sign_in_name": "sun", "name": "Sun", "password": PASSWORD, "locale": "en"},
        status=302,
    )
    added = db.query(User).filter_by(sign_in_name="sun").one()
    page = f"/users/{added.id}/edit"
    assert browser.last.location == page

    browser.post(
        f"/users/{added.id}/dialogues/{dialogue.slug}",
        {"role": "secretary", "side": "SN"},
        to=page,
    )

    member = db.query(Membership).one()
    assert (member.role, member.side.code) == (Role.SECRETARY, "SN")
    form = browser.get(f"/users/{added.id}/dialogues/{dialogue.slug}")
    assert form.select_one("option[value=secretary]").has_attr("selected")
    assert form.select_one("option[value=SN]").has_attr("selected")
    browser.post(f"/users/{added.id}/dialogues/{dialogue.slug}/end", to=page)
    assert db.query(Membership).count() == 0


def test_what_is_wrong_is_said_beside_the_field(browser, make, admin, user):
    browser.as_(admin)

    taken = browser.post(
        "/users/new",
        {"sign_in_name": "qian", "name": "Q", "password": PASSWORD, "locale": "en"},
    )
    weak = browser.post(
        f"/users/{user.id}/edit",
        {"name": "Qian", "password": "short", "is_active": "y", "revision": str(user.revision)},
    )
    dialogue = make.dialogue()
    role = browser.post(f"/users/{user.id}/dialogues/{dialogue.slug}", {"role": "admin"})

    assert taken.select_one("#sign_in_name-error")
    assert weak.select_one("#password-error")
    assert role.select_one("#role-error")
    browser.get("/users/99999/edit", status=404)
    browser.get(f"/users/{user.id}/dialogues/none", status=404)


def test_an_account_is_renamed_and_keeps_its_password(browser, db, admin, user):
    form = {"name": "Qian X.", "password": "", "is_active": "y", "revision": str(user.revision)}

    browser.as_(admin).post(f"/users/{user.id}/edit", form, to="/users")

    db.expire_all()
    assert (user.name, user.is_active, user.is_admin) == ("Qian X.", True, False)
    assert fits(user, PASSWORD)


def test_an_admin_who_renews_their_own_password_stays_signed_in(browser, db, admin):
    form = {"name": "Ad Min", "password": NEW, "is_active": "y", "is_admin": "y"}

    browser.as_(admin).post(
        f"/users/{admin.id}/edit", {**form, "revision": str(admin.revision)}, to="/users"
    )

    browser.get("/users")


def test_a_new_password_ends_the_other_sessions_and_not_this_one(browser, app, db, user):
    elsewhere = type(browser)(app, db).as_(user)
    elsewhere.get("/account")
    form = {"current": PASSWORD, "password": NEW, "again": NEW}

    browser.as_(user).post("/account", form, to="/")

    browser.get("/account")
    elsewhere.get("/account", status=302)
    db.expire_all()
    assert fits(user, NEW)


def test_a_new_password_is_written_twice(browser, user):
    form = {"current": PASSWORD, "password": NEW, "again": "something else"}

    page = browser.as_(user).post("/account", form)

    assert page.select_one("#again-error")


def test_the_pages_cost_the_same_however_much_there_is(browser, make, admin, user):
    def costs():
        found = []
        for page in ("/users", f"/users/{user.id}/edit"):
            with statements() as sent:
                browser.get(page)
            found.append(len(sent))
        return found

    browser.as_(admin)
    make.membership(user=user)
    before = costs()
    for _ in range(3):
        make.membership(user=user)
        make.user()

    assert costs() == before
