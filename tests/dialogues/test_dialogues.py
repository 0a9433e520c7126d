"""Opening a dialogue, arranging its sides, and who works on it."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.accounts.policy import SECRETARIAT
from app.dialogues.arranging import add_side, edit_dialogue, edit_side, open_dialogue
from app.dialogues.commands import end_membership, membership, set_membership
from app.dialogues.models import Attribution, Dialogue, Membership, Side, Track
from app.dialogues.queries import (
    account,
    all_dialogues,
    dialogues,
    get_side,
    memberships_of,
    viewer_of,
)
from app.localized import EMPTY
from app.reading import Viewer
from app.rules import Refused
from tests.make import text

ABOUT = {"track": Track.TRACK_TWO, "summary": EMPTY, "began": None,
         "attribution": Attribution.OPEN}  # fmt: skip
NAMES = {"dialogue_name": EMPTY, "convener": EMPTY, "convener_short": EMPTY}


def opened(db, actor, slug="harbour-dialogue", **given):
    return open_dialogue(db, actor=actor, slug=slug, **{"name": text("Harbour")} | ABOUT | given)


def test_whoever_opens_a_dialogue_is_its_first_lead(db, lead):
    dialogue = opened(db, lead)

    assert membership(db, lead, dialogue).role is Role.LEAD
    assert dialogue.sides == []


@pytest.mark.parametrize(
    "slug",
    ["harbour", "Harbour-Dialogue", "-harbour-dialogue", "harbour--dialogue", "harbour-dialogue-",
     "9-harbour", "harbour dialogue", "harbour-", "háfn-dialogue", "", "harbour-dialogue\n",
     "harbour-" + "d" * 53],
)  # fmt: skip
def test_the_address_of_a_dialogue_is_two_words_at_least(db, lead, slug):
    with pytest.raises(Refused) as refusal:
        opened(db, lead, slug)

    assert refusal.value.field == "slug"
    assert not db.scalars(sa.select(Dialogue)).all()


@pytest.mark.parametrize("slug", ["a-b", "track-2-talks", "harbour-" + "d" * 52])
def test_an_address_may_be_short_or_long(db, lead, slug):
    assert opened(db, lead, slug).slug == slug


def test_an_address_is_taken_also_by_a_dialogue_that_is_not_known(db, lead):
    opened(db, lead)
    db.info["viewer"] = Viewer()

    with pytest.raises(Refused) as refusal:
        opened(db, lead)

    assert refusal.value.field == "slug"


def test_a_dialogue_has_a_name(db, make, lead):
    dialogue = make.dialogue()

    for refused in (
        lambda: opened(db, lead, name=EMPTY),
        lambda: edit_dialogue(db, actor=lead, dialogue=dialogue, name=EMPTY, **ABOUT),
        lambda: add_side(db, actor=lead, dialogue=dialogue, code="X", name=EMPTY, **NAMES),
    ):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.field == "name"


def test_sides_stand_in_the_order_in_which_they_are_added(db, lead):
    dialogue = opened(db, lead)

    for code in ("sn", "AV", "un2"):
        add_side(db, actor=lead, dialogue=dialogue, code=code, name=text(code), **NAMES)

    db.expire_all()
    assert [(side.code, side.position) for side in dialogue.sides] == [
        ("SN", 1), ("AV", 2), ("UN2", 3)]  # fmt: skip
    assert get_side(db, dialogue, "AV") is dialogue.sides[1]


@pytest.mark.parametrize("code", ["", "9A", "A B", "ABCDEFGHI", "中", "A-B", "av"])
def test_a_code_is_short_and_stands_for_one_side(db, make, lead, code):
    dialogue = make.dialogue(sides=("AV", "SN"))

    with pytest.raises(Refused) as added:
        add_side(db, actor=lead, dialogue=dialogue, code=code, name=text("Side"), **NAMES)
    with pytest.raises(Refused) as edited:
        edit_side(db, actor=lead, side=dialogue.sides[1], code=code, name=text("Side"), **NAMES)

    assert (added.value.field, edited.value.field) == ("code", "code")
    assert len(db.scalars(sa.select(Side)).all()) == 2


def test_a_side_keeps_its_code_when_its_names_change(db, make, lead):
    side = make.dialogue(sides=("AV",)).sides[0]

    edit_side(db, actor=lead, side=side, code="AV", name=text("Avaria"), **NAMES)

    assert (side.code, side.name) == ("AV", text("Avaria"))


def test_a_user_has_one_role_in_a_dialogue(db, make, lead, reader):
    side = make.dialogue().sides[0]
    given = {"actor": lead, "user": reader, "dialogue": side.dialogue}

    first = set_membership(db, role=Role.READER, **given)
    second = set_membership(db, role=Role.AUTHOR, side=side, **given)

    assert first is second
    [member] = db.scalars(sa.select(Membership)).all()
    assert (member.role, member.side) == (Role.AUTHOR, side)


def test_a_membership_fits_its_dialogue(db, make, lead, reader):
    given = {"actor": lead, "user": reader, "dialogue": make.dialogue()}

    for role, side, field in ((Role.ADMIN, None, "role"), (Role.READER, make.side(), "side")):
        with pytest.raises(Refused) as refusal:
            set_membership(db, role=role, side=side, **given)
        assert refusal.value.field == field
    assert not db.scalars(sa.select(Membership)).all()


def test_a_membership_ends(db, make, lead):
    member = make.membership()
    user, dialogue = member.user, member.dialogue

    end_membership(db, actor=lead, member=member)

    assert membership(db, user, dialogue) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_a_role_says_what_its_holder_may_read(make, role):
    side = make.dialogue().sides[0]
    member = make.membership(dialogue=side.dialogue, role=role, side=side)

    viewer = viewer_of(member.user, [member])

    staff = role in SECRETARIAT
    assert viewer.participant_of == {side.dialogue_id}
    assert viewer.secretariat_of == ({side.dialogue_id} if staff else set())
    assert viewer.own_sides == ({side.id} if staff else set())
    assert not viewer.administers


def test_memberships_and_dialogues_are_read_by_slug(db, make, reader):
    made = [make.dialogue(slug=slug) for slug in ("b-two", "a-one", "c-three")]
    members = [make.membership(user=reader, dialogue=dialogue) for dialogue in made[:2]]
    db.info["viewer"] = viewer_of(reader, members)

    assert [one.slug for one in dialogues(db)] == ["a-one", "b-two"]
    assert [one.slug for one in all_dialogues(db)] == ["a-one", "b-two", "c-three"]
    assert [one.dialogue.slug for one in memberships_of(db, reader)] == ["a-one", "b-two"]
    found, roles = account(db, reader.id)
    assert found is reader
    assert sorted(slug for _member, slug in roles) == ["a-one", "b-two"]


def test_a_closed_account_is_none(db, reader):
    reader.is_active = False
    db.flush()

    assert account(db, reader.id) is None
