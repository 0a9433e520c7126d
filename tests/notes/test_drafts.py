"""Notes that are still being typed: kept for each user and round, lost by nobody."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.audit.models import AuditEntry
from app.dialogues.models import Dialogue
from app.dialogues.queries import viewer_of
from app.notes.draft_commands import (
    LONGEST_NOTES,
    LONGEST_ROSTER,
    Overtaken,
    discard_draft,
    save_draft,
)
from app.notes.draft_queries import draft_of, drafts_on, get_draft, others_drafts
from app.records.models import Disclosure
from app.rounds.models import Round
from app.rules import Refused
from tests.audit.racing import at_once, until_it_holds, writing

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def meeting(make):
    return make.round()


@pytest.fixture(params=["a round", "a round to come"])
def of(request, meeting):
    """Whose notes they are: those on a round, or on one that is not logged yet."""
    there = request.param == "a round"
    return {"dialogue": meeting.dialogue, "meeting": meeting if there else None}


def save(db: Session, user: User, of, notes: str, revision: int | None, roster: str = ""):
    return save_draft(db, actor=user, **of, notes=notes, roster=roster, revision=revision)


def test_what_is_typed_is_kept_for_its_writer_alone(db, make, secretary, lead, of, meeting):
    other = {"dialogue": meeting.dialogue, "meeting": make.round(dialogue=meeting.dialogue)}

    first = save(db, secretary, of, "- One", None, roster="XIAO Qian")
    save(db, secretary, other, "- Another round", None)
    save(db, lead, of, "- Mine", None)
    second = save(db, secretary, of, "- One\n- Two", first.revision, roster="XIAO Qian")
    db.commit()

    found = draft_of(db, secretary, **of)
    assert found is second
    assert (found.notes, found.roster, found.revision) == ("- One\n- Two", "XIAO Qian", 2)
    assert abs((datetime.now(UTC) - found.saved_at).total_seconds()) < 60
    assert [draft.notes for draft in others_drafts(db, secretary, **of)] == ["- Mine"]
    assert draft_of(db, lead, **of).notes == "- Mine"
    assert db.scalars(sa.select(AuditEntry)).first() is None


def test_a_text_is_never_put_over_one_that_its_writer_has_not_seen(db, secretary, of):
    opened = save(db, secretary, of, "- One", None).revision
    save(db, secretary, of, "- One, from the first tab", opened)
    db.commit()

    for seen in (opened, None):
        with pytest.raises(Overtaken):
            save(db, secretary, of, "- One, from the second tab", seen)
        with pytest.raises(Overtaken):
            discard_draft(db, actor=secretary, **of, revision=seen)
    now = draft_of(db, secretary, **of)
    assert now.notes == "- One, from the first tab"
    assert save(db, secretary, of, "- Both, after looking", now.revision).notes.startswith("- Both")


def test_who_did_not_hear_that_it_was_saved_says_it_again(db, secretary, of):
    save(db, secretary, of, "- One", None)

    again = save(db, secretary, of, "- One", None)

    assert again.revision == 1
    assert len(drafts_on(db, **of)) == 1


def test_a_draft_that_was_ended_elsewhere_is_not_begun_again_unseen(db, secretary, of):
    seen = save(db, secretary, of, "- One", None).revision
    discard_draft(db, actor=secretary, **of, revision=seen)

    with pytest.raises(Overtaken):
        save(db, secretary, of, "- One, and more", seen)
    discard_draft(db, actor=secretary, **of, revision=seen)
    assert draft_of(db, secretary, **of) is None
    assert save(db, secretary, of, "- One, and more", None).revision == 1


@on_sqlite
@pytest.mark.parametrize(
    ("field", "longest"), [("notes", LONGEST_NOTES), ("roster", LONGEST_ROSTER)]
)
def test_a_text_that_no_round_could_need_is_refused(db, secretary, meeting, field, longest):
    of = {"dialogue": meeting.dialogue, "meeting": meeting}
    texts = {"notes": "", "roster": ""}

    save(db, secretary, of, **texts | {field: "字" * longest}, revision=None)
    with pytest.raises(Refused) as refused:
        save(db, secretary, of, **texts | {field: "字" * (longest + 1)}, revision=1)

    assert refused.value.field == field
    kept = draft_of(db, secretary, **of)
    assert kept is not None
    assert getattr(kept, field) == "字" * longest


def test_drafts_are_read_by_the_secretariat_that_may_read_the_round(db, make, open_db, secretary):
    dialogue = make.dialogue(sides=("AV", "SN"))
    side = dialogue.sides[0]
    meetings: dict[Disclosure | None, Any] = {
        level: make.round(
            dialogue=dialogue, disclosure=level, side=side if level is Disclosure.SIDE else None
        )
        for level in Disclosure
    }
    meetings[None] = None  # the round to come
    for meeting in meetings.values():
        make.notes_draft(user=secretary, meeting=meeting, dialogue=dialogue)
    roles = {*Role} - {Role.ADMIN}
    members: dict[str, Any] = {r: make.membership(dialogue=dialogue, role=r) for r in roles}
    members["elsewhere"] = make.membership(role=Role.LEAD)
    members["for a side"] = make.membership(dialogue=dialogue, side=side, role=Role.SECRETARY)
    admin = make.user(is_admin=True)
    db.commit()

    kept = {*Disclosure} - {Disclosure.SIDE} | {None}
    expected = dict.fromkeys(members, frozenset()) | {
        Role.AUTHOR: kept,
        Role.SECRETARY: kept,
        Role.LEAD: kept,
        "for a side": {*Disclosure, None},
    }
    viewers = {who: viewer_of(member.user, [member]) for who, member in members.items()}
    viewers["administrator"], expected["administrator"] = viewer_of(admin, []), frozenset()
    for who, viewer in viewers.items():
        session = open_db(viewer)
        seen = {
            level for level, one in meetings.items() if reads(session, secretary, dialogue, one)
        }
        assert seen == expected[who], who


def reads(session: Session, writer: User, dialogue, meeting) -> bool:
    try:
        return bool(get_draft(session, writer.id, dialogue=dialogue, meeting=meeting).notes)
    except NoResultFound:
        return False


def test_of_two_tabs_that_save_a_first_text_at_once_one_is_told(db, engine, secretary, of):
    db.commit()
    ids = {name: row and row.id for name, row in of.items()}

    def tab(notes: str):
        def save_once():
            with writing(engine) as mine:
                meeting = ids["meeting"] and mine.get_one(Round, ids["meeting"])
                here = {"dialogue": mine.get_one(Dialogue, ids["dialogue"]), "meeting": meeting}
                save(mine, mine.get_one(User, secretary.id), here, notes, None)
                mine.commit()

        return lambda: until_it_holds(save_once)

    told = at_once(tab("- From the first tab"), tab("- From the second"))

    assert sorted(type(one) for one in told if one) == [Overtaken]
    db.rollback()
    [kept] = drafts_on(db, **of)
    assert kept.notes == ["- From the first tab", "- From the second"][told.index(None)]
