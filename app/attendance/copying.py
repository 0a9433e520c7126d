"""What a round takes over from the roster of an earlier one, told before it does."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.attendance.posts import institutions_at, posts_at
from app.attendance.printed_names import folded
from app.attendance.roster_proposal import fingerprint_of
from app.localized import LocalizedText
from app.people.models import Affiliation, Institution, Naming, Person
from app.people.naming import person_name
from app.rounds.models import Attendance, Round
from app.rounds.queries import rounds_of


@dataclass(frozen=True, kw_only=True)
class Copied:
    """One entry of the earlier roster as it would stand on the new one.

    Consent is of one round: what was agreed to there does not widen the naming here.
    """

    earlier: Attendance
    name: str
    affiliation: LocalizedText
    institutions: Sequence[Institution]
    naming: Naming
    is_there: bool


def earlier_rosters(db: Session, meeting: Round) -> list[Round]:
    """The rounds before this one of which a roster is on record, the last one first."""
    with_roster = set(db.scalars(sa.select(Attendance.round_id).distinct()))
    before: list[Round] = []
    for one in rounds_of(db, meeting.dialogue):
        if one.id == meeting.id:
            break
        before.append(one)
    return [one for one in reversed(before) if one.id in with_roster]


def copied_roster(db: Session, meeting: Round, earlier: Round, locale: str) -> list[Copied]:
    """In the order of the earlier roster, without those whom the viewer may not know of."""
    there = set(
        db.scalars(sa.select(Attendance.person_id).where(Attendance.round_id == meeting.id))
    )
    labels = set(
        db.scalars(sa.select(Attendance.group_label).where(Attendance.round_id == meeting.id))
    )
    known = {folded(words) for label in labels for words in label.texts.values()}
    return [
        _of_person(one, one.person, meeting, there, locale)
        if one.person is not None
        else _of_group(one, known, locale)
        for one in _entries(db, earlier)
        if one.person is not None or one.person_id is None
    ]


def fingerprint_of_copies(copies: Sequence[Copied]) -> str:
    return fingerprint_of(
        [
            (one.earlier.id, one.earlier.revision, one.name, one.affiliation.to_json(),
             [place.id for place in one.institutions], str(one.naming), one.is_there)
            for one in copies
        ]
    )  # fmt: skip


def _entries(db: Session, earlier: Round) -> Sequence[Attendance]:
    posts = joinedload(Attendance.person).selectinload(Person.affiliations)
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.round_id == earlier.id)
        .options(
            joinedload(Attendance.person).selectinload(Person.names),
            posts.joinedload(Affiliation.institution),
            selectinload(Attendance.institutions),
            joinedload(Attendance.side),
        )
        .order_by(Attendance.side_id, Attendance.id)
    ).all()


def _of_person(
    one: Attendance, person: Person, meeting: Round, there: set[int | None], locale: str
) -> Copied:
    # A card that knows of no post at all says nothing against the line printed last.
    says = bool(person.affiliations)
    return Copied(
        earlier=one,
        name=person_name(person, locale),
        affiliation=posts_at(person, meeting) if says else one.affiliation,
        institutions=institutions_at(person, meeting) if says else one.institutions,
        naming=_naming(one),
        is_there=person.id in there,
    )


def _of_group(one: Attendance, known: set[str], locale: str) -> Copied:
    return Copied(
        earlier=one,
        name=one.group_label.text_for(locale),
        affiliation=one.affiliation,
        institutions=one.institutions,
        naming=_naming(one),
        is_there=any(folded(words) in known for words in one.group_label.texts.values()),
    )


def _naming(one: Attendance) -> Naming:
    return Naming.COUNTED if one.naming is Naming.COUNTED else Naming.ROLE_AND_SIDE
