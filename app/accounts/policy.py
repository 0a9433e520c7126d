"""Who may do what, on one screen."""

from enum import StrEnum

from app.accounts.models import Role


class Permission(StrEnum):
    SIGNED_IN = "signed-in"
    READ = "read"
    HISTORY = "history"
    REPORT = "report"
    LOG = "log"
    AGREE = "agree"
    FOLLOW_UP = "follow-up"
    TRACE = "trace"
    CLASSIFY = "classify"
    ARRANGE = "arrange"
    ADMINISTER = "administer"


_READER = frozenset({Permission.SIGNED_IN, Permission.READ})
_AUTHOR = _READER | {Permission.HISTORY, Permission.REPORT}
_SECRETARY = _AUTHOR | {
    Permission.LOG,
    Permission.AGREE,
    Permission.FOLLOW_UP,
    Permission.TRACE,
}
_LEAD = _SECRETARY | {Permission.CLASSIFY, Permission.ARRANGE}

# `read`: pages of a dialogue. `history`: who changed what. `report`: print papers. `log`: rounds,
# sessions, agendas, attendance, documents, people. `agree`: consensus items, wordings, positions.
# `follow-up`: actions. `trace`: links. `classify`: the topic tree. `arrange`: the dialogue and its
# sides. `administer`: accounts and new dialogues, and no record.
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.AUTHOR: _AUTHOR,
    Role.SECRETARY: _SECRETARY,
    Role.LEAD: _LEAD,
    Role.ADMIN: frozenset({Permission.SIGNED_IN, Permission.ADMINISTER}),
}

# The roles whose holders read what is kept for the secretariat.
SECRETARIAT = frozenset({Role.AUTHOR, Role.SECRETARY, Role.LEAD})


def grants(role: Role, permission: Permission) -> bool:
    return permission in GRANTS[role]
