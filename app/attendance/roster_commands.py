"""Writing a roster of which the preview was confirmed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attendance.choices import Answers
from app.attendance.commands import add_attendee, edit_attendance
from app.attendance.printed_names import folded
from app.attendance.roster_plan import Planned, in_language
from app.attendance.roster_proposal import RosterFate, RosterProposal
from app.attendance.rostering import propose_roster, propose_table
from app.attendance.upload import Table
from app.localized import EMPTY, LocalizedText
from app.people.commands import add_affiliation, add_institution, add_name, add_person
from app.people.models import Institution, Person
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round
from app.rules import Refused, _

CHANGED = _("The record has changed since this preview: look again.")
NOT_YET = _("Nothing can be written yet: look at the lines that are marked.")


def log_lines(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    text: str,
    answers: Answers,
    fingerprint: str,
    locale: str = "en",
) -> dict[int, Attendance]:
    """Write pasted lines as the preview showed them. Raises Refused where it would differ now."""
    refuse_confirmed(db, meeting.id, to_change=True)
    proposal = propose_roster(
        db, dialogue=meeting.dialogue, meeting=meeting, text=text, answers=answers, locale=locale
    )
    refuse_unseen(proposal, answers, fingerprint)
    return log_roster(db, actor=actor, meeting=meeting, proposal=proposal)


def log_table(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    table: Table,
    mapping: Sequence[str],
    answers: Answers,
    fingerprint: str,
    locale: str = "en",
) -> dict[int, Attendance]:
    """Write the rows of an uploaded table, of which column n holds `mapping[n]`."""
    refuse_confirmed(db, meeting.id, to_change=True)
    proposal = propose_table(
        db, meeting=meeting, table=table, mapping=mapping, answers=answers, locale=locale
    )
    refuse_unseen(proposal, answers, fingerprint)
    return log_roster(db, actor=actor, meeting=meeting, proposal=proposal)


def refuse_unseen(proposal: RosterProposal, answers: Answers, fingerprint: str) -> None:
    """Refuse to write anything but what was looked at."""
    unseen = [choice for choice in proposal.choices if choice.key not in answers]
    if proposal.fingerprint != fingerprint or unseen:
        raise Refused(CHANGED, field="text")
    if not proposal.can_be_logged:
        raise Refused(NOT_YET, field="text")


def log_roster(
    db: Session, *, actor: User, meeting: Round, proposal: RosterProposal
) -> dict[int, Attendance]:
    """Write a proposal. The entries by line, those that were there already among them."""
    if proposal.asks or proposal.problems:
        raise Refused(NOT_YET, field="text")
    refuse_confirmed(db, meeting.id)
    writing = _Writing(db, actor, meeting)
    return {one.entry.line: writing.write(one) for one in proposal.plan}


class _Writing:
    """`made` are the institutions that earlier lines of the same roster started."""

    def __init__(self, db: Session, actor: User, meeting: Round) -> None:
        self.db, self.actor, self.meeting = db, actor, meeting
        self.made: dict[str, Institution] = {}

    def write(self, planned: Planned) -> Attendance:
        if planned.attendance is not None:
            if planned.fate is RosterFate.UPDATE:
                self._edit(planned, planned.attendance)
            return planned.attendance
        entry = planned.entry
        if entry.group:
            label = in_language(entry, entry.group)
            return self._add(planned, group_label=label)
        person = planned.person or self._new_person(planned)
        return self._add(planned, person=person)

    def _add(self, planned: Planned, **who: Any) -> Attendance:
        return add_attendee(
            self.db,
            actor=self.actor,
            meeting=self.meeting,
            institutions=[self._institution(planned, one) for one in planned.institutions],
            **who,
            **planned.changes,
        )

    def _edit(self, planned: Planned, attendance: Attendance) -> None:
        names = ("group_label", "group_count", "side", "role", "capacity", "sector",
                 "affiliation", "naming", "consent", "consented")  # fmt: skip
        now: Mapping[str, Any] = {name: getattr(attendance, name) for name in names}
        institutions = [self._institution(planned, one) for one in planned.institutions]
        edit_attendance(
            self.db,
            actor=self.actor,
            attendance=attendance,
            institutions=institutions or None,
            **{**now, **planned.changes},
        )

    def _new_person(self, planned: Planned) -> Person:
        entry = planned.entry
        (language, printed), *others = entry.names
        person = add_person(
            self.db,
            actor=self.actor,
            dialogue=self.meeting.dialogue,
            language=language,
            printed=printed,
            family=entry.family,
            given=entry.given,
        )
        for other_language, other in others:
            add_name(
                self.db, actor=self.actor, person=person, language=other_language, printed=other
            )
        for post, place in planned.posts:
            institution = None if place is None else self._institution(planned, place)
            add_affiliation(
                self.db,
                actor=self.actor,
                person=person,
                institution=institution,
                post=in_language(entry, post.title),
                printed=in_language(entry, post.as_printed),
                former=post.former,
            )
        return person

    def _institution(self, planned: Planned, place: Institution | str) -> Institution:
        if not isinstance(place, str):
            return place
        if (made := self.made.get(folded(place))) is None:
            name: LocalizedText = in_language(planned.entry, place) or EMPTY
            made = add_institution(self.db, actor=self.actor, name=name)
            self.made[folded(place)] = made
        return made
