"""The preview as it is being written: its rows, its steps, and what was said so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.attendance.choices import Choice, Option
from app.attendance.roster_proposal import RosterProposal
from app.consensus.models import ConsensusItem, Wording
from app.localized import EMPTY, LocalizedText
from app.notes.asking import Asking
from app.notes.found import Matches
from app.notes.matching import says
from app.notes.notation import ItemNote
from app.notes.on_record import OnRecord
from app.notes.proposal import Fate, Proposed, Sort
from app.notes.resolving import Owners, Tree
from app.notes.steps import (
    AddSession,
    AdoptWording,
    Plan,
    RecordItem,
    ReportOn,
    Step,
    TakePosition,
)
from app.partial_date import PartialDate
from app.records.models import Record, RecordKind
from app.rounds.models import Round
from app.rules import Said, _
from app.trace.models import LinkKind

Fact = tuple[Said, str | Said]

FILLED_ABOVE = _("Line %(line)d fills in the same record: say all of it there.")
NOT_HERE = _("There is no %(ref)s that you may read.")
UNCHANGED = _("It says otherwise on record. Notes change nothing that is on record.")


def not_here(ref: str) -> Said:
    """The same words for what is not there and for what may not be read."""
    return Said(NOT_HERE, {"ref": ref})


@dataclass(frozen=True)
class Above:
    """What a line stands under: a record, or the step that will make one.

    `record` None: nothing in particular. `words` name it; `depth` is its row's.
    """

    record: Record | Step | None
    kind: RecordKind
    depth: int
    words: str = ""


@dataclass
class Sheet:
    """One preview while it is made.

    `meeting` is the round, or the step that will make it; `label` its reference, `happened` its
    date, as they will be. `named` are the lines on an item by its reference, in order; `meant`
    the wordings of which they speak, by item and line; `stands` the positions asked for, by wording
    or new item, and side.
    """

    there: OnRecord
    matches: Matches
    asking: Asking
    tree: Tree
    owners: Owners
    language: str
    roster: RosterProposal | None
    label: str = ""
    happened: PartialDate | None = None
    meeting: Record | Step | None = None
    rows: list[Proposed] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    named: dict[str, list[ItemNote]] = field(default_factory=dict)
    meant: dict[int, dict[int, Wording | None]] = field(default_factory=dict)
    sessions: dict[int, Above] = field(default_factory=dict)
    without_header: AddSession | None = None
    stands: dict[tuple[int, int], TakePosition] = field(default_factory=dict)
    adopted: dict[int, AdoptWording] = field(default_factory=dict)
    reported: dict[int, list[ReportOn]] = field(default_factory=dict)
    filled: dict[int, tuple[Step, tuple[object, ...]]] = field(default_factory=dict)
    linked: set[tuple[int, int, LinkKind]] = field(default_factory=set)

    def row(
        self,
        line: int,
        sort: Sort,
        fate: Fate,
        text: LocalizedText | str = EMPTY,
        *,
        depth: int = 0,
        ref: str = "",
        facts: Sequence[Fact] = (),
        choices: Sequence[Choice] = (),
        problem: Said | None = None,
        note: Said | None = None,
    ) -> None:
        """Add a row; a text of several languages stands there in that of the notes."""
        if isinstance(text, LocalizedText):
            words, language = text.text_for(self.language), text.language_for(self.language)
        else:
            words, language = text, None
        self.rows.append(
            Proposed(
                line=line,
                sort=sort,
                fate=fate,
                depth=depth,
                ref=ref,
                words=words,
                language=language or self.language,
                facts=tuple(facts),
                choices=tuple(choices),
                problem=problem,
                note=note,
            )
        )

    def step(self, step: Step) -> None:
        self.plan.steps.append(step)

    def fill(self, record: Record, step: Step, *what: object) -> Said | None:
        """Add a step that fills in a record; one line does so, another may say the same."""
        earlier = self.filled.setdefault(record.id, (step, what))
        if earlier[0] is step:
            self.step(step)
            return None
        return None if earlier[1] == what else Said(FILLED_ABOVE, {"line": earlier[0].line})

    def saw(self, record: Record) -> None:
        """The record is part of what the preview rests on."""
        self.plan.seen.append(record)

    def is_this(self, words: str, near: Record, text: LocalizedText) -> Choice:
        """Whether a line means the record that it nearly repeats: then that is left as it is."""
        return self.asking.ask(
            "same",
            words,
            Said(
                _("Is this %(ref)s, “%(words)s”?"),
                {"ref": near.ref, "words": text.text_for(self.language)},
            ),
            [
                Option(near.ref, Said(_("the same as %(ref)s: leave it"), {"ref": near.ref})),
                Option("new", Said(_("a new one"))),
            ],
            chosen=near.ref,
        )


def wording_said(item: ConsensusItem, text: LocalizedText, meeting: Round | None) -> Wording | None:
    """The newest wording that says this, of those settled at the round if one of them does.

    Without a text, the newest.
    """
    saying = [one for one in item.wordings if not text or says(one, text)]
    settled = [one for one in saying if text and meeting and one.settled_at_id == meeting.id]
    return next(reversed(settled or saying), None)


def stale_fact(text: LocalizedText, language: str) -> list[Fact]:
    """That a text on record is a translation of what its original no longer says."""
    if text.language_for(language) not in text.stale:
        return []
    return [(Said(_("Translation")), Said(_("stale: made of an earlier text")))]


Item = ConsensusItem | RecordItem
