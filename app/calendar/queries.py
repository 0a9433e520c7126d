"""Reading rounds as a calendar shows them, and the addresses at which calendars are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.calendar.models import CalendarFeed
from app.dialogues.models import Dialogue
from app.dialogues.queries import account, viewer_of
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE, Viewer
from app.rounds.models import Round

A_DAY = 3
A_MONTH = 2


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both of them part of it.

    `is_exact`: these are the days of the round. Otherwise it was, or will be, on some of them.
    """

    first: date
    last: date
    is_exact: bool

    @property
    def next_day(self) -> date:
        """The day after; the last day that a calendar knows has none."""
        return self.last + timedelta(days=1) if self.last < date.max else self.last


def span_of(started: PartialDate | None, ended: PartialDate | None) -> Span | None:
    """The days that a calendar can show; None where not even the month is known.

    An end that is known to the year alone, or that precedes the start, is left out.
    """
    if started is None or len(started.parts) < A_MONTH:
        return None
    end = ended or started
    if len(end.parts) < A_MONTH or end.last_day < started.last_day:
        end = started
    is_exact = len(started.parts) == len(end.parts) == A_DAY
    return Span(started.first_day, end.last_day, is_exact)


@dataclass(frozen=True)
class CalendarRound:
    """A round, and when what is on record of it last changed; None: that is not on record."""

    meeting: Round
    changed: datetime | None

    @property
    def span(self) -> Span | None:
        return span_of(self.meeting.happened, self.meeting.ended)


def rounds_for_calendar(
    db: Session, *, dialogue: Dialogue | None = None, meeting: Round | None = None
) -> list[CalendarRound]:
    """The rounds that the viewer may read, past ones too, by date; those of a dialogue, or one."""
    asked = (
        sa.select(Round)
        .join(Round.dialogue)
        .options(contains_eager(Round.dialogue))
        .order_by(Round.happened, Dialogue.slug, Round.id)
    )
    if dialogue is not None:
        asked = asked.where(Round.dialogue_id == dialogue.id)
    if meeting is not None:
        asked = asked.where(Round.id == meeting.id)
    rounds = db.scalars(asked).all()
    changed = _changed(db, (one.id for one in rounds))
    return [CalendarRound(one, changed.get(one.id)) for one in rounds]


def _changed(db: Session, rounds: Iterable[int]) -> dict[int, datetime]:
    """When each round's own row last changed, as its revision tells anybody who reads it."""
    latest = (
        sa.select(AuditEntry.subject_id, sa.func.max(AuditEntry.at))
        .where(AuditEntry.subject == "round", AuditEntry.subject_id.in_(list(rounds)))
        .group_by(AuditEntry.subject_id)
    )
    rows = db.execute(latest, execution_options=AS_THE_HOUSE)
    return {row[0]: row[1] for row in rows}


def digest_of(secret: str) -> str:
    """The SHA-256 of an address's secret, in hexadecimal: all that is kept of it."""
    return sha256(secret.encode()).hexdigest()


def feed_at(db: Session, secret: str) -> tuple[CalendarFeed, Viewer]:
    """The feed at an address, and what its user may read now.

    Raises NoResultFound, whatever the reason: where there is no such address, where it was
    revoked, where the account is closed, and where its user belongs to the dialogue no more or,
    for a feed of all dialogues, to none.
    """
    feed = db.scalars(
        sa.select(CalendarFeed)
        .where(CalendarFeed.digest == digest_of(secret), CalendarFeed.revoked_at.is_(None))
        .options(joinedload(CalendarFeed.user)),
    ).one()
    found = account(db, feed.user_id)
    memberships = [member for member, _slug in found[1]] if found else []
    joined = {member.dialogue_id for member in memberships}
    if not joined or (feed.dialogue_id is not None and feed.dialogue_id not in joined):
        raise NoResultFound
    return feed, viewer_of(feed.user, memberships)


def feeds_of(db: Session, user: User) -> Sequence[CalendarFeed]:
    """The feeds of a user that were not revoked, in the order in which they were made."""
    return db.scalars(
        sa.select(CalendarFeed)
        .where(CalendarFeed.user_id == user.id, CalendarFeed.revoked_at.is_(None))
        .options(joinedload(CalendarFeed.dialogue))
        .order_by(CalendarFeed.id)
    ).all()


def dialogues_joined(db: Session, user: User) -> Sequence[Dialogue]:
    """The dialogues that a user belongs to, by slug."""
    found = account(db, user.id)
    joined = [member.dialogue_id for member, _slug in found[1]] if found else []
    return db.scalars(
        sa.select(Dialogue).where(Dialogue.id.in_(joined)).order_by(Dialogue.slug)
    ).all()
