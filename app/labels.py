"""The words in which the house prints its fixed terms."""

import enum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.accounts.models import Role
from app.actions.models import ActionStatus
from app.consensus.models import BracketReason, ItemKind, Level, Method, Stance
from app.consensus.standing import Standing
from app.dialogues.models import Attribution, Track
from app.groups.models import GroupStatus
from app.localized import Translation
from app.people.models import Naming, Sector
from app.records.models import Disclosure, DocumentKind, DocumentStatus, Reading, RecordKind
from app.rounds.models import (
    AttendanceRole,
    Capacity,
    RoundKind,
    RoundMode,
    RoundStatus,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.trace_labels import TERMS_OF_THE_TRACE


def _key(member: enum.StrEnum) -> tuple[type, str]:
    return type(member), str(member)


class Labels:
    """Words by member *and* class: members of two enums with one value are equal as strings."""

    def __init__(self, *tables: dict[enum.StrEnum, LazyString]) -> None:
        self._words = {_key(member): words for table in tables for member, words in table.items()}

    def __getitem__(self, member: enum.StrEnum) -> LazyString:
        return self._words[_key(member)]


LABELS = Labels(
    *TERMS_OF_THE_TRACE,
    {
        Track.GOVERNMENT: _("Government"),
        Track.TRACK_ONE_FIVE: _("Track 1.5"),
        Track.TRACK_TWO: _("Track II"),
        Track.MULTILATERAL: _("Multilateral"),
    },
    {
        Role.READER: _("Reader"),
        Role.AUTHOR: _("Author"),
        Role.SECRETARY: _("Secretary"),
        Role.LEAD: _("Lead"),
        Role.ADMIN: _("Administrator"),
    },
    {
        Attribution.OPEN: _("On the record"),
        Attribution.CHATHAM_HOUSE: _("Chatham House Rule"),
        Attribution.CLOSED: _("Nothing may be used"),
        Attribution.NOT_RECORDED: _("Not recorded"),
    },
    {
        RecordKind.ROUND: _("Round"),
        RecordKind.SESSION: _("Session"),
        RecordKind.AGENDA_TOPIC: _("Agenda topic"),
        RecordKind.CONSENSUS_ITEM: _("Consensus item"),
        RecordKind.ACTION: _("Action"),
        RecordKind.DOCUMENT: _("Document"),
        RecordKind.WORKING_GROUP: _("Working group"),
        RecordKind.HANDOVER: _("Hand-over"),
        RecordKind.MATTER: _("Matter"),
    },
    {
        Disclosure.SIDE: _("One side's own"),
        Disclosure.SECRETARIAT: _("Secretariat"),
        Disclosure.PARTICIPANTS: _("Participants"),
        Disclosure.PUBLIC: _("Public"),
    },
    {
        Reading.STATED: _("stated in the source"),
        Reading.EXCERPT: _("read in an excerpt"),
        Reading.INFERRED: _("inferred"),
    },
    {
        DocumentKind.CONCEPT_NOTE: _("Concept note"),
        DocumentKind.AGENDA: _("Agenda"),
        DocumentKind.PARTICIPANT_LIST: _("Participant list"),
        DocumentKind.NON_PAPER: _("Non-paper"),
        DocumentKind.CHAIRS_SUMMARY: _("Chair's summary"),
        DocumentKind.READ_OUT: _("Read-out"),
        DocumentKind.JOINT_STATEMENT: _("Joint statement"),
        DocumentKind.INTERIM_REPORT: _("Interim report"),
        DocumentKind.GLOSSARY: _("Glossary"),
        DocumentKind.NOTES: _("Rapporteur's notes"),
        DocumentKind.OTHER: _("Other paper"),
    },
    {
        DocumentStatus.DRAFT: _("Draft"),
        DocumentStatus.CIRCULATED: _("Circulated"),
        DocumentStatus.AD_REFERENDUM: _("Ad referendum"),
        DocumentStatus.JOINT: _("Joint"),
        DocumentStatus.PUBLISHED: _("Published"),
    },
    {
        Naming.PUBLIC: _("Named publicly"),
        Naming.PARTICIPANTS: _("Named to participants"),
        Naming.ROLE_AND_SIDE: _("Role and side only"),
        Naming.COUNTED: _("Counted only"),
    },
    {
        Sector.GOVERNMENT: _("Government"),
        Sector.MILITARY: _("Military"),
        Sector.ACADEMIA: _("Academia"),
        Sector.THINK_TANK: _("Think tank"),
        Sector.TECHNOLOGY: _("Technology"),
        Sector.BUSINESS: _("Business"),
        Sector.CIVIL_SOCIETY: _("Civil society"),
        Sector.OTHER: _("Other"),
    },
    {
        RoundKind.ROUND: _("Round"),
        RoundKind.PRELIMINARY: _("Preliminary meeting"),
        RoundKind.WORKING_GROUP: _("Working-group meeting"),
        RoundKind.SUMMIT: _("Summit"),
        RoundKind.CONSULTATION: _("Consultation"),
        RoundKind.FORUM: _("Forum"),
    },
    {
        RoundStatus.PLANNED: _("Planned"),
        RoundStatus.HELD: _("Held"),
        RoundStatus.CONFIRMED: _("Confirmed"),
        RoundStatus.POSTPONED: _("Postponed"),
        RoundStatus.CANCELLED: _("Cancelled"),
    },
    {
        RoundMode.IN_PERSON: _("In person"),
        RoundMode.VIRTUAL: _("Virtual"),
        RoundMode.HYBRID: _("Hybrid"),
    },
    {
        TopicFormat.DISCUSSION: _("Discussion"),
        TopicFormat.CASE_STUDY: _("Case study"),
        TopicFormat.SCENARIO: _("Scenario"),
        TopicFormat.TERM_REVIEW: _("Term review"),
        TopicFormat.REVIEW_OF_TALKS: _("Review of talks"),
        TopicFormat.DRAFTING: _("Drafting"),
        TopicFormat.PROCEDURE: _("Procedure"),
    },
    {
        TopicResult.DISCUSSED: _("Discussed"),
        TopicResult.AGREED: _("Agreed"),
        TopicResult.STALLED: _("Stalled"),
        TopicResult.DEFERRED: _("Deferred"),
        TopicResult.NOT_REACHED: _("Not reached"),
    },
    {
        TopicFault.POLITICISED: _("Politicised"),
        TopicFault.RISKS_OBSCURED: _("Urgent risks obscured"),
        TopicFault.EXPECTATIONS_DIFFER: _("Expectations differ"),
    },
    {
        AttendanceRole.CONVENER: _("Convener"),
        AttendanceRole.CO_CHAIR: _("Co-chair"),
        AttendanceRole.MODERATOR: _("Moderator"),
        AttendanceRole.PRESENTER: _("Presenter"),
        AttendanceRole.RAPPORTEUR: _("Rapporteur"),
        AttendanceRole.PARTICIPANT: _("Participant"),
        AttendanceRole.OBSERVER: _("Observer"),
        AttendanceRole.INTERPRETER: _("Interpreter"),
        AttendanceRole.SECRETARIAT: _("Secretariat"),
    },
    {
        Capacity.OFFICIAL: _("Official"),
        Capacity.PRIVATE: _("Private capacity"),
        Capacity.EXPERT: _("Expert"),
    },
    {
        ItemKind.CONSENSUS: _("Consensus"),
        ItemKind.DIVERGENCE: _("Divergence"),
        ItemKind.COMMITMENT: _("Commitment"),
        ItemKind.RECOMMENDATION: _("Recommendation"),
        ItemKind.OPEN_QUESTION: _("Open question"),
    },
    {
        Level.PRELIMINARY: _("Preliminary"),
        Level.MACRO: _("Macro"),
        Level.OPERATIONAL: _("Operational"),
    },
    {
        Stance.NOT_SOUGHT: _("Not sought"),
        Stance.SOUGHT: _("Sought"),
        Stance.AD_REFERENDUM: _("Ad referendum"),
        Stance.ENDORSED: _("Endorsed"),
        Stance.ENDORSED_WITH_RESERVATION: _("Endorsed with reservation"),
        Stance.NO_OBJECTION: _("No objection"),
        Stance.OBJECTED: _("Objected"),
        Stance.WITHDRAWN: _("Withdrawn"),
        Stance.NOT_RECORDED: _("Not recorded"),
    },
    {
        Method.IN_SESSION: _("In session"),
        Method.BY_MAIL: _("By mail"),
        Method.SILENCE: _("Silence procedure"),
        Method.REPORTED: _("Reported"),
    },
    {
        BracketReason.ALTERNATIVE: _("Alternatives"),
        BracketReason.CONTENTIOUS: _("Contentious"),
        BracketReason.AWAITING_INSTRUCTIONS: _("Awaiting instructions"),
        BracketReason.TRADING: _("Held for trading"),
    },
    {
        Standing.DRAFT: _("Draft"),
        Standing.BRACKETED: _("Bracketed"),
        Standing.AWAITING: _("Awaiting"),
        Standing.AD_REFERENDUM: _("Ad referendum"),
        Standing.AGREED: _("Agreed text"),
        Standing.OBJECTED: _("Objected"),
        Standing.DIVERGING: _("Diverging"),
        Standing.SUPERSEDED: _("Superseded"),
        Standing.WITHDRAWN: _("Withdrawn"),
        Standing.NOT_RECORDED: _("Not recorded"),
    },
    {
        ActionStatus.OPEN: _("Open"),
        ActionStatus.IN_PROGRESS: _("In progress"),
        ActionStatus.WAITING: _("Waiting on a side"),
        ActionStatus.DONE: _("Done"),
        ActionStatus.DROPPED: _("Dropped"),
    },
    {
        GroupStatus.AGREED: _("Agreed to form"),
        GroupStatus.FORMED: _("Formed"),
        GroupStatus.ENDED: _("Wound up"),
        GroupStatus.NOT_FORMED: _("Not formed"),
    },
    {
        Translation.UNCHECKED: _("Unchecked translation"),
        Translation.CHECKED: _("Checked translation"),
        Translation.AGREED: _("Agreed by the sides"),
    },
)

# In their own language, whatever the page's.
LANGUAGE_NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def label(term: enum.StrEnum | str) -> str:
    """A term in the page's language; a language by its own name."""
    return str(LABELS[term]) if isinstance(term, enum.StrEnum) else LANGUAGE_NAMES[term]
