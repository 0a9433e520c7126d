"""What stands on the page where notes are typed: the boxes, the preview, who else types."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.dialogues.models import Dialogue
from app.i18n import page_locale
from app.notes.describing import notes_of
from app.notes.draft_queries import draft_of, others_drafts
from app.notes.forms import ConfirmForm, NotesForm
from app.notes.models import NotesDraft
from app.notes.notation import Unreadable
from app.notes.printing import printed_notes
from app.notes.proposal import Fate, Proposal, Proposed, Sort
from app.notes.proposing import Preview, previewed
from app.rounds.models import Round
from app.rules import Refused
from app.web import current_user, db

# So many lines that are on record are folded away.
FOLDED_FROM = 3
NOT_ANSWERS = {"csrf_token", "do", "fingerprint"}


@dataclass(frozen=True)
class Line:
    """One row of the preview: what a line of the text makes, or that it cannot be read.

    `number` None: it belongs to the line of the row above. An unreadable line is `read` up to
    where it ceases to say something, and `marked` from there.
    """

    number: int | None
    made: Proposed | None = None
    unreadable: Unreadable | None = None
    read: str = ""
    marked: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it is on record as it is, and nothing is to be said of it."""
        made = self.made
        if made is None or made.fate is not Fate.SAME:
            return False
        return not (made.problem or made.note or made.choices)


@dataclass(frozen=True)
class Run:
    """Lines that follow each other; `folded` where all of them are settled, from `first` on."""

    lines: Sequence[Line]
    folded: bool
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Desk:
    """All that the page shows beside the form.

    `overtaken` is the draft that another tab saved meanwhile, where its text is another.
    """

    dialogue: Dialogue
    meeting: Round | None
    saved: NotesDraft | None = None
    overtaken: NotesDraft | None = None
    others: Sequence[NotesDraft] = ()
    preview: Preview | None = None

    def url(self, endpoint: str, **more: Any) -> str:
        """The address of one of the pages about these notes: `drafts.save`, `drafts.discard`…"""
        of = {"dialogue": self.dialogue.slug} | more
        if self.meeting is None:
            return url_for(f"{endpoint}_of_new_round", **of)
        return url_for(f"{endpoint}_of_round", ref=self.meeting.ref, **of)

    @property
    def runs(self) -> list[Run]:
        """The rows of the preview in the order of the text, those that need no look together."""
        return list(_runs(_lines(self.preview.notes))) if self.preview else []

    @property
    def made(self) -> list[tuple[Sort, int]]:
        """How many records of each sort would be written, or completed."""
        rows = self.preview.notes.rows if self.preview else ()
        counts = Counter(row.sort for row in rows if row.fate in (Fate.NEW, Fate.FILLED))
        return [(sort, counts[sort]) for sort in Sort if counts[sort]]

    @property
    def problems(self) -> int:
        return sum(part.problems for part in self._parts)

    @property
    def asks(self) -> int:
        return sum(len(part.asks) for part in self._parts)

    @property
    def _parts(self) -> list[Any]:
        """The proposals that there are: of the notes, and of a roster."""
        found = (self.preview.notes, self.preview.roster) if self.preview else ()
        return [part for part in found if part is not None]


def _lines(proposal: Proposal) -> Iterator[Line]:
    """In the order of the text, each line's number once."""
    entries: list[Proposed | Unreadable] = [*proposal.rows, *proposal.unreadable]
    last = None
    for entry in sorted(entries, key=lambda one: one.line):
        number = entry.line if entry.line != last else None
        last = entry.line
        if isinstance(entry, Unreadable):
            start = (entry.column or 1) - 1
            yield Line(number or None, None, entry, entry.text[:start], entry.text[start:])
        else:
            yield Line(number or None, entry)


def _runs(lines: Iterator[Line]) -> Iterator[Run]:
    for settled, together in groupby(lines, key=lambda line: line.is_settled):
        run = list(together)
        numbers = [line.number for line in run if line.number]
        folded = settled and len(numbers) >= FOLDED_FROM
        yield Run(run, folded, min(numbers, default=0), max(numbers, default=0))


def opened_form(dialogue: Dialogue, meeting: Round | None) -> NotesForm:
    """The form as it was sent; else with what was typed last, else with the round as it is."""
    language = page_locale() if page_locale() == "zh-Hant" else "zh-Hans"
    if request.method == "POST":
        confirms = request.form.get("do") == "confirm"
        return (ConfirmForm if confirms else NotesForm)(data={"language": language})
    draft = draft_of(db, current_user(), dialogue=dialogue, meeting=meeting)
    typed: dict[str, Any] = {"notes": "", "roster": "", "revision": ""}
    if draft is not None:
        typed = {"notes": draft.notes, "roster": draft.roster, "revision": str(draft.revision)}
    elif meeting is not None:
        found = notes_of(db, meeting, language=page_locale())
        typed["notes"] = printed_notes(found, language=language)
    return NotesForm(data=typed | {"language": language})


def answers(form: NotesForm) -> dict[str, str]:
    """What was chosen in the preview, by the key of the choice."""
    sent = request.form.items()
    return {key: value for key, value in sent if key not in form and key not in NOT_ANSWERS}


def _answers_kept(saved: NotesDraft | None) -> dict[str, str]:
    return dict(json.loads(saved.answers)) if saved else {}


def opened_desk(form: NotesForm, dialogue: Dialogue, meeting: Round | None) -> Desk:
    """What the page shows of the form's text. A text that was overtaken is seen from here on."""
    saved = draft_of(db, current_user(), dialogue=dialogue, meeting=meeting)
    overtaken = saved if saved and _is_other(saved, form) else None
    form.revision.data = str(saved.revision) if saved else ""
    preview = None
    if form.can_be_read:
        preview = previewed(
            db,
            dialogue=dialogue,
            meeting=meeting,
            text=form.notes.data,
            roster_text=form.roster.data,
            language=form.language.data,
            answers=_answers_kept(saved) if request.method != "POST" else answers(form),
        )
    others = others_drafts(db, current_user(), dialogue=dialogue, meeting=meeting)
    return Desk(dialogue, meeting, saved, overtaken, others, preview)


def _is_other(saved: NotesDraft, form: NotesForm) -> bool:
    same = (saved.notes, saved.roster) == (form.notes.data, form.roster.data)
    return saved.revision != form.began_from and not same


def show_desk(template: str, form: NotesForm, dialogue: Dialogue, meeting: Round | None) -> str:
    if form.is_submitted() and form.is_empty:
        form.show(Refused(_("Type or paste the notes first."), field="notes"))
    desk = opened_desk(form, dialogue, meeting)
    return render_template(template, form=form, desk=desk, dialogue=dialogue, meeting=meeting)
