"""All tables: importing this makes every model known, as a query or a migration needs."""

from app.accounts import models as accounts
from app.actions import models as actions
from app.audit import models as audit
from app.calendar import models as calendar
from app.consensus import models as consensus
from app.dialogues import models as dialogues
from app.gaps import models as gaps
from app.groups import models as groups
from app.handovers import models as handovers
from app.matters import models as matters
from app.notes import models as notes
from app.people import models as people
from app.records import models as records
from app.rounds import models as rounds
from app.topics import models as topics
from app.trace import models as trace

SLICES = (
    accounts,
    actions,
    audit,
    calendar,
    consensus,
    dialogues,
    gaps,
    groups,
    handovers,
    matters,
    notes,
    people,
    records,
    rounds,
    topics,
    trace,
)
