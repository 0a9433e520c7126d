"""People and institutions: their names in several scripts, their posts over time."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.db import Base, Id, Revised, partial_date_check, text_column
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import (
    PARTICIPANT_OF,
    SECRETARIAT_OF,
    SEES_EVERYTHING,
    SIGNED_IN,
    may_read,
)


class Naming(StrEnum):
    """To whom a person may be named in one capacity, from the widest to the narrowest."""

    PUBLIC = "public"
    PARTICIPANTS = "participants"
    ROLE_AND_SIDE = "role-and-side"
    COUNTED = "counted"


class Sector(StrEnum):
    GOVERNMENT = "government"
    MILITARY = "military"
    ACADEMIA = "academia"
    THINK_TANK = "think-tank"
    TECHNOLOGY = "technology"
    BUSINESS = "business"
    CIVIL_SOCIETY = "civil-society"
    OTHER = "other"


def may_name(naming: Any, dialogue_id: Any, round_readable: Any) -> sa.ColumnElement[bool]:
    """Whether the viewer may be given the name behind one participation."""
    return sa.or_(
        SEES_EVERYTHING,
        dialogue_id.in_(SECRETARIAT_OF),
        sa.and_(
            round_readable,
            sa.or_(
                sa.and_(naming == "public", SIGNED_IN),
                sa.and_(naming == "participants", dialogue_id.in_(PARTICIPANT_OF)),
            ),
        ),
    )


def readable_person(person_id: Any) -> sa.ColumnElement[bool]:
    """A person is read by whoever may be given their name for one participation at least.

    The secretariat that keeps the person's card reads it without any.
    """
    tables = Base.metadata.tables
    card, attendance = tables["person"].alias(), tables["attendance"].alias()
    record, member = tables["record"].alias(), tables["team_member"].alias()
    kept = sa.exists().where(card.c.id == person_id, card.c.dialogue_id.in_(SECRETARIAT_OF))
    attended = sa.exists().where(
        attendance.c.person_id == person_id,
        record.c.id == attendance.c.round_id,
        may_name(attendance.c.naming, record.c.dialogue_id, may_read(record.c)),
    )
    on_team = sa.exists().where(
        member.c.person_id == person_id,
        may_name(member.c.naming, member.c.dialogue_id, SIGNED_IN),
    )
    return sa.or_(SEES_EVERYTHING, kept, attended, on_team)


class Person(Revised, Base):
    """Someone who takes part; never a user's account. `key` names them in dialogue files.

    `dialogue` is the one whose secretariat keeps this card.
    """

    __tablename__ = "person"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"), index=True)
    note: Mapped[LocalizedText] = text_column()

    dialogue: Mapped[Dialogue] = relationship()
    names: Mapped[list["PersonName"]] = relationship(
        back_populates="person", order_by="PersonName.id", cascade="all, delete-orphan"
    )
    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person", order_by="Affiliation.id", cascade="all, delete-orphan"
    )

    __table_args__ = (sa.CheckConstraint("length(key) > 1", name="key_length"),)

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return readable_person(cls.id)


class PersonName(Base):
    """One name as printed somewhere. The first of a person in a language is the one shown.

    `printed` is kept to the letter ("XIAO Qian"); `family` and `given` tell its parts apart.
    """

    __tablename__ = "person_name"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    language: Mapped[str]
    family: Mapped[str] = mapped_column(default="")
    given: Mapped[str] = mapped_column(default="")
    printed: Mapped[str]

    person: Mapped[Person] = relationship(back_populates="names")

    __table_args__ = (
        sa.UniqueConstraint("person_id", "language", "printed"),
        sa.CheckConstraint("language IN ('en', 'zh-Hans', 'zh-Hant')", name="language_known"),
        sa.CheckConstraint("length(printed) > 0", name="printed_given"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return readable_person(cls.person_id)


class Institution(Revised, Base):
    """An organisation; `other_names` are the ways in which it is printed elsewhere, one a line."""

    __tablename__ = "institution"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalizedText]
    short_name: Mapped[LocalizedText] = text_column()
    other_names: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    sector: Mapped[Sector | None]

    __table_args__ = (
        sa.CheckConstraint("name <> '{}'", name="named"),
        sa.CheckConstraint("length(key) > 1", name="key_length"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """Any secretariat's, and everybody's who may know of someone who works there."""
        tables = Base.metadata.tables
        affiliation, dialogue = tables["affiliation"].alias(), tables["dialogue"].alias()
        staff = sa.exists().where(dialogue.c.id.in_(SECRETARIAT_OF))
        known = sa.exists().where(
            affiliation.c.institution_id == cls.id, readable_person(affiliation.c.person_id)
        )
        return sa.or_(SEES_EVERYTHING, staff, known)


class Affiliation(Base):
    """A post that a person holds or held; what a round records is copied from it, not linked.

    `post` is the title alone, `printed` the whole line as printed. `former` is what a source says
    where no date is known.
    """

    __tablename__ = "affiliation"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    post: Mapped[LocalizedText] = text_column()
    printed: Mapped[LocalizedText] = text_column()
    since: Mapped[PartialDate | None]
    until: Mapped[PartialDate | None]
    former: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(back_populates="affiliations")
    institution: Mapped[Institution | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("post <> '{}' OR printed <> '{}'", name="says_something"),
        partial_date_check("since"),
        partial_date_check("until"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return readable_person(cls.person_id)


class Participant:
    """Who takes part: one person, or a group whose members are not named.

    `affiliation` is the line printed at the time and does not follow later changes of post.
    `group_label` is printed as it stands; `group_count` is None where the number was not given.
    `consent` says how the person agreed to be named so, `consented` when.
    """

    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    group_label: Mapped[LocalizedText] = text_column()
    group_count: Mapped[int | None]
    affiliation: Mapped[LocalizedText] = text_column()
    naming: Mapped[Naming] = mapped_column(default=Naming.ROLE_AND_SIDE)
    consent: Mapped[str] = mapped_column(default="")
    consented: Mapped[PartialDate | None]

    @declared_attr
    def person(cls) -> Mapped[Person | None]:  # noqa: N805
        return relationship(Person)

    @staticmethod
    def checks() -> tuple[sa.CheckConstraint, ...]:
        return (
            sa.CheckConstraint(
                "(person_id IS NULL) <> (group_label = '{}')", name="person_or_group"
            ),
            sa.CheckConstraint(
                "group_count IS NULL OR (group_count > 0 AND person_id IS NULL)",
                name="group_count_of_a_group",
            ),
            partial_date_check("consented"),
        )


class TeamMember(Participant, Revised, Base):
    """Someone on one side's team for a whole dialogue, as of a date, by a source.

    Being on the team says nothing of any round.
    """

    __tablename__ = "team_member"

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    side_id: Mapped[int] = mapped_column(sa.ForeignKey("side.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    as_of: Mapped[PartialDate | None]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    side: Mapped[Side] = relationship()

    __table_args__ = (
        *Participant.checks(),
        sa.UniqueConstraint("dialogue_id", "person_id"),
        partial_date_check("as_of"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """That there is somebody is for the members, and for all where they may be named."""
        return sa.or_(
            SEES_EVERYTHING,
            cls.dialogue_id.in_(PARTICIPANT_OF),
            sa.and_(cls.naming == Naming.PUBLIC, SIGNED_IN),
        )
