"""Whether the mechanism is stable: its rhythm, the lag between the tracks, who sits on both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from sqlalchemy.orm import Session

from app.briefs.stability_facts import (
    End,
    Joined,
    Meeting,
    Sitter,
    by_id,
    links_of_family,
    meetings_of,
    of_kind,
    sat_on_both,
)
from app.briefs.stability_promises import Promise, promises_of
from app.briefs.stability_spans import (
    Span,
    Summary,
    Window,
    between,
    so_far,
    summary_of,
    window,
    windows_of,
)
from app.dialogues.models import Dialogue
from app.gaps.look import NO_TALKS, Limits, Look
from app.partial_date import PartialDate
from app.people.naming import audience_of
from app.reading import Viewer
from app.rounds.models import RoundKind, RoundStatus
from app.rounds.queries import in_order
from app.trace.models import OFFICIAL, UNOFFICIAL, LinkKind


@dataclass(frozen=True)
class Interval:
    """From the first day of one round to that of the next one on record.

    `later` None: none is on record, and `span` is how long it has been. `missing` are numbers
    between the two of which no round is on record.
    """

    earlier: Meeting
    later: Meeting | None
    span: Span
    missing: tuple[int, ...] = ()

    @property
    def is_planned(self) -> bool:
        return self.later is not None and not self.later.is_held


@dataclass(frozen=True)
class Rhythm:
    """The intervals of one dialogue; a summary of those between rounds that followed each other."""

    dialogue: Dialogue
    intervals: Sequence[Interval]
    undated: int

    @property
    def summary(self) -> Summary:
        return summary_of(
            one.span
            for one in self.intervals
            if one.later is not None and one.later.is_held and not one.missing
        )


class Way(StrEnum):
    """Between which ends a lag lies."""

    TO_AGENDA = "to-agenda"
    TO_REVIEW = "to-review"


@dataclass(frozen=True)
class Lag:
    """How long it took from one end of a link to the other; `status` is that of the later round."""

    link: Joined
    span: Span
    status: RoundStatus | None

    @property
    def is_planned(self) -> bool:
        return self.status is RoundStatus.PLANNED


@dataclass(frozen=True)
class Stability:
    """`promises` None: what was agreed is told as of today alone."""

    family: Mapping[int, Dialogue]
    meetings: Mapping[int, Meeting]
    rhythms: Sequence[Rhythm]
    lags: Mapping[Way, Sequence[Lag]]
    unreviewed: Sequence[Meeting]
    sitters: Sequence[Sitter]
    promises: Sequence[Promise] | None

    def summary(self, way: Way) -> Summary:
        return summary_of(one.span for one in self.lags[way] if not one.is_planned)


@dataclass(frozen=True)
class Asked:
    """As of which date (None: today), and whether all meetings count or the series alone."""

    today: date
    as_of: PartialDate | None = None
    every: bool = False

    @property
    def day(self) -> date:
        return self.as_of.last_day if self.as_of else self.today


def stability_of(
    db: Session, dialogue: Dialogue, *, viewer: Viewer, locale: str, asked: Asked
) -> Stability:
    """Of a dialogue and of those that it is linked with, as far as the viewer may know."""
    look = Look(db, dialogue, asked.today, Limits())
    family = by_id(look.family)
    every = meetings_of(db, family)
    known = {one.id: one for one in every if _was_known(one, asked, every)}
    held = {number: one for number, one in known.items() if one.is_held}
    windows: dict[int, Window] = {}
    for number in family:
        windows |= windows_of([one for one in known.values() if one.dialogue_id == number])
    links = [one for one in links_of_family(db, family) if _is_over(one, asked)]
    lags = {way: list(_lags(way, links, known, windows, family)) for way in Way}
    official = {number for number, one in family.items() if one.track in OFFICIAL}
    audiences = {number: audience_of(viewer, number) for number in family}
    return Stability(
        family=family,
        meetings=known,
        rhythms=[_rhythm(one, known, windows, asked) for one in family.values()],
        lags=lags,
        unreviewed=_unreviewed(held, lags[Way.TO_REVIEW], family),
        sitters=sat_on_both(db, held, official, audiences, locale),
        promises=promises_of(look, known, links, windows) if asked.as_of is None else None,
    )


def _was_known(meeting: Meeting, asked: Asked, every: Sequence[Meeting]) -> bool:
    """Whether it counts at the day asked for; what was planned then, nobody wrote down.

    An undated round counts where one of its series with a higher number had been held by then.
    """
    if asked.as_of is None:
        return True
    if not meeting.is_held:
        return False
    if meeting.happened is not None:
        return meeting.happened.first_day <= asked.day
    return meeting.number is not None and any(
        one.dialogue_id == meeting.dialogue_id
        and one.is_held
        and one.happened is not None
        and one.happened.first_day <= asked.day
        and (one.number or 0) > (meeting.number or 0)
        for one in every
    )


def _is_over(link: Joined, asked: Asked) -> bool:
    later = link.later.happened
    return asked.as_of is None or later is None or later.first_day <= asked.day


def _rhythm(
    dialogue: Dialogue, known: Mapping[int, Meeting], windows: Mapping[int, Window], asked: Asked
) -> Rhythm:
    series = [
        one
        for one in known.values()
        if one.dialogue_id == dialogue.id
        and (one.round_kind is RoundKind.ROUND or asked.every)
        and one.status not in (RoundStatus.CANCELLED, RoundStatus.POSTPONED)
    ]
    # Without a date or a number, nobody can say between which others it was.
    placed = [one for one in in_order(series) if one.happened or one.number is not None]
    return Rhythm(
        dialogue=dialogue,
        intervals=list(_intervals(_followed(placed), windows, asked)),
        undated=len(series) - len(placed),
    )


def _followed(rounds: Sequence[Meeting]) -> list[Meeting]:
    """Without what was planned and passed over: others were held since."""
    last = max((place for place, one in enumerate(rounds) if one.is_held), default=-1)
    return [one for place, one in enumerate(rounds) if one.is_held or place > last]


def _intervals(
    rounds: Sequence[Meeting], windows: Mapping[int, Window], asked: Asked
) -> Iterator[Interval]:
    for earlier, later in pairwise(rounds):
        if earlier.is_held:
            span = between(windows[earlier.id], windows[later.id])
            yield Interval(earlier, later, span, _missing(earlier, later))
    held = [one for one in rounds if one.is_held]
    if held:
        yield Interval(held[-1], None, so_far(windows[held[-1].id], asked.day))


def _missing(earlier: Meeting, later: Meeting) -> tuple[int, ...]:
    if earlier.number is None or later.number is None:
        return ()
    return tuple(range(earlier.number + 1, later.number))


def _lags(
    way: Way,
    links: Sequence[Joined],
    known: Mapping[int, Meeting],
    windows: Mapping[int, Window],
    family: Mapping[int, Dialogue],
) -> Iterator[Lag]:
    """To a government agenda from what was prepared for it; from talks to what looked back."""
    start, end = UNOFFICIAL, OFFICIAL
    kinds: tuple[LinkKind, ...] = (LinkKind.GROUNDWORK, LinkKind.RAISED)
    if way is Way.TO_REVIEW:
        start, end, kinds = OFFICIAL, UNOFFICIAL, (LinkKind.REVIEW,)
    for link in of_kind(links, *kinds):
        tracks = [family[one.dialogue_id].track for one in (link.earlier, link.later)]
        if tracks[0] in start and tracks[1] in end:
            meeting = known.get(link.later.meeting_id or link.later.id)
            ends = [_window(one, windows) for one in (link.earlier, link.later)]
            yield Lag(link, between(*ends), meeting.status if meeting else None)


def _window(end: End, windows: Mapping[int, Window]) -> Window:
    """The record's own date; without one, that of its round."""
    if end.happened is not None:
        return window(end.happened)
    return windows.get(end.meeting_id or end.id, Window())


def _unreviewed(
    held: Mapping[int, Meeting], reviews: Sequence[Lag], family: Mapping[int, Dialogue]
) -> list[Meeting]:
    """Talks held on which no meeting of the other track is on record as looking back."""
    ends = [one.link.earlier for one in reviews]
    seen = {end.id for end in ends} | {end.meeting_id for end in ends}
    talks = [
        one
        for one in held.values()
        if family[one.dialogue_id].track in OFFICIAL
        and one.round_kind not in NO_TALKS
        and one.id not in seen
    ]
    return in_order(talks)


def apart(one: Sitter, found: Stability) -> tuple[list[Meeting], list[Meeting]]:
    """Somebody's meetings off the government track and on it, each in the order of time."""
    order = in_order([found.meetings[number] for number in sorted(one.at)])
    official = [each for each in order if found.family[each.dialogue_id].track in OFFICIAL]
    return [each for each in order if each not in official], official
