"""Meetings that were agreed, and whether they were held.

Three things on record say that a meeting is agreed: a round that is planned, postponed or
cancelled; a link that calls something its mandate; and a commitment whose words speak of a meeting,
as the rule of the gaps reads them. The last is listed only where nothing was held or planned after
it, and no mandate leads from it to a meeting: nothing else says whether a meeting kept it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.briefs.stability_facts import End, Joined, Meeting, ends_of, of_kind
from app.briefs.stability_spans import NOT_KNOWN, Span, Window, between, window
from app.gaps.look import Look
from app.gaps.meeting_again import commitments_to_meet_not_kept
from app.rounds.models import RoundStatus
from app.trace.models import LinkKind


class Kept(StrEnum):
    """What became of a meeting that was agreed or promised, in the order in which it is shown."""

    NONE_ON_RECORD = "none-on-record"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    TO_COME = "to-come"
    HELD = "held"


OPEN = frozenset({Kept.NONE_ON_RECORD, Kept.OVERDUE, Kept.POSTPONED})


@dataclass(frozen=True)
class Promise:
    """One meeting that was agreed or promised: in what (`agreed`), and which it is.

    `mandate` is the link on which it rests that the one is said of the other; None: it rests on
    none, but on the words of a commitment or on the round being planned.
    `span` runs from when it was agreed (else, from when it was to be) to the meeting, or to today.
    """

    kept: Kept
    dialogue_id: int
    agreed: End | None
    meeting: Meeting | None
    span: Span
    mandate: Joined | None = None

    @property
    def is_open(self) -> bool:
        return self.kept in OPEN


def promises_of(
    look: Look,
    meetings: Mapping[int, Meeting],
    links: Sequence[Joined],
    windows: Mapping[int, Window],
) -> list[Promise]:
    """Those of the dialogue and of the ones that it is linked with, as they stand today."""
    mandates: dict[int, dict[End, Joined]] = {}
    for link in of_kind(links, LinkKind.MANDATE):
        number = link.later.id if link.later.id in meetings else link.later.meeting_id
        if number in meetings and number is not None:
            mandates.setdefault(number, {}).setdefault(link.earlier, link)
    found = list(_by_rounds(meetings, mandates, windows, look.today))
    # What is said to have agreed a meeting stands with that meeting.
    found += _commitments(look, {one.agreed.id for one in found if one.agreed})
    order = list(Kept)
    return sorted(found, key=lambda one: (order.index(one.kept), _since(one)))


def _since(one: Promise) -> str:
    dated = one.agreed or one.meeting
    return str((dated.happened if dated else None) or "9999")


def _by_rounds(
    meetings: Mapping[int, Meeting],
    mandates: Mapping[int, Mapping[End, Joined]],
    windows: Mapping[int, Window],
    today: date,
) -> Iterator[Promise]:
    for meeting in meetings.values():
        kept = _kept(meeting, today)
        links: list[Joined | None] = list(mandates.get(meeting.id, {}).values())
        if kept is not Kept.HELD:
            links = links or [None]
        for link in links:
            end = link.earlier if link else None
            span = _span(kept, end, meeting, windows, today)
            yield Promise(kept, meeting.dialogue_id, end, meeting, span, link)


def _kept(meeting: Meeting, today: date) -> Kept:
    if meeting.is_held:
        return Kept.HELD
    if meeting.status is RoundStatus.PLANNED:
        is_past = meeting.happened is not None and meeting.happened.last_day < today
        return Kept.OVERDUE if is_past else Kept.TO_COME
    return Kept(meeting.status)


def _span(
    kept: Kept, agreed: End | None, meeting: Meeting, windows: Mapping[int, Window], today: date
) -> Span:
    start = window(agreed.happened if agreed else meeting.happened)
    if agreed is None and kept is Kept.TO_COME:
        # Planned, and said on no day that is on record.
        return NOT_KNOWN
    if kept in (Kept.HELD, Kept.TO_COME):
        return between(start, windows.get(meeting.id, window(meeting.happened)))
    if kept is Kept.CANCELLED:
        return NOT_KNOWN
    return _until(start, today)


def _until(start: Window, today: date) -> Span:
    """So far; of what was to be on a day to come, nothing is said."""
    return between(start, Window(today, today)) if start.first else NOT_KNOWN


def _commitments(look: Look, told: Set[int]) -> Iterator[Promise]:
    ids = {number for hit in commitments_to_meet_not_kept(look) for number in hit.ids[:1]}
    for end in ends_of(look.db, ids - told):
        span = _until(window(end.happened), look.today)
        yield Promise(Kept.NONE_ON_RECORD, end.dialogue_id, end, None, span)
