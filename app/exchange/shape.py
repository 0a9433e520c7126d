"""The dialogue file's objects as tables of fields, in the order in which they are written.

This half holds what is no record: topics, institutions, people, sides, sources, teams.
"""

from dataclasses import dataclass, field

from app.db import Base
from app.dialogues.models import Side
from app.exchange.fields import DATE, FLAG, LINES, STAMP, TEXT, WHOLE, Field, Reference, one_of
from app.exchange.parts import AnyField, Nested, Rows
from app.people.models import (
    Affiliation,
    Institution,
    Naming,
    Person,
    PersonName,
    Sector,
    TeamMember,
)
from app.records.models import Source
from app.topics.models import Topic


@dataclass(frozen=True)
class Type:
    """One sort of entry. `word` names its lists in the file; `parts` are the lists within it.

    `owner` is the column of the row that it stands in. A list that is `always` written is
    written empty too.
    """

    word: str
    model: type[Base]
    fields: tuple[AnyField, ...]
    parts: tuple["Type", ...] = field(default=(), repr=False)
    owner: str = ""
    always: bool = False
    append_only: bool = False


PERSON = Reference("person", attr="person_id", table="people")
SIDE = Reference("side", attr="side_id", table="sides")
RECORDED = (Field("recorded_at", STAMP), Field("recorded_by"))
WHO = (
    PERSON,
    Nested("group", (Field("label", TEXT, "group_label"), Field("count", WHOLE, "group_count"))),
)
TOPICS = Type(
    "topics",
    Topic,
    (
        Field("code"),
        Reference("parent", attr="parent_id", table="topics"),
        Field("name", TEXT),
        Field("note", TEXT),
    ),
    always=True,
)
INSTITUTIONS = Type(
    "institutions",
    Institution,
    (
        Field("key"),
        Field("name", TEXT),
        Field("short_name", TEXT),
        Field("other_names", LINES),
        Field("country"),
        Field("sector", one_of(Sector)),
    ),
    always=True,
)
NAMES = Rows(
    "names",
    PersonName,
    (Field("language"), Field("family"), Field("given"), Field("printed")),
    always=True,
)
AFFILIATIONS = Rows(
    "affiliations",
    Affiliation,
    (
        Reference("institution", attr="institution_id", table="institutions"),
        Field("post", TEXT),
        Field("printed", TEXT),
        Field("since", DATE),
        Field("until", DATE),
        Field("former", FLAG),
    ),
)
PEOPLE = Type(
    "people",
    Person,
    (
        Field("key"),
        # Moving a card to another secretariat is for the two to settle, not for a file.
        Reference("kept_by", attr="dialogue_id", table="dialogues", once=True),
        NAMES,
        AFFILIATIONS,
        Field("note", TEXT),
    ),
    always=True,
)
SIDES = Type(
    "sides",
    Side,
    (
        Field("code"),
        Field("name", TEXT),
        Field("dialogue_name", TEXT),
        Field("convener", TEXT),
        Field("convener_short", TEXT),
    ),
    owner="dialogue_id",
    always=True,
)
SOURCES = Type(
    "sources",
    Source,
    (
        Field("key"),
        Field("title"),
        Field("address"),
        Field("published", DATE),
        Field("note"),
    ),
    owner="dialogue_id",
)
TEAM = Type(
    "team",
    TeamMember,
    (
        SIDE,
        *WHO,
        Field("affiliation", TEXT),
        Field("naming", one_of(Naming)),
        Field("consent"),
        Field("consented", DATE),
        Field("as_of", DATE),
        Reference("source", attr="source_id", table="sources"),
    ),
    owner="dialogue_id",
)
