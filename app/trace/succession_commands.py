"""Putting items in the place of others: superseding, splitting, merging.

The secretariat does this to its own record, so the link is confirmed as it is made. It rests on
the source that says so or, without one, on the secretariat's own reason: it is then inferred, for
no side has been asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.consensus.commands import record_item
from app.consensus.models import ConsensusItem
from app.consensus.queries import latest_wording
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure, Record, Source
from app.rounds.minutes import refuse_into_confirmed, refuse_to_come
from app.rules import Refused, _
from app.topics.models import Topic
from app.trace.commands import link, lock
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.succession import ended_by

NARROW_TO_WIDE = list(Disclosure)


@dataclass(frozen=True)
class NewItem:
    """The words of an item to be recorded; it takes the rest from what it comes from."""

    text: LocalizedText
    title: LocalizedText = EMPTY


Successor = ConsensusItem | NewItem


@dataclass(frozen=True, kw_only=True)
class Act:
    """When and why items gave way to others; `meeting` is where the new ones are recorded."""

    happened: PartialDate | None
    because: str
    source: Source | None = None
    place: str = ""
    meeting: Record | None = None


def supersede_item(
    db: Session, *, actor: User, item: ConsensusItem, by: Successor, act: Act
) -> ConsensusItem:
    """Put another item, or a new one, in the place of this one. No endorsement carries over.

    Raises Refused where either was withdrawn or superseded, or is of another dialogue, where the
    date is missing or too early, and where the two would take each other's place.
    """
    _refuse(db, [item], [by], act, fields=["by"])
    [successor] = _successors(db, actor, [item], [by], act)
    _link(db, actor, item, successor, LinkKind.SUPERSEDES, act, field="by")
    return successor


def split_item(
    db: Session, *, actor: User, item: ConsensusItem, into: Sequence[Successor], act: Act
) -> list[ConsensusItem]:
    """Put two or more items in the place of one; raises Refused as superseding does.

    A refusal about one of them names the field `part_1`, `part_2` and so on.
    """
    if len(into) < 2:
        raise Refused(_("An item is split into two or more."), field="part_2")
    fields = [f"part_{number}" for number, _part in enumerate(into, 1)]
    _refuse(db, [item], into, act, fields=fields)
    parts = _successors(db, actor, [item], into, act)
    for part, field in zip(parts, fields, strict=True):
        _link(db, actor, item, part, LinkKind.SPLIT_FROM, act, field=field)
    return parts


def merge_items(
    db: Session, *, actor: User, items: Sequence[ConsensusItem], into: Successor, act: Act
) -> ConsensusItem:
    """Put one item in the place of several; raises Refused as superseding does.

    Into a new one or another that is there; into one of themselves it is superseding.
    """
    if len({item.id for item in items}) < 2:
        raise Refused(_("Two or more items are merged."), field="items")
    _refuse(db, items, [into], act, fields=["into"])
    [merged] = _successors(db, actor, items, [into], act)
    for item in items:
        _link(db, actor, item, merged, LinkKind.MERGES, act, field="into")
    return merged


def _refuse(
    db: Session,
    items: Sequence[ConsensusItem],
    successors: Sequence[Successor],
    act: Act,
    *,
    fields: Sequence[str],
) -> None:
    _refuse_act(db, items, act)
    there = [one for one in successors if isinstance(one, ConsensusItem)]
    lock(db, *items, *there)
    for item in (*items, *there):
        db.refresh(item, ["withdrawn_on"])
    ended = ended_by(db, [one.id for one in (*items, *there)])
    for item in items:
        _refuse_ended(item, ended, None)
        _refuse_stranger(item, items[0], "items")
    taken = set(items)
    for one, field in zip(successors, fields, strict=True):
        if isinstance(one, ConsensusItem):
            _refuse_ended(one, ended, field)
            _refuse_stranger(one, items[0], field)
            _refuse_narrower(one, items, field)
            if one in taken:
                raise Refused(_("%(ref)s stands here twice."), field=field, ref=one.ref)
            taken.add(one)
        elif not one.text:
            raise Refused(_("A wording says something."), field=field)


def _refuse_narrower(one: ConsensusItem, items: Sequence[ConsensusItem], field: str) -> None:
    """Who reads the old item and not the new one would learn that there is something hidden."""
    for item in items:
        wide, narrow = NARROW_TO_WIDE.index(item.disclosure), NARROW_TO_WIDE.index(one.disclosure)
        if narrow < wide or (narrow == 0 and one.side_id != item.side_id):
            raise Refused(
                _("%(ref)s is for fewer readers: the others would see that something is hidden."),
                field=field,
                ref=one.ref,
            )


def _refuse_act(db: Session, items: Sequence[ConsensusItem], act: Act) -> None:
    for item in items:
        refuse_into_confirmed(db, item.meeting_id, act.happened)
    if act.happened is None:
        raise Refused(_("Say when, as far as it is known."), field="happened")
    refuse_to_come(act.happened)
    if not act.because.strip():
        raise Refused(_("Say why."), field="because")
    for record in (*items, act.meeting):
        _refuse_too_early(record, act.happened)


def _refuse_stranger(one: ConsensusItem, other: ConsensusItem, field: str) -> None:
    if one.dialogue_id != other.dialogue_id:
        raise Refused(_("This is an item of another dialogue."), field=field)


def _refuse_ended(
    item: ConsensusItem, ended: Mapping[int, PartialDate | None], field: str | None
) -> None:
    if item.withdrawn_on is not None:
        raise Refused(_("%(ref)s was withdrawn already."), field=field, ref=item.ref)
    if item.id in ended:
        raise Refused(_("%(ref)s was superseded already."), field=field, ref=item.ref)


def _refuse_too_early(one: Record | None, happened: PartialDate) -> None:
    if one and one.happened and happened.certainly_before(one.happened):
        raise Refused(
            _("%(ref)s is dated %(date)s: this cannot have happened before."),
            field="happened",
            ref=one.ref,
            date=one.happened,
        )


def words_to_start_from(db: Session, items: Sequence[ConsensusItem]) -> LocalizedText:
    """The latest wordings one below the other, in the languages that each of them has."""
    texts = [wording.shown for item in items if (wording := latest_wording(db, item))]
    if len(texts) < 2:
        return texts[0] if texts else EMPTY
    shared = [lang for lang in texts[0].texts if all(lang in text.texts for text in texts)]
    joined = {lang: "\n\n".join(text.texts[lang] for text in texts) for lang in shared}
    original = texts[0].original if texts[0].original in joined else None
    stale = frozenset(lang for text in texts for lang in text.stale) & joined.keys()
    return LocalizedText(joined, original, {}, stale)


def _successors(
    db: Session,
    actor: User,
    items: Sequence[ConsensusItem],
    into: Sequence[Successor],
    act: Act,
) -> list[ConsensusItem]:
    started = words_to_start_from(db, items)
    return [
        one if isinstance(one, ConsensusItem) else _recorded(db, actor, items, one, started, act)
        for one in into
    ]


def _recorded(
    db: Session,
    actor: User,
    items: Sequence[ConsensusItem],
    new: NewItem,
    started: LocalizedText,
    act: Act,
) -> ConsensusItem:
    """Filed as what it comes from, where these agree; read by nobody who may not read them all."""
    first = items[0]
    own_sides = {item.side_id for item in items if item.disclosure is Disclosure.SIDE}
    if len(own_sides) > 1:
        raise Refused(_("These are two sides’ own: nobody could read what they became."))
    narrowest = min(items, key=lambda item: NARROW_TO_WIDE.index(item.disclosure))
    parents = {item.parent_id for item in items}
    parent = (
        db.get(ConsensusItem, first.parent_id) if first.parent_id and len(parents) == 1 else None
    )
    return record_item(
        db,
        actor=actor,
        dialogue=first.dialogue,
        meeting=act.meeting,
        # What was left as it was while another language was rewritten is marked stale.
        text=started.revised(new.text),
        title=new.title,
        item_kind=first.item_kind,
        level=first.level if len({item.level for item in items}) == 1 else None,
        verb=first.verb if len({item.verb for item in items}) == 1 else "",
        parent=parent,
        topics=_topics(items),
        happened=act.happened,
        disclosure=narrowest.disclosure,
        side=narrowest.side,
    )


def _topics(items: Sequence[ConsensusItem]) -> list[Topic]:
    return list(dict.fromkeys(topic for item in items for topic in item.topics))


def _link(
    db: Session,
    actor: User,
    earlier: ConsensusItem,
    later: ConsensusItem,
    kind: LinkKind,
    act: Act,
    *,
    field: str,
) -> TraceLink:
    try:
        return link(
            db,
            actor=actor,
            earlier=earlier,
            later=later,
            kind=kind,
            basis=Basis.DOCUMENTED if act.source else Basis.INFERRED,
            source=act.source,
            place=act.place if act.source else "",
            rationale=act.because,
            status=LinkStatus.CONFIRMED,
            happened=act.happened,
        )
    except Refused as refusal:
        if refusal.field not in ("other", "kind"):
            raise
        raise Refused(refusal.message, field=field, **refusal.values) from refusal
