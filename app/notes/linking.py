"""What a preview says of the links that notes make to earlier records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.attendance.choices import Choice, Option
from app.dialogues.models import Side
from app.notes.notation import LinkNote
from app.notes.proposal import Fate, Sort
from app.notes.resolving import find_side
from app.notes.sheet import Above, Fact, Sheet, not_here
from app.notes.steps import MakeLink
from app.notes.words import NOTED, NOTED_UNDER, term, written
from app.partial_date import PartialDate
from app.records.models import Record, Source
from app.rules import Said, _
from app.trace.claiming import likely_kind
from app.trace.models import ENDS, Basis, LinkKind, TraceLink

NO_SOURCE = _("There is no source %(key)s in the dialogues that this joins.")
NO_SIDE = _("There is no side “%(side)s” in the dialogues that this joins.")
ITSELF = _("A record cannot be linked with itself.")
BACKWARDS = _("%(ref)s happened after what is to follow from it.")


def propose_links(sheet: Sheet, notes: Sequence[LinkNote], above: Above) -> None:
    for note in notes:
        earlier = sheet.there.record_called(note.ref)
        if earlier is None or above.record is None:
            sheet.row(
                note.line,
                Sort.LINK,
                Fate.NEW,
                note.ref,
                depth=above.depth + 1,
                problem=not_here(note.ref),
            )
        elif (link := _on_record(sheet, note, earlier, above)) is not None:
            sheet.row(
                note.line,
                Sort.LINK,
                Fate.SAME,
                _words(sheet, earlier),
                depth=above.depth + 1,
                ref=_ref(sheet, earlier),
                facts=[(Said(_("Kind")), term(link.kind)), (Said(_("Basis")), term(link.basis))],
            )
        else:
            _propose_link(sheet, note, earlier, above)


def _ref(sheet: Sheet, record: Record) -> str:
    """As notes write it: with the name of another dialogue before it."""
    if record.dialogue_id == sheet.there.dialogue.id:
        return record.ref
    return f"{record.dialogue.slug}/{record.ref}"


def _words(sheet: Sheet, record: Record) -> str:
    return record.title.text_for(sheet.language) or record.ref


def _on_record(sheet: Sheet, note: LinkNote, earlier: Record, above: Above) -> TraceLink | None:
    """The link that says so already; of any kind where the line names none that is possible."""
    later = above.record
    if not isinstance(later, Record):
        return None
    kind = note.kind if note.kind in _allowed(sheet, earlier, above) else None
    return next(
        (
            link
            for link in sheet.there.links
            if link.earlier_id == earlier.id
            and link.later_id == later.id
            and kind in (None, link.kind)
        ),
        None,
    )


@dataclass(frozen=True)
class Rests:
    """What a link is to rest on; `problem`: what is named for it does not exist."""

    basis: Basis
    source: Source | None = None
    reported_by: Side | None = None
    rationale: str = ""
    problem: Said | None = None


def _propose_link(sheet: Sheet, note: LinkNote, earlier: Record, above: Above) -> None:
    kind, choices = _kind(sheet, note, earlier, above)
    rests = _rests(sheet, note, earlier, above)
    is_again = kind is not None and (earlier.id, id(above.record), kind) in sheet.linked
    problem = rests.problem or _impossible(sheet, earlier, above)
    facts: list[Fact] = [(Said(_("Kind")), term(kind))] if kind else []
    facts.append((Said(_("Basis")), term(rests.basis)))
    if rests.source is not None:
        facts.append((Said(_("Source")), f"{rests.source.key} {note.place}".strip()))
    if rests.reported_by is not None:
        facts.append((Said(_("Reported by")), rests.reported_by.code))
    if rests.rationale:
        facts.append((Said(_("Rationale")), rests.rationale))
    sheet.row(
        note.line,
        Sort.LINK,
        Fate.SAME if is_again else Fate.NEW,
        _words(sheet, earlier),
        depth=above.depth + 1,
        ref=_ref(sheet, earlier),
        facts=facts,
        choices=choices,
        problem=None if is_again else problem,
    )
    if kind is not None and not is_again and above.record is not None:
        _plan(sheet, note, earlier, above, kind, rests)


def _plan(
    sheet: Sheet, note: LinkNote, earlier: Record, above: Above, kind: LinkKind, rests: Rests
) -> None:
    later: Any = above.record
    sheet.linked.add((earlier.id, id(later), kind))
    sheet.saw(earlier)
    sheet.step(
        MakeLink(
            line=note.line,
            earlier=earlier,
            later=later,
            kind=kind,
            basis=rests.basis,
            source=rests.source,
            place=note.place if rests.source else "",
            reported_by=rests.reported_by,
            rationale=rests.rationale,
        )
    )


def _kind(
    sheet: Sheet, note: LinkNote, earlier: Record, above: Above
) -> tuple[LinkKind | None, list[Choice]]:
    """The kind that was typed, where the ends allow it; else the likeliest, asked if need be."""
    allowed = _allowed(sheet, earlier, above)
    if note.kind in allowed:
        return note.kind, []
    one, other = earlier.dialogue.track, sheet.there.dialogue.track
    likely = likely_kind(earlier.kind, one, above.kind, other)
    offered = [likely, LinkKind.REFINES] if note.kind is None else allowed
    if note.kind is None and (likely is not LinkKind.FOLLOWS_FROM or offered[1] not in allowed):
        return likely, []
    question = (
        _("What is this to %(ref)s?")
        if note.kind is None
        else _("A link of this kind cannot join this to %(ref)s. Which can it be?")
    )
    choice = sheet.asking.ask(
        "link",
        f"{note.ref} {above.words}",
        Said(question, {"ref": _ref(sheet, earlier)}),
        [Option(kind.value, term(kind)) for kind in offered],
        chosen=likely.value,
    )
    return (LinkKind(choice.chosen) if choice.chosen else None), [choice]


def _allowed(sheet: Sheet, earlier: Record, above: Above) -> list[LinkKind]:
    one, other = earlier.dialogue.track, sheet.there.dialogue.track
    return [kind for kind in LinkKind if ENDS[kind].allows(earlier.kind, one, above.kind, other)]


def _rests(sheet: Sheet, note: LinkNote, earlier: Record, above: Above) -> Rests:
    here, dialogues = sheet.there.dialogue.id, {sheet.there.dialogue.id, earlier.dialogue_id}
    known = [one for one in sheet.there.sources if one.dialogue_id in dialogues]
    sides = [one for one in sheet.there.sides_anywhere if one.dialogue_id in dialogues]
    # Its own dialogue's first, where both have one of that name.
    source = next(
        (
            one
            for one in sorted(known, key=lambda one: one.dialogue_id != here)
            if one.key == note.source
        ),
        None,
    )
    own = [one for one in sides if one.dialogue_id == here]
    side = find_side(own, note.reported_by) or find_side(sides, note.reported_by)
    rationale = note.rationale.strip()
    problem = None
    if note.source and source is None:
        problem = Said(NO_SOURCE, {"key": note.source})
    elif note.reported_by and side is None:
        problem = Said(NO_SIDE, {"side": note.reported_by})
    if note.source:
        return Rests(Basis.DOCUMENTED, source, side, rationale, problem)
    if note.reported_by:
        return Rests(Basis.REPORTED, None, side, rationale, problem)
    return Rests(Basis.INFERRED, rationale=rationale or _noted(sheet, above))


def _noted(sheet: Sheet, above: Above) -> str:
    topic = " ".join(above.words.split())
    sentence = NOTED_UNDER if topic else NOTED
    return written(sentence, sheet.language, meeting=sheet.label, topic=topic)


def _impossible(sheet: Sheet, earlier: Record, above: Above) -> Said | None:
    """Why these two cannot be linked in this direction, whatever the kind."""
    later = above.record
    if later is earlier:
        return Said(ITSELF)
    happened = date_of(sheet, later)
    if earlier.happened and happened and happened.certainly_before(earlier.happened):
        return Said(BACKWARDS, {"ref": _ref(sheet, earlier)})
    return None


def date_of(sheet: Sheet, record: object) -> PartialDate | None:
    """When a record happened, as it will be: what is of the round moves with its date."""
    if not isinstance(record, Record):
        return sheet.happened
    meeting = sheet.there.meeting
    is_of_round = meeting is not None and (record is meeting or sheet.there.is_here(record))
    if meeting is not None and is_of_round and record.happened == meeting.happened:
        return sheet.happened
    return record.happened
