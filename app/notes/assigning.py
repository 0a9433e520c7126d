"""What a preview says of who does what next, and of what became of what was to be done."""

from collections.abc import Sequence

from app.actions.models import Action, ActionStatus, ActionUpdate
from app.attendance.choices import Choice
from app.dialogues.models import Side
from app.notes.doubts import doubt_of_action
from app.notes.folding import folded, says_otherwise, says_so
from app.notes.notation import ActionNote, ReportNote
from app.notes.proposal import Fate, Sort
from app.notes.resolving import find_side, owner_names, said_of_owner
from app.notes.sheet import UNCHANGED, Above, Fact, Sheet, not_here
from app.notes.steps import AssignAction, OwnerFound, ReportOn
from app.notes.words import SOMEBODY, term, written
from app.records.models import RecordKind
from app.rules import Said, _

NO_OWNER = _("Say who is to do it: a side, a person or a body.")
NO_TITLE = _("Say what is to be done.")
DUE_TWICE = _("Due by a date or by a round: give one of the two.")
NO_SUCH_ROUND = _("A round has a number from 1 to 100000.")
WAITS_FOR = _("Say which side it waits for.")
NOTHING = _("Say what was reported.")
MOST_ROUNDS = 100_000


def propose_action(sheet: Sheet, note: ActionNote, above: Above, depth: int) -> Above:
    action = sheet.matches.actions.of(note)
    choices: list[Choice] = []
    if action is None and (near := sheet.matches.actions.near_to(note)) is not None:
        choice = sheet.is_this(note.title.text_for(sheet.language), near, near.title)
        choices.append(choice)
        action = None if choice.chosen == "new" else near
    if action is not None:
        _action_on_record(sheet, note, action, depth, choices)
        return Above(action, RecordKind.ACTION, depth, above.words)
    owners, asked = _owners(sheet, note)
    step = AssignAction(
        line=note.line,
        origin=above.record if above.kind is not RecordKind.ROUND else None,
        title=note.title,
        owners=owners,
        due=note.due,
        due_round=note.due_round,
    )
    sheet.step(step)
    names = [said_of_owner(owner, sheet.language) for owner in owners]
    sheet.row(
        note.line,
        Sort.ACTION,
        Fate.NEW,
        note.title,
        depth=depth,
        facts=_facts(note, names),
        choices=[*choices, *asked],
        problem=_problem(note),
        note=doubt_of_action(note.title, has_due=bool(note.due or note.due_round)),
    )
    return Above(step, RecordKind.ACTION, depth, above.words)


def _owners(sheet: Sheet, note: ActionNote) -> tuple[list[OwnerFound], list[Choice]]:
    owners: list[OwnerFound] = []
    choices: list[Choice] = []
    for typed in note.owners:
        owner, choice = sheet.owners.find(typed)
        if owner is not None and owner not in owners:
            owners.append(owner)
        if choice is not None:
            choices.append(choice)
    return owners, choices


def _facts(note: ActionNote, names: Sequence[str]) -> list[Fact]:
    facts: list[Fact] = [(Said(_("Owners")), "; ".join(names))] if names else []
    if note.due:
        facts.append((Said(_("Due")), str(note.due)))
    if note.due_round:
        facts.append((Said(_("Due before round")), str(note.due_round)))
    return facts


def _problem(note: ActionNote) -> Said | None:
    if note.ref:
        return not_here(note.ref)
    if not any(name.strip() for name in note.owners):
        return Said(NO_OWNER)
    if not note.title:
        return Said(NO_TITLE)
    if note.due and note.due_round:
        return Said(DUE_TWICE)
    if note.due_round is not None and not 0 < note.due_round <= MOST_ROUNDS:
        return Said(NO_SUCH_ROUND)
    return None


def _action_on_record(
    sheet: Sheet, note: ActionNote, action: Action, depth: int, choices: Sequence[Choice]
) -> None:
    sheet.saw(action)
    differs: list[Fact] = []
    if says_otherwise(action.title, note.title):
        differs.append((Said(_("On record")), action.title.text_for(sheet.language)))
    if note.owners and not _are_owners(sheet, note, action):
        names = [said_of_owner(one, sheet.language) for one in owners_of(action)]
        differs.append((Said(_("On record")), "; ".join(names)))
    if (note.due or note.due_round) and (note.due, note.due_round) != (
        action.due,
        action.due_round,
    ):
        no_date = Said(_("no date"))
        due = str(action.due or action.due_round or "") or no_date
        differs.append((Said(_("On record")), due))
    sheet.row(
        note.line,
        Sort.ACTION,
        Fate.DIFFERS if differs else Fate.SAME,
        note.title or action.title,
        depth=depth,
        ref=action.ref,
        facts=_facts(note, note.owners) + differs,
        choices=choices,
        note=Said(UNCHANGED) if differs else None,
    )


def owners_of(action: Action) -> list[OwnerFound]:
    return [
        OwnerFound(side=one.side, person=one.person, institution=one.institution, body=one.body)
        for one in action.owners
    ]


def _are_owners(sheet: Sheet, note: ActionNote, action: Action) -> bool:
    """Whether the names are those on record, each in one of the ways to write it."""
    somebody = {folded(written(SOMEBODY, lang)) for lang in SOMEBODY}
    called = [owner_names(one) | somebody for one in owners_of(action)]
    typed = {folded(name) for name in note.owners}
    return all(any(name in names for names in called) for name in typed) and all(
        names & typed for names in called
    )


def propose_report(sheet: Sheet, note: ReportNote, depth: int) -> None:
    """What was said of an action; nothing, where this round holds the very same already."""
    found = [one for one in sheet.there.actions if one.ref == note.ref]
    side = find_side(sheet.there.sides, note.waiting_for)
    facts: list[Fact] = [(Said(_("Status")), term(note.status))] if note.status else []
    if note.status is ActionStatus.WAITING and side is not None:
        facts.append((Said(_("Waiting for")), side.code))
    if not found:
        sheet.row(note.line, Sort.REPORT, Fate.NEW, note.text, depth=depth, ref=note.ref,
                  facts=facts, problem=not_here(note.ref))  # fmt: skip
        return
    action = found[0]
    sheet.saw(action)
    step = ReportOn(
        line=note.line, action=action, text=note.text, status=note.status, waiting_for=side
    )
    before = sheet.reported.setdefault(action.id, [])
    is_same = _is_reported(sheet, note, action) or any(_says_same(one, step) for one in before)
    if not is_same and not note.text:
        is_same = _stands_so(action, before, step)
    problem = None
    if not is_same:
        waits = note.status is ActionStatus.WAITING and side is None
        nothing = not note.text and note.status is None
        problem = Said(WAITS_FOR) if waits else Said(NOTHING) if nothing else None
        before.append(step)
        sheet.step(step)
    sheet.row(note.line, Sort.REPORT, Fate.SAME if is_same else Fate.NEW, note.text,
              depth=depth, ref=action.ref, facts=facts, problem=problem)  # fmt: skip


def _is_reported(sheet: Sheet, note: ReportNote, action: Action) -> bool:
    meeting = sheet.there.meeting
    here = (
        one for one in action.updates if meeting is not None and one.reported_at_id == meeting.id
    )
    return any(_is_update(one, note) for one in here)


def _is_update(update: ActionUpdate, note: ReportNote) -> bool:
    """A status that did not change with the report was not kept with it."""
    if note.text:
        same_words = bool(update.text) and says_so(update.text, note.text)
        return same_words and (note.status is None or update.status in (None, note.status))
    return note.status is not None and update.status is note.status


def _says_same(one: ReportOn, other: ReportOn) -> bool:
    same = (one.status, one.waiting_for) == (other.status, other.waiting_for)
    return same and one.text == other.text


def _stands_so(action: Action, before: Sequence[ReportOn], step: ReportOn) -> bool:
    """Whether the action will be left at this status already."""
    status, waiting_for = action.status, action.waiting_for
    for one in before:
        if one.status is not None:
            status, waiting_for = one.status, one.waiting_for
    if step.status is None or step.status is not status:
        return False
    return status is not ActionStatus.WAITING or _same_side(waiting_for, step.waiting_for)


def _same_side(one: Side | None, other: Side | None) -> bool:
    return other is None or one is other
