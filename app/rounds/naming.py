"""Where a person took part, and by that, whether they are named where no one round decides."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.dialogues.models import Dialogue
from app.people.models import Naming, Person, TeamMember, may_name
from app.people.naming import may_be_named
from app.reading import AS_THE_HOUSE
from app.records.models import Disclosure
from app.rounds.models import Attendance, Round

FROM_WIDE_TO_NARROW = list(Naming)


def narrowest(
    db: Session, dialogue_id: int, person_ids: Collection[int] | None = None
) -> dict[int, Naming]:
    """The narrowest naming level that each person has in a dialogue, at any round or on a team.

    `person_ids` None: of everybody. Somebody who takes part in nothing is missing: only the
    secretariat may name them.
    """
    attended = (
        sa.select(Attendance.person_id, Attendance.naming)
        .join(Attendance.round)
        .where(Round.dialogue_id == dialogue_id, _is_one_of(Attendance.person_id, person_ids))
    )
    on_team = sa.select(TeamMember.person_id, TeamMember.naming).where(
        TeamMember.dialogue_id == dialogue_id, _is_one_of(TeamMember.person_id, person_ids)
    )
    levels: dict[int, Naming] = {}
    # Also those that the viewer may not read: they are the ones that forbid.
    rows: Any = db.execute(sa.union(attended, on_team), execution_options=AS_THE_HOUSE)
    for person_id, naming in rows:
        known = (levels.get(person_id, Naming.PUBLIC), Naming(naming))
        levels[person_id] = max(known, key=FROM_WIDE_TO_NARROW.index)
    return levels


def _is_one_of(person_id: Any, wanted: Collection[int] | None) -> sa.ColumnElement[bool]:
    return cast(
        sa.ColumnElement[bool],
        person_id.is_not(None) if wanted is None else person_id.in_(wanted),
    )


def may_be_named_at_all(person_id: int, levels: Mapping[int, Naming], audience: Disclosure) -> bool:
    """Whether the person is named as an action's owner or for a position; `levels`: `narrowest`."""
    if audience is Disclosure.SECRETARIAT:
        return True
    return person_id in levels and may_be_named(levels[person_id], audience)


def attendances_of(db: Session, person: Person) -> Sequence[Attendance]:
    """The rounds at which the viewer may be told that the person was, by dialogue, newest first."""
    happened = sa.func.coalesce(sa.type_coerce(Round.happened, sa.String), "")
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
        .order_by(Dialogue.slug, happened.desc(), Attendance.id.desc())
    ).all()
