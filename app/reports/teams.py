"""The sides' teams, as far as an audience may be told of them."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.standing import on_record
from app.dialogues.models import Dialogue, Side
from app.partial_date import PartialDate
from app.people.models import PersonName, TeamMember
from app.people.naming import may_be_named, nearest_name
from app.records.models import Disclosure, Source
from app.reports.report import Member, SourceLine, Team, UnnamedGroup


def teams_of(
    db: Session, dialogue: Dialogue, *, as_of: PartialDate, audience: Disclosure, locale: str
) -> tuple[tuple[Team, ...], set[SourceLine]]:
    """One team for each side, empty where none is on record, and the sources of their lines.

    Whoever may not be named is neither listed nor counted: members alone read that there are any.
    """
    rows = db.execute(
        sa.select(TeamMember, Source)
        .outerjoin(Source, Source.id == TeamMember.source_id)
        .where(TeamMember.dialogue_id == dialogue.id, on_record(TeamMember.as_of, as_of))
        .order_by(TeamMember.position, TeamMember.id)
    ).all()
    names = _names(db, dialogue)
    lines: dict[int, list[Any]] = defaultdict(list)
    sources: set[SourceLine] = set()
    for member, source in rows:
        line = _line(member, names, audience, locale)
        lines[member.side_id].append((line, member.as_of, source))
        if source:
            sources.add(SourceLine(source.key, source.title, source.address, source.published))
    return tuple(_team(side, lines[side.id]) for side in dialogue.sides), sources


def _line(
    member: TeamMember,
    names: dict[int, list[tuple[str, str]]],
    audience: Disclosure,
    locale: str,
) -> Member | UnnamedGroup | None:
    if not may_be_named(member.naming, audience):
        return None
    if member.person_id is None:
        return UnnamedGroup(label=member.group_label, count=member.group_count)
    if member.person_id not in names:
        return None
    return Member(
        name=nearest_name(names[member.person_id], locale),
        affiliation=member.affiliation,
        naming=member.naming,
    )


def _team(side: Side, lines: list[Any]) -> Team:
    return Team(
        side=side,
        members=tuple(line for line, _date, _source in lines if isinstance(line, Member)),
        holds_others=any(line is None for line, _date, _source in lines),
        groups=tuple(line for line, _date, _source in lines if isinstance(line, UnnamedGroup)),
        dates=tuple(sorted({day for _line, day, _source in lines if day})),
        sources=tuple(dict.fromkeys(source.key for _line, _day, source in lines if source)),
    )


def _names(db: Session, dialogue: Dialogue) -> dict[int, list[tuple[str, str]]]:
    """The names, by language, of those on a team whom the viewer may know of."""
    on_team = sa.select(TeamMember.person_id).where(TeamMember.dialogue_id == dialogue.id)
    names: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person_id, language, printed in db.execute(
        sa.select(PersonName.person_id, PersonName.language, PersonName.printed)
        .where(PersonName.person_id.in_(on_team))
        .order_by(PersonName.id)
    ):
        names[person_id].append((language, printed))
    return names
