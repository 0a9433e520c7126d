"""Making an address at which calendars read rounds, and revoking it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.calendar.models import CalendarFeed
from app.calendar.queries import dialogues_joined, digest_of, feeds_of
from app.dialogues.models import Dialogue
from app.rules import Refused, _

BYTES = 32
MOST = 20


@dataclass(frozen=True)
class MadeFeed:
    """A feed and the secret of its address, which is known here and never again."""

    feed: CalendarFeed
    secret: str


def make_feed(db: Session, *, actor: User, name: str, dialogue: Dialogue | None = None) -> MadeFeed:
    """`dialogue` None: the feed has the rounds of all that its user reads.

    Raises Refused for whoever does not belong to the dialogue or to any, and for one feed too many.
    """
    joined = dialogues_joined(db, actor)
    if not joined or (dialogue is not None and dialogue.id not in {one.id for one in joined}):
        raise Refused(_("A calendar is for those who belong to a dialogue."), field="dialogue")
    if len(feeds_of(db, actor)) >= MOST:
        raise Refused(_("There are %(count)d calendars already: revoke one first."), count=MOST)
    secret = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed(
        user=actor,
        dialogue=dialogue,
        name=name,
        digest=digest_of(secret),
        made_at=datetime.now(UTC),
    )
    db.add(feed)
    record(db, actor, "calendar.feed-made", feed)
    return MadeFeed(feed, secret)


def revoke_feed(db: Session, *, actor: User, feed: CalendarFeed) -> None:
    """Whoever knows the address finds nothing there from now on. Raises Refused for another's."""
    if feed.user_id != actor.id:
        raise Refused(_("This calendar is another's."), field="feed")
    before = snapshot(feed)
    feed.revoked_at = feed.revoked_at or datetime.now(UTC)
    record(db, actor, "calendar.feed-revoked", feed, before=before)
