"""The records of a dialogue file, and the dialogue around them."""

from app.actions.models import Action, ActionOwner, ActionStatus, ActionUpdate
from app.consensus.models import (
    BracketNote,
    BracketReason,
    ConsensusItem,
    ItemKind,
    Level,
    Method,
    Position,
    Rendering,
    Stance,
    Wording,
)
from app.dialogues.models import Attribution, Dialogue, Track
from app.exchange.fields import CODE, DATE, FLAG, TEXT, WHOLE, Field, Reference, one_of
from app.exchange.papers import Bytes, Later
from app.exchange.parts import (
    Codes,
    Meetings,
    Nested,
    Rows,
)
from app.exchange.round_shape import AT_A_ROUND, MEETING, RECORD, ROUNDS
from app.exchange.shape import (
    INSTITUTIONS,
    PEOPLE,
    PERSON,
    RECORDED,
    SIDE,
    SIDES,
    SOURCES,
    TEAM,
    TOPICS,
    Type,
)
from app.exchange.trace_shape import ACCEPTED_GAPS, EXPECTATIONS, HANDOVERS, LINKS, MATTERS
from app.groups.models import GroupStatus, WorkingGroup
from app.records.models import (
    Document,
    DocumentFile,
    DocumentKind,
    DocumentStatus,
    RecordKind,
)

# A paper is attached to whatever is no paper itself.
ABOUT = Later(
    "about",
    attr="about_id",
    table="records",
    kinds=tuple(kind for kind in RecordKind if kind is not RecordKind.DOCUMENT),
)
FILES = Type(
    "files",
    DocumentFile,
    (
        Field("name"),
        Field("media_type"),
        Field("sha256", attr="digest"),
        Bytes(),
        *RECORDED,
    ),
    owner="document_id",
    append_only=True,
)
DOCUMENTS = Type(
    "documents",
    Document,
    (
        *RECORD,
        MEETING,
        ABOUT,
        Field("kind", one_of(DocumentKind), "document_kind"),
        Reference("issued_by", attr="issued_by_id", table="sides"),
        Field("status", one_of(DocumentStatus)),
        Field("language", CODE),
        Field("points", TEXT),
    ),
    parts=(FILES,),
    owner="dialogue_id",
)
POSITIONS = Type(
    "positions",
    Position,
    (
        SIDE,
        Field("stance", one_of(Stance)),
        Field("statement", TEXT),
        Field("reason", TEXT),
        Field("body"),
        PERSON,
        Field("happened", DATE),
        Field("method", one_of(Method)),
        Field("deadline", DATE),
        *RECORDED,
    ),
    owner="wording_id",
    append_only=True,
)
RENDERINGS = Type(
    "renderings",
    Rendering,
    (Field("text", TEXT), Field("happened", DATE), *RECORDED),
    owner="wording_id",
    append_only=True,
)
BRACKET_NOTES = Type(
    "bracket_notes",
    BracketNote,
    (
        Field("place", WHOLE),
        Field("reason", one_of(BracketReason)),
        SIDE,
        Field("note"),
        Field("happened", DATE),
        *RECORDED,
    ),
    owner="wording_id",
    append_only=True,
)
WORDINGS = Type(
    "wordings",
    Wording,
    (
        Field("text", TEXT),
        Field("reason"),
        Field("happened", DATE),
        Reference("settled_at", attr="settled_at_id", table="records", kinds=AT_A_ROUND),
        Reference("reported_by", attr="reported_by_id", table="sides"),
        *RECORDED,
    ),
    parts=(RENDERINGS, BRACKET_NOTES, POSITIONS),
    owner="item_id",
    always=True,
    append_only=True,
)
CONSENSUS = Type(
    "consensus",
    ConsensusItem,
    (
        *RECORD,
        MEETING,
        Field("kind", one_of(ItemKind), "item_kind"),
        Field("level", one_of(Level)),
        Field("verb"),
        Reference(
            "agenda_topic",
            attr="agenda_topic_id",
            table="records",
            kinds=(RecordKind.AGENDA_TOPIC,),
        ),
        Reference("parent", attr="parent_id", table="records", kinds=(RecordKind.CONSENSUS_ITEM,)),
        Field("open_list", FLAG),
        Codes(),
        Field("review_on", DATE),
        Field("review_round", WHOLE),
        Nested(
            "withdrawn",
            (Field("on", DATE, "withdrawn_on"), Field("because", attr="withdrawn_because")),
        ),
    ),
    parts=(WORDINGS,),
    owner="dialogue_id",
)
WORKING_GROUPS = Type(
    "working_groups",
    WorkingGroup,
    (
        *RECORD,
        MEETING,
        Field("status", one_of(GroupStatus)),
        Field("mandate", TEXT),
        Reference("origin", attr="origin_id", table="records", kinds=(RecordKind.CONSENSUS_ITEM,)),
        Meetings(),
    ),
    owner="dialogue_id",
)
UPDATES = Type(
    "updates",
    ActionUpdate,
    (
        Field("text", TEXT),
        Field("status", one_of(ActionStatus)),
        Field("happened", DATE),
        Reference("reported_at", attr="reported_at_id", table="records", kinds=AT_A_ROUND),
        *RECORDED,
    ),
    owner="action_id",
    append_only=True,
)
ACTIONS = Type(
    "actions",
    Action,
    (
        *RECORD,
        MEETING,
        Field("status", one_of(ActionStatus)),
        Field("due", DATE),
        Field("due_round", WHOLE),
        Reference("waiting_for", attr="waiting_for_id", table="sides"),
        Reference("origin", attr="origin_id", table="records", far=True),
        Field("closed_on", DATE),
        Field("evidence", TEXT),
        Rows(
            "owners",
            ActionOwner,
            (
                SIDE,
                PERSON,
                Reference("institution", attr="institution_id", table="institutions"),
                Field("body"),
            ),
            always=True,
        ),
    ),
    parts=(UPDATES,),
    owner="dialogue_id",
)
DIALOGUES = Type(
    "dialogues",
    Dialogue,
    (
        Field("slug"),
        Field("track", one_of(Track)),
        Field("name", TEXT),
        Field("summary", TEXT),
        Field("began", DATE),
        Field("attribution", one_of(Attribution)),
        Field("illustrative", FLAG),
    ),
    parts=(
        SIDES,
        SOURCES,
        TEAM,
        ROUNDS,
        DOCUMENTS,
        CONSENSUS,
        WORKING_GROUPS,
        ACTIONS,
        HANDOVERS,
        MATTERS,
        EXPECTATIONS,
        ACCEPTED_GAPS,
    ),
    always=True,
)
FILE = (TOPICS, INSTITUTIONS, PEOPLE, DIALOGUES, LINKS)
