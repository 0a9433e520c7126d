"""The house's words for fixed terms, as a preview says them, and those that notes leave behind."""

import enum

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from app.rules import Said, _
from app.trace.models import Basis, LinkKind

# The words of `app.labels`, which the domain does not know: a page is where they are translated.
TERMS: dict[type[enum.StrEnum], dict[str, str]] = {
    ItemKind: {
        ItemKind.CONSENSUS: _("Consensus"),
        ItemKind.DIVERGENCE: _("Divergence"),
        ItemKind.COMMITMENT: _("Commitment"),
        ItemKind.RECOMMENDATION: _("Recommendation"),
        ItemKind.OPEN_QUESTION: _("Open question"),
    },
    Level: {
        Level.PRELIMINARY: _("Preliminary"),
        Level.MACRO: _("Macro"),
        Level.OPERATIONAL: _("Operational"),
    },
    Stance: {
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
    TopicFormat: {
        TopicFormat.DISCUSSION: _("Discussion"),
        TopicFormat.CASE_STUDY: _("Case study"),
        TopicFormat.SCENARIO: _("Scenario"),
        TopicFormat.TERM_REVIEW: _("Term review"),
        TopicFormat.REVIEW_OF_TALKS: _("Review of talks"),
        TopicFormat.DRAFTING: _("Drafting"),
        TopicFormat.PROCEDURE: _("Procedure"),
    },
    TopicResult: {
        TopicResult.DISCUSSED: _("Discussed"),
        TopicResult.AGREED: _("Agreed"),
        TopicResult.STALLED: _("Stalled"),
        TopicResult.DEFERRED: _("Deferred"),
        TopicResult.NOT_REACHED: _("Not reached"),
    },
    TopicFault: {
        TopicFault.POLITICISED: _("Politicised"),
        TopicFault.RISKS_OBSCURED: _("Urgent risks obscured"),
        TopicFault.EXPECTATIONS_DIFFER: _("Expectations differ"),
    },
    ActionStatus: {
        ActionStatus.OPEN: _("Open"),
        ActionStatus.IN_PROGRESS: _("In progress"),
        ActionStatus.WAITING: _("Waiting on a side"),
        ActionStatus.DONE: _("Done"),
        ActionStatus.DROPPED: _("Dropped"),
    },
    LinkKind: {
        LinkKind.MANDATE: _("Mandate"),
        LinkKind.GROUNDWORK: _("Groundwork"),
        LinkKind.RAISED: _("Raised"),
        LinkKind.TAKEN_UP: _("Taken up"),
        LinkKind.PARTLY_TAKEN_UP: _("Partly taken up"),
        LinkKind.SET_ASIDE: _("Set aside"),
        LinkKind.REVIEW: _("Review"),
        LinkKind.REFINES: _("Refines"),
        LinkKind.SUPERSEDES: _("Supersedes"),
        LinkKind.SPLIT_FROM: _("Split from"),
        LinkKind.MERGES: _("Merges"),
        LinkKind.IMPLEMENTS: _("Implements"),
        LinkKind.FOLLOWS_FROM: _("Follows from"),
    },
    Basis: {
        Basis.DOCUMENTED: _("Documented"),
        Basis.REPORTED: _("Reported"),
        Basis.INFERRED: _("Inferred"),
    },
}


def term(member: enum.StrEnum) -> Said:
    """A fixed term as a page says it."""
    return Said(TERMS[type(member)][member])


# What notes write into the record in their own language, once and for all.
REASON = {"en": "At {meeting}.", "zh-Hans": "于{meeting}。", "zh-Hant": "於{meeting}。"}
NOTED = {
    "en": "Noted at {meeting}.",
    "zh-Hans": "记于{meeting}。",
    "zh-Hant": "記於{meeting}。",
}
NOTED_UNDER = {
    "en": "Noted at {meeting} under “{topic}”.",
    "zh-Hans": "记于{meeting}“{topic}”之下。",
    "zh-Hant": "記於{meeting}「{topic}」之下。",
}
PAPER = {
    "en": "Notes of {meeting}, {day}",
    "zh-Hans": "{meeting}记录，{day}",
    "zh-Hant": "{meeting}記錄，{day}",
}
ROUND = {"en": "round {number}", "zh-Hans": "第{number}轮", "zh-Hant": "第{number}輪"}
SOMEBODY = {"en": "somebody not named", "zh-Hans": "未具名者", "zh-Hant": "未具名者"}
LONGEST_QUOTED = 120


def written(words: dict[str, str], language: str, **values: str) -> str:
    """One of the sentences above; a long quotation is cut off."""
    short = {
        name: value if len(value) <= LONGEST_QUOTED else f"{value[: LONGEST_QUOTED - 1]}…"
        for name, value in values.items()
    }
    return words.get(language, words["en"]).format(**short)
