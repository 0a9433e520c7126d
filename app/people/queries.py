"""Finding people and institutions."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.dialogues.models import Dialogue, Side
from app.people.models import (
    Affiliation,
    Institution,
    Person,
    PersonName,
    TeamMember,
    may_name,
)
from app.reading import AS_THE_HOUSE

PAGE = 50

# What stands between the parts of a name differs from print to print: spaces, also those that do
# not break; hyphens; the dots of transcribed names; apostrophes between syllables.
BETWEEN_PARTS = " \u00a0\u3000-\u2010\u2011·•・.'’"


def _folded(column: Any) -> Any:
    """A name in lower case, without what stands between its parts."""
    folded = sa.func.lower(column)
    for mark in BETWEEN_PARTS:
        folded = sa.func.replace(folded, mark, "")
    return folded


def _pattern(word: str) -> str:
    """A LIKE pattern for a folded word. A letter whose case only one database folds fits any."""
    letters = []
    for letter in unicodedata.normalize("NFC", word).lower():
        if letter in "%_/":
            letters.append(f"/{letter}")
        elif not letter.isascii() and letter.lower() != letter.upper():
            letters.append("_")
        elif letter not in BETWEEN_PARTS:
            letters.append(letter)
    return f"%{''.join(letters)}%"


def _is_called(typed: str) -> sa.ColumnElement[bool]:
    """Whether one name of a person holds every word typed, family name first or last."""
    forms = [
        _folded(form)
        for form in (
            PersonName.printed,
            PersonName.family + PersonName.given,
            PersonName.given + PersonName.family,
        )
    ]
    patterns = [_pattern(word) for word in typed.split()]
    said = [sa.or_(*(form.like(pattern, escape="/") for form in forms)) for pattern in patterns]
    return Person.names.any(sa.and_(*said))


def people(
    db: Session, *, text: str = "", after: str = "", limit: int | None = None
) -> Sequence[Person]:
    """Those whom the viewer may name, by key, with names and posts; `after` is the last key seen.

    `text` is looked for in every form of a name.
    """
    statement = sa.select(Person).where(Person.key > after)
    if text.strip():
        statement = statement.where(_is_called(text))
    return db.scalars(
        statement.options(
            joinedload(Person.dialogue),
            selectinload(Person.names),
            selectinload(Person.affiliations).joinedload(Affiliation.institution),
        )
        .order_by(Person.key)
        .limit(limit)
    ).all()


def get_person(db: Session, person_id: int) -> Person:
    """With names and posts. Raises NoResultFound, also where the viewer may not know of them."""
    return db.scalars(
        sa.select(Person)
        .where(Person.id == person_id)
        .options(
            joinedload(Person.dialogue),
            selectinload(Person.names),
            selectinload(Person.affiliations).joinedload(Affiliation.institution),
        )
    ).one()


def get_name(db: Session, person: Person, name_id: int) -> PersonName:
    """Raises NoResultFound."""
    return db.scalars(
        sa.select(PersonName).where(PersonName.person_id == person.id, PersonName.id == name_id)
    ).one()


def get_affiliation(db: Session, person: Person, affiliation_id: int) -> Affiliation:
    """Raises NoResultFound."""
    return db.scalars(
        sa.select(Affiliation)
        .where(Affiliation.person_id == person.id, Affiliation.id == affiliation_id)
        .options(joinedload(Affiliation.institution))
    ).one()


def teams_of(db: Session, person: Person) -> Sequence[TeamMember]:
    """The teams on which the viewer may be told that the person is, by dialogue."""
    return db.scalars(
        sa.select(TeamMember)
        .join(TeamMember.side)
        .join(Side.dialogue)
        .where(
            TeamMember.person_id == person.id,
            may_name(TeamMember.naming, TeamMember.dialogue_id, sa.true()),
        )
        .options(contains_eager(TeamMember.side).contains_eager(Side.dialogue))
        .order_by(TeamMember.dialogue_id, TeamMember.id)
    ).all()


def team_of(db: Session, dialogue: Dialogue) -> Sequence[TeamMember]:
    """Those of whose place on a side's team the viewer may know, side by side, as listed.

    `person` is None where the viewer may not be given their name.
    """
    return db.scalars(
        sa.select(TeamMember)
        .join(TeamMember.side)
        .where(TeamMember.dialogue_id == dialogue.id)
        .options(
            contains_eager(TeamMember.side),
            joinedload(TeamMember.person).selectinload(Person.names),
        )
        .order_by(Side.position, Side.id, TeamMember.position, TeamMember.id)
    ).all()


def institutions(db: Session) -> Sequence[Institution]:
    """Those that the viewer may know of, by key."""
    return db.scalars(sa.select(Institution).order_by(Institution.key)).all()


def institutions_called(
    db: Session, *, text: str = "", after: str = "", limit: int | None = None
) -> Sequence[Institution]:
    """Those of whose names, short names or other names one holds each word of `text`, by key."""
    columns = (
        sa.type_coerce(Institution.name, sa.Text),
        sa.type_coerce(Institution.short_name, sa.Text),
        Institution.other_names,
    )
    statement = sa.select(Institution).where(Institution.key > after)
    for word in text.split():
        said = (_folded(column).like(_pattern(word), escape="/") for column in columns)
        statement = statement.where(sa.or_(*said))
    return db.scalars(statement.order_by(Institution.key).limit(limit)).all()


def get_institution(db: Session, institution_id: int) -> Institution:
    """Raises NoResultFound."""
    return db.scalars(sa.select(Institution).where(Institution.id == institution_id)).one()


def posts_at(db: Session, institution: Institution) -> Sequence[Affiliation]:
    """The posts that people whom the viewer may name hold or held there, by person."""
    return db.scalars(
        sa.select(Affiliation)
        .join(Affiliation.person)
        .where(Affiliation.institution_id == institution.id)
        .options(
            contains_eager(Affiliation.person).options(
                selectinload(Person.names), joinedload(Person.dialogue)
            ),
            joinedload(Affiliation.institution),
        )
        .order_by(Person.key, Affiliation.id)
    ).all()


def keys_like(db: Session, model: type[Person] | type[Institution], key: str) -> set[str]:
    """The keys in use that are `key`, or `key` with something added; also of people withheld."""
    return set(
        db.scalars(
            sa.select(model.key).where(
                sa.or_(model.key == key, model.key.startswith(f"{key}-", autoescape=True))
            ),
            execution_options=AS_THE_HOUSE,
        )
    )
