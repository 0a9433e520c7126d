"""Logging notes: exactly what the preview showed, all of it or nothing."""

import pytest
import sqlalchemy as sa

from app.actions.models import Action, ActionStatus
from app.audit.models import AuditEntry
from app.consensus.models import ConsensusItem, ItemKind, Method
from app.dialogues.models import Attribution
from app.localized import EMPTY
from app.notes.carrying_commands import Carrying
from app.notes.models import NotesDraft
from app.notes.proposal import Fate
from app.notes.steps import Plan, RecordItem
from app.reading import THE_HOUSE
from app.records.models import Disclosure
from app.rounds.models import Attendance, Round, RoundStatus
from app.rules import Refused
from tests.make import NOW
from tests.notes.logged import (
    MINUTES,
    Talks,
    fates,
    filled,
    held,
    on_sqlite,
    papers,
    refuse_unseen,
    revisions,
    talks,
)

__all__ = ["talks"]


def test_what_is_written_is_what_was_shown(talks: Talks):
    before, old = held(talks.db), revisions(talks.db)
    shown = talks.preview(MINUTES)

    talks.log(MINUTES)

    refuse_unseen(shown, before, held(talks.db))
    now = revisions(talks.db)
    changed = {ref for ref in old if now[ref] != old[ref]}
    assert changed == filled(shown, talks.dialogue) | {f"{talks.dialogue.id}/R8-A1"}
    item = talks.db.scalars(sa.select(ConsensusItem).where(ConsensusItem.ref == "R8-C1")).one()
    assert [one.reason for one in item.wordings] == ["", "At R9."]
    assert item.wordings[1].settled_at_id == talks.ninth.id
    action = talks.db.scalars(sa.select(Action).where(Action.ref == "R8-A1")).one()
    assert action.status is ActionStatus.DONE
    agreed = talks.db.scalars(sa.select(ConsensusItem).where(ConsensusItem.ref == "R9-C5")).one()
    assert {one.method for one in agreed.wordings[0].positions} == {Method.IN_SESSION}


def test_the_text_stays_with_the_round_and_the_draft_ends(talks: Talks):
    draft = NotesDraft(user=talks.actor, dialogue=talks.dialogue, meeting=talks.ninth, saved_at=NOW)
    talks.db.add(draft)

    talks.log(MINUTES)

    [paper] = papers(talks.db, talks.ninth)
    assert paper.title.text_for("en").startswith("Notes of R9, 20")
    assert paper.disclosure is Disclosure.SECRETARIAT
    assert paper.files[0].content.decode() == MINUTES
    assert paper.files[0].name == "R9-notes.txt"
    assert not talks.db.scalars(sa.select(NotesDraft)).all()
    entry = talks.db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()
    assert (entry.action, entry.record_id) == ("notes.logged", talks.ninth.id)


@on_sqlite
def test_logging_twice_offers_only_what_is_new(talks: Talks):
    talks.log(MINUTES)

    again = talks.preview(MINUTES)
    more = talks.preview(f"{MINUTES}- Any other business\n")

    assert fates(again) == {Fate.SAME}
    assert not again.can_be_logged
    assert more.notes.makes == 1


def test_a_new_round_is_logged_with_its_roster_and_moderators(talks: Talks):
    text = "Round: 12\nDate: 2024-11-02\n# Session 1: Terms (moderator: Sisson Melanie)\n- Glossary"
    before = held(talks.db)
    roster = "Melanie SISSON, Fellow, Brookings\nXIAO Qian"
    shown = talks.preview(text, roster=roster, meeting=None)

    logged = talks.log(text, roster=roster, meeting=None)

    assert (logged.ref, logged.status, logged.number) == ("R12", RoundStatus.HELD, 12)
    refuse_unseen(shown, before, held(talks.db))
    present = talks.db.scalars(sa.select(Attendance).where(Attendance.round_id == logged.id)).all()
    assert len(present) == 2
    [session] = logged.sessions
    assert [one.attendance_id for one in session.moderators] == [present[0].id]


def test_a_preview_that_has_been_overtaken_is_refused(talks: Talks, open_db):
    shown, ninth = talks.preview(MINUTES), talks.ninth.id
    talks.db.commit()
    with open_db(THE_HOUSE) as other:
        other.get_one(Round, ninth).sessions[0].attribution = Attribution.CLOSED
        other.commit()

    with pytest.raises(Refused, match="has changed since") as refusal:
        talks.log(MINUTES, fingerprint=shown.fingerprint)

    assert refusal.value.field == "notes"


@on_sqlite
def test_an_answer_does_not_make_it_another_preview(talks: Talks):
    text = "# S\n- T {Sce}"
    shown = talks.preview(text)
    [choice] = shown.notes.asks

    talks.log(text, fingerprint=shown.fingerprint, answers={choice.key: "GP-2"})

    assert [topic.code for topic in talks.ninth.sessions[0].agenda[0].topics] == ["GP-2"]


@on_sqlite
@pytest.mark.parametrize("text", ["# S\n- T {Sce}", "# S\n- T\n< R1-C1", "nothing", ""])
def test_what_is_open_or_unclear_is_not_written(talks: Talks, text: str):
    before = held(talks.db)

    with pytest.raises(Refused):
        talks.log(text, answers={})

    assert held(talks.db) == before


@on_sqlite
def test_a_refusal_in_the_middle_names_its_line(talks: Talks):
    """No text leads to one: what a command would refuse is told beforehand."""
    step = RecordItem(
        line=7, topic=None, parent=None, kind=ItemKind.CONSENSUS, level=None, verb="", text=EMPTY,
        open_list=False,
    )  # fmt: skip
    carrying = Carrying(talks.db, talks.actor, talks.dialogue, talks.ninth)

    with pytest.raises(Refused, match=r"Line 7: A wording says something\."):
        carrying.carry_out(Plan(steps=[step]))


@on_sqlite
def test_a_confirmed_round_is_left_alone(talks: Talks):
    talks.ninth.status = RoundStatus.CONFIRMED

    with pytest.raises(Refused, match="confirmed"):
        talks.log(MINUTES)
