"""What a preview says of the points of the notes: items and their wordings."""

from collections.abc import Sequence
from typing import Any

from app.attendance.choices import Choice
from app.consensus.brackets import refuse_malformed
from app.consensus.models import ConsensusItem, Wording
from app.localized import LocalizedText
from app.notes.folding import rewritten, says_so
from app.notes.matching import latest, says, text_of
from app.notes.notation import ItemNote
from app.notes.proposal import Fate, Sort
from app.notes.sheet import (
    UNCHANGED,
    Above,
    Fact,
    Item,
    Sheet,
    not_here,
    stale_fact,
    wording_said,
)
from app.notes.siding import Ground, propose_positions
from app.notes.steps import AddTopic, AdoptWording, FileItem, RecordItem
from app.notes.words import REASON, term, written
from app.rounds.models import AgendaTopic, Round
from app.rules import Refused, Said, _
from app.topics.models import Topic

WITHDRAWN = _("This item was withdrawn: it takes no new wording.")
NO_WORDS = _("Say what the point is.")


def propose_item(
    sheet: Sheet, note: ItemNote, topic: Above, parent: Item | None, depth: int
) -> Item:
    """A point with the positions on it; what stands under it follows in its own rows."""
    item = sheet.matches.items.of(note)
    choices: list[Choice] = []
    if item is None and (near := sheet.matches.items.near_to(note)) is not None:
        choice = sheet.is_this(note.text.text_for(sheet.language), near, text_of(near))
        choices.append(choice)
        item = None if choice.chosen == "new" else near
    if item is None:
        ground = _new_item(sheet, note, topic, parent, depth, choices)
    elif sheet.there.is_here(item):
        ground = _item_on_record(sheet, note, item, depth, choices)
    else:
        ground = _item_of_another_round(sheet, note, item, depth)
    propose_positions(sheet, note, ground)
    return ground.item


def _new_item(
    sheet: Sheet,
    note: ItemNote,
    topic: Above,
    parent: Item | None,
    depth: int,
    choices: Sequence[Choice],
) -> Ground:
    tree = sheet.tree.resolved(note.tree)
    under = topic.record if isinstance(topic.record, AgendaTopic | AddTopic) else None
    step = RecordItem(
        line=note.line,
        topic=under,
        parent=parent,
        kind=note.kind,
        level=note.level,
        verb=note.verb,
        text=note.text,
        open_list=note.open_list,
        tree=tree.found,
    )
    sheet.step(step)
    problem = not_here(note.ref) if note.ref else _no_wording(note.text)
    sheet.row(
        note.line,
        Sort.CONSENSUS_ITEM,
        Fate.NEW,
        note.text,
        depth=depth,
        facts=_facts(note, tree.found),
        choices=[*choices, *tree.choices],
        problem=problem,
    )
    return Ground(step, None, depth)


def _facts(note: ItemNote, tree: Sequence[Topic]) -> list[Fact]:
    facts: list[Fact] = [(Said(_("Kind")), term(note.kind))]
    if note.level:
        facts.append((Said(_("Level")), term(note.level)))
    if note.verb:
        facts.append((Said(_("Verb of agreement")), note.verb))
    if tree:
        facts.append((Said(_("Topics")), ", ".join(one.code for one in tree)))
    if note.open_list:
        facts.append((Said(_("Sub-points")), Said(_("an open list"))))
    return facts


def _item_on_record(
    sheet: Sheet, note: ItemNote, item: ConsensusItem, depth: int, choices: Sequence[Choice]
) -> Ground:
    sheet.saw(item)
    tree = sheet.tree.resolved(note.tree)
    wording = wording_said(item, note.text, sheet.there.meeting)
    differs = _otherwise(sheet, note, item, tree.found)
    step = FileItem(
        line=note.line,
        item=item,
        level=item.level or note.level,
        open_list=item.open_list or note.open_list,
        tree=item.topics or tree.found,
    )
    now = (item.level, item.open_list, list(item.topics))
    fills = now != (step.level, step.open_list, list(step.tree))
    what = (step.level, step.open_list, list(step.tree))
    problem = sheet.fill(item, step, *what) if fills else None
    sheet.row(
        note.line,
        Sort.CONSENSUS_ITEM,
        Fate.FILLED if fills else Fate.DIFFERS if differs else Fate.SAME,
        note.text or text_of(item),
        depth=depth,
        ref=item.ref,
        facts=[
            *_facts(note, tree.found),
            *((Said(_("On record")), words) for words in differs),
            *stale_fact(text_of(item), sheet.language),
        ],
        choices=[*choices, *tree.choices],
        problem=problem,
        note=Said(UNCHANGED) if differs else None,
    )
    return Ground(item, wording or latest(item), depth)


def _otherwise(
    sheet: Sheet, note: ItemNote, item: ConsensusItem, tree: Sequence[Topic]
) -> list[str | Said]:
    """What is on record in place of what the line says otherwise."""
    there: list[str | Said] = []
    if note.text and wording_said(item, note.text, sheet.there.meeting) is None:
        there.append(text_of(item).text_for(sheet.language))
    if item.item_kind is not note.kind:
        there.append(term(item.item_kind))
    if item.level and note.level not in (None, item.level):
        there.append(term(item.level))
    if item.topics and any(one not in item.topics for one in tree):
        there.append(", ".join(one.code for one in item.topics))
    return there


def _item_of_another_round(sheet: Sheet, note: ItemNote, item: ConsensusItem, depth: int) -> Ground:
    """A new wording of it; positions on the one there is, where the line says that."""
    sheet.saw(item)
    adopted, here = sheet.adopted.get(item.id), _wording_meant(sheet, note, item)
    facts: list[Fact] = [(Said(_("Kind")), term(item.item_kind))]
    if adopted is not None and (not note.text or says_so(adopted.text, note.text)):
        return _stands(sheet, note, item, adopted, adopted.text, depth, facts)
    if here is not None and adopted is None:
        return _stands(sheet, note, item, here, here.shown, depth, facts)
    before = adopted.text if adopted else text_of(item)
    step = AdoptWording(
        line=note.line,
        item=item,
        text=_in_new_words(before, note.text),
        reason=written(REASON, sheet.language, meeting=sheet.label),
    )
    sheet.adopted[item.id] = step
    sheet.step(step)
    if before:
        facts.append((Said(_("Wording so far")), before.text_for(sheet.language)))
        facts += stale_fact(before, sheet.language)
    problem = _no_wording(note.text and step.text)
    sheet.row(
        note.line,
        Sort.WORDING,
        Fate.NEW,
        note.text,
        depth=depth,
        ref=item.ref,
        facts=facts,
        problem=Said(WITHDRAWN) if item.withdrawn_on else problem,
    )
    return Ground(item, step, depth)


def _no_wording(text: LocalizedText) -> Said | None:
    """Why this cannot be a wording; a bracket after a backslash stands there without it."""
    if not text:
        return Said(NO_WORDS)
    try:
        refuse_malformed(text)
    except Refused as refusal:
        return Said(refusal.message, refusal.values)
    return None


def _in_new_words(before: LocalizedText, given: LocalizedText) -> LocalizedText:
    """The wording as it will stand: what is typed and, where only a translation is, its original.

    Translations of words that are no longer those of the original stay with the wording before.
    """
    moved = given.texts.get(before.original or "") not in (
        None,
        before.texts.get(before.original or ""),
    )
    return given if moved else rewritten(before, given)


def _stands(
    sheet: Sheet, note: ItemNote, item: ConsensusItem, wording: Any, text: LocalizedText,
    depth: int, facts: Sequence[Fact],
) -> Ground:  # fmt: skip
    sheet.row(
        note.line, Sort.WORDING, Fate.SAME, note.text or text, depth=depth, ref=item.ref,
        facts=[*facts, *(() if note.text else stale_fact(text, sheet.language))],
    )  # fmt: skip
    return Ground(item, wording, depth)


def _wording_meant(sheet: Sheet, note: ItemNote, item: ConsensusItem) -> Wording | None:
    """The wording that says so: one put in these words at this very round, or the newest."""
    if item.id not in sheet.meant:
        lines = sheet.named.get(note.ref, [])
        sheet.meant[item.id] = _meant_by_lines(lines, item, sheet.there.meeting)
    return sheet.meant[item.id].get(id(note))


def _meant_by_lines(
    lines: Sequence[ItemNote], item: ConsensusItem, meeting: Round | None
) -> dict[int, Wording | None]:
    """From the last line to the first, as the round may have reworded it more than once.

    A line without a text means the wording of the line before it; where none has one, what stood
    before a later line put it in other words.
    """
    newest = latest(item)
    settled = [one for one in item.wordings if meeting and one.settled_at_id == meeting.id]
    meant: dict[int, Wording | None] = {}
    # What stood when the round met, and stands no more; lines before it was reworded may say it.
    stood = item.wordings[settled[0].number - 2] if settled and settled[0].number > 1 else None
    first: Wording | None = None
    left = list(settled)
    for note in reversed([one for one in lines if one.text]):
        known = [*reversed(left), first, *reversed(settled), newest, None if left else stood]
        first = next((one for one in known if one and says(one, note.text)), None)
        left = left[: left.index(first)] if first and first in left else left
        meant[id(note)] = first
    then = first or newest
    if first is not None and first in settled and first.number > 1:
        then = item.wordings[first.number - 2]
    for note in lines:
        then = meant.setdefault(id(note), then)
    return meant
