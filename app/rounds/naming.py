"""Where a person took part, and by that, whether they are named where no one round decides."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.dialogues.models import Dialogue
from app.people.models import Naming, Person, TeamMember, may_name
from app.people.naming import may_be_named
from app.reading import AS_THE_HOUSE
from app.records.models import Disclosure
from app.rounds.models import Attendance, Round

FROM_WIDE_TO_NARROW = list(Naming)


def narrowest(db: Session, dialogue_id: int, person_ids: Collection[int]) -> dict[int, Naming]:
    """The narrowest naming level that each person has in a dialogue, at any round or on a team.

    Somebody who takes part in nothing is missing: only the secretariat may name them.
    """
    attended = (
        sa.select(Attendance.person_id, Attendance.naming)
        .join(Attendance.round)
        .where(Round.dialogue_id == dialogue_id, Attendance.person_id.in_(person_ids))
    )
    on_team = sa.select(TeamMember.person_id, TeamMember.naming).where(
        TeamMember.dialogue_id == dialogue_id, TeamMember.person_id.in_(person_ids)
    )
    levels: dict[int, Naming] = {}
    # Also those that the viewer may not read: they are the ones that forbid.
    for person_id, naming in db.execute(
        sa.union_all(attended, on_team), execution_options=AS_THE_HOUSE
    ):
        known = (levels.get(person_id, Naming.PUBLIC), Naming(naming))
        levels[person_id] = max(known, key=FROM_WIDE_TO_NARROW.index)
    return levels


def may_be_named_at_all(
    person_id: int, levels: Mapping[int, Naming], audience: Disclosure
) -> bool:
    """Whether the person is named as an action's owner or for a position; `levels`: `narrowest`."""
    if audience is Disclosure.SECRETARIAT:
        return True
    return person_id in levels and may_be_named(levels[person_id], audience)


def attendances_of(db: Session, person: Person) -> Sequence[Attendance]:
    """The rounds at which the viewer may be told that the person was, newest first."""
    return db.scalars(
        sa.select(Attendance)
        .join(Attendance.round)
        .join(Round.dialogue)
        .where(
            Attendance.person_id == person.id,
            may_name(Attendance.naming, Round.dialogue_id, sa.true()),
        )
        .options(
            contains_eager(Attendance.round).contains_eager(Round.dialogue),
            joinedload(Attendance.side),
        )
        .order_by(Dialogue.slug, Round.happened.desc(), Attendance.id.desc())
    ).all()
