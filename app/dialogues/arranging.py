"""Opening a dialogue, and arranging its names and sides."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.audit.commands import record, snapshot
from app.dialogues.commands import set_membership
from app.dialogues.models import Attribution, Dialogue, Side, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.rules import Refused, _

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", re.ASCII)
# The first part of the addresses of the house's own pages.
RESERVED = {"account", "calendar", "dialogues", "healthz", "institutions", "language", "notation",
            "people", "sign-in", "sign-out", "static", "topics", "users"}  # fmt: skip
CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}", re.ASCII)


def open_dialogue(
    db: Session,
    *,
    actor: User,
    slug: str,
    track: Track,
    name: LocalizedText,
    summary: LocalizedText,
    began: PartialDate | None,
    attribution: Attribution,
) -> Dialogue:
    """Open a dialogue; whoever opens it becomes its first lead.

    The slug is the first part of all its addresses: it holds a hyphen, and is none of a page of
    the house, so that none can ever stand in its way.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise Refused(
            _("Lower-case words joined by hyphens, two at least: harbour-dialogue."), field="slug"
        )
    if slug in RESERVED:
        raise Refused(_("A page of the house has this address."), field="slug")
    taken = sa.select(Dialogue.id).where(Dialogue.slug == slug)
    if db.scalar(taken, execution_options=AS_THE_HOUSE):
        raise Refused(_("There is a dialogue of this address already."), field="slug")
    _refuse_nameless(name)
    dialogue = Dialogue(
        slug=slug, track=track, name=name, summary=summary, began=began, attribution=attribution
    )
    db.add(dialogue)
    record(db, actor, "dialogue.opened", dialogue)
    set_membership(db, actor=actor, user=actor, dialogue=dialogue, role=Role.LEAD)
    return dialogue


def _refuse_nameless(name: LocalizedText) -> None:
    if not name:
        raise Refused(_("Say what it is called."), field="name")


def edit_dialogue(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    track: Track,
    name: LocalizedText,
    summary: LocalizedText,
    began: PartialDate | None,
    attribution: Attribution,
) -> None:
    _refuse_nameless(name)
    before = snapshot(dialogue)
    dialogue.name, dialogue.summary = dialogue.name.revised(name), dialogue.summary.revised(summary)
    dialogue.track, dialogue.began, dialogue.attribution = track, began, attribution
    record(db, actor, "dialogue.edited", dialogue, before=before)


def add_side(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    code: str,
    name: LocalizedText,
    dialogue_name: LocalizedText,
    convener: LocalizedText,
    convener_short: LocalizedText,
) -> Side:
    code = code.upper()
    _refuse_side(dialogue, code, name, but=None)
    side = Side(
        dialogue=dialogue,
        position=max((one.position for one in dialogue.sides), default=0) + 1,
        code=code,
        name=name,
        dialogue_name=dialogue_name,
        convener=convener,
        convener_short=convener_short,
    )
    db.add(side)
    record(db, actor, "side.added", side, dialogue_id=dialogue.id)
    return side


def _refuse_side(dialogue: Dialogue, code: str, name: LocalizedText, but: Side | None) -> None:
    if not CODE.fullmatch(code):
        raise Refused(_("One to eight capital letters or digits, such as CN."), field="code")
    if any(one.code == code and one is not but for one in dialogue.sides):
        raise Refused(_("There is a side of this code already."), field="code")
    _refuse_nameless(name)


def edit_side(
    db: Session,
    *,
    actor: User,
    side: Side,
    code: str,
    name: LocalizedText,
    dialogue_name: LocalizedText,
    convener: LocalizedText,
    convener_short: LocalizedText,
) -> None:
    code = code.upper()
    _refuse_side(side.dialogue, code, name, but=side)
    before = snapshot(side)
    side.code, side.name = code, side.name.revised(name)
    side.dialogue_name = side.dialogue_name.revised(dialogue_name)
    side.convener = side.convener.revised(convener)
    side.convener_short = side.convener_short.revised(convener_short)
    record(db, actor, "side.edited", side, before=before, dialogue_id=side.dialogue_id)
