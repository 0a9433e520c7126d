"""Putting somebody on a roster by their name, whether they are on record or not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attendance.commands import add_attendee
from app.attendance.matching import Called, Roll, roll_of
from app.localized import EMPTY, LocalizedText
from app.people.commands import add_person
from app.people.models import Person
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round
from app.rules import Refused, _

NEW = "new"


def who_may_be_meant(roll: Roll, name: str) -> tuple[Person | None, Sequence[Called]]:
    """The person whom this name means beyond doubt, or else all who may be meant."""
    called = roll.find(name)
    sure = [one for one in called if one.sure]
    if len(sure) == 1:
        return roll.people[sure[0].person_id], called
    return None, called


def add_named(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    name: str,
    meant: str = "",
    language: str = "en",
    family: str = "",
    given: str = "",
    group_label: LocalizedText = EMPTY,
    **attendance: Any,
) -> Attendance:
    """Put the person of this name on the roster, or a group.

    `meant` is the id of one of those who may be meant, or NEW, for a card to be started; it is
    needed where the name alone does not tell.
    """
    refuse_confirmed(db, meeting.id)
    if bool(name) == bool(group_label):
        raise Refused(
            _("Choose a person, or describe a group that is not named: one of the two."),
            field="name",
        )
    if not name:
        return add_attendee(db, actor=actor, meeting=meeting, group_label=group_label, **attendance)
    person, called = who_may_be_meant(roll := roll_of(db), name)
    if meant == NEW:
        person = add_person(
            db,
            actor=actor,
            dialogue=meeting.dialogue,
            language=language,
            printed=name,
            family=family,
            given=given,
        )
    elif meant:
        person = next((roll.people[c.person_id] for c in called if str(c.person_id) == meant), None)
    if person is None:
        raise Refused(_ask(called), field="meant")
    try:
        return add_attendee(db, actor=actor, meeting=meeting, person=person, **attendance)
    except Refused as refusal:
        # The form asks for a person by their name.
        field = "name" if refusal.field == "person" else refusal.field
        raise Refused(refusal.message, field=field, **refusal.values) from refusal


def _ask(called: Sequence[Called]) -> str:
    if called:
        return _("Choose who is meant, or add a new person of this name.")
    return _("Nobody on record is called so. Look at the name, and add a new person.")
