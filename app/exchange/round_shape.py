"""What every record of a dialogue file has, and the rounds with all that is within them."""

from app.dialogues.models import Attribution
from app.exchange.fields import DATE, STAMP, TEXT, WHOLE, Field, Reference, one_of
from app.exchange.parts import (
    AnyField,
    Codes,
    Institutions,
    Moderators,
    Rows,
)
from app.exchange.shape import (
    SIDE,
    WHO,
    Type,
)
from app.people.models import Naming, Sector
from app.records.models import (
    Citation,
    Disclosure,
    Reading,
    RecordKind,
)
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    AttendanceRole,
    Capacity,
    DialogueSession,
    Round,
    RoundKind,
    RoundMode,
    RoundStatus,
    TopicFault,
    TopicFormat,
    TopicResult,
)

AT_A_ROUND = (RecordKind.ROUND,)
MEETING = Reference("meeting", attr="meeting_id", table="records", kinds=AT_A_ROUND)
RECORD: tuple[AnyField, ...] = (
    Field("ref"),
    Field("title", TEXT),
    Field("happened", DATE),
    Field("disclosure", one_of(Disclosure)),
    SIDE,
    Field("note", TEXT),
    Rows(
        "citations",
        Citation,
        (
            Reference("source", attr="source_id", table="sources"),
            Field("place"),
            Field("quote"),
            Field("reading", one_of(Reading, Reading.STATED)),
            Field("note"),
        ),
    ),
)

ATTENDANCE = Type(
    "attendance",
    Attendance,
    (
        SIDE,
        *WHO,
        Field("role", one_of(AttendanceRole)),
        Field("capacity", one_of(Capacity)),
        Field("sector", one_of(Sector)),
        Field("affiliation", TEXT),
        Field("naming", one_of(Naming)),
        Field("consent"),
        Field("consented", DATE),
        Institutions(),
    ),
    owner="round_id",
)
AGENDA = Type(
    "agenda",
    AgendaTopic,
    (
        *RECORD,
        Field("format", one_of(TopicFormat)),
        Field("result", one_of(TopicResult)),
        Field("fault", one_of(TopicFault)),
        Field("summary", TEXT),
        Codes(),
    ),
    owner="session_id",
)
SESSIONS = Type(
    "sessions",
    DialogueSession,
    (*RECORD, Field("attribution", one_of(Attribution)), Moderators()),
    parts=(AGENDA,),
    owner="meeting_id",
)
ROUNDS = Type(
    "rounds",
    Round,
    (
        *RECORD,
        Field("number", WHOLE),
        Field("kind", one_of(RoundKind), "round_kind"),
        Field("status", one_of(RoundStatus)),
        Field("ended", DATE),
        Field("place", TEXT),
        Field("mode", one_of(RoundMode)),
        Field("attribution", one_of(Attribution)),
        Field("co_hosts", TEXT),
        Field("head_count"),
        Field("head_count_least", WHOLE),
        Field("confirmed_at", STAMP),
        Field("confirmed_by"),
        Field("reopened_because"),
    ),
    parts=(ATTENDANCE, SESSIONS),
    owner="dialogue_id",
    always=True,
)
