"""On whose History tab an entry about several records stands: where only who reads all reads it."""

from typing import TypedDict

from app.records.models import Disclosure, Record

NARROW_TO_WIDE = list(Disclosure)


class Tab(TypedDict, total=False):
    """As `audit.commands.record` takes it; empty: on nobody's."""

    dialogue_id: int
    record_id: int


def tab_of(first: Record, *others: Record, secretariat_of: int | None = None) -> Tab:
    """The tab of `first`, unless some of its readers may not know of the others.

    An entry is read by the secretariat of its dialogue, as far as they read its record. With
    `secretariat_of`, it is for the secretariat of that dialogue alone. Empty where no dialogue and
    record keep it to those who may read them all.
    """
    hidden = [one for one in (first, *others) if one.disclosure is not Disclosure.PUBLIC]
    home = secretariat_of or first.dialogue_id
    beyond = [one for one in hidden if one.dialogue_id != home or _is_own(one)]
    if all(_is_own(one) and _is_own(first) and one.side_id == first.side_id for one in beyond):
        return {"dialogue_id": home, "record_id": first.id}
    kept = beyond if secretariat_of else hidden
    # Who reads what is one side's own is of its dialogue's secretariat already.
    at = next(filter(_is_own, kept), first if first in kept else kept[0])
    narrowest = min((one for one in kept if one.dialogue_id == at.dialogue_id), key=_width)
    away = {one.dialogue_id for one in kept} | {secretariat_of or at.dialogue_id}
    away.discard(at.dialogue_id)
    if len(away) > 1 or len({one.side_id for one in kept if _is_own(one)}) > 1:
        return {}
    return {"dialogue_id": next(iter(away), at.dialogue_id), "record_id": narrowest.id}


def _width(record: Record) -> int:
    return NARROW_TO_WIDE.index(record.disclosure)


def _is_own(record: Record) -> bool:
    return record.disclosure is Disclosure.SIDE
