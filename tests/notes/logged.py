"""A dialogue about which notes are taken, and what comes of logging them."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.actions.models import Action, ActionUpdate
from app.consensus.models import Position, Wording
from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.notes.commands import log_notes
from app.notes.proposal import Fate, Proposed, Sort
from app.notes.proposing import Preview, previewed
from app.records.models import DocumentKind, Record
from app.rounds.models import AgendaTopic, DialogueSession, Round
from app.trace.models import TraceLink
from tests.make import Make

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MINUTES = """\
# Session 1: Core terms (moderator: XIAO Qian)
- Joint glossary {terminology} (term review; agreed)
  discussed the first six terms
  = agreed to compile a joint manual of AI terms
    + autonomy | US: reserved: the word "control"
    + …
  ~ [shall|CN: may|US: should] notify before exercises
  ≠ scope of "lethality" | CN: broad | US: narrow
  ! CISS: circulate the merged list by 2024-04-30
  < R8-C1
- Next steps
  == agreed to meet again in autumn
    ! US, Secretariat: propose dates by round 10
  ! R8-A1 done: list sent
  = @R8-C1 the sides report accidents within a day
"""


@dataclass
class Talks:
    """Round 8 was held, with one item and one action; round 9 as it was just entered."""

    db: Session
    actor: User
    dialogue: Dialogue
    eighth: Round
    ninth: Round

    def preview(self, notes: str, *, roster: str = "", **more: Any) -> Preview:
        more.pop("fingerprint", None)
        known = {"dialogue": self.dialogue, "meeting": self.ninth, "answers": {}}
        return previewed(
            self.db, text=notes, roster_text=roster, language="zh-Hans", **{**known, **more}
        )

    def log(self, notes: str, *, roster: str = "", **more: Any) -> Round:
        """As shown; what is asked is answered by what was chosen beforehand, or the last option."""
        shown = self.preview(notes, roster=roster, **more)
        known = {"dialogue": self.dialogue, "meeting": self.ninth, "answers": answered(shown)}
        return log_notes(
            self.db,
            actor=self.actor,
            notes=notes,
            roster=roster,
            language="zh-Hans",
            **{**known, "fingerprint": shown.fingerprint, **more},
        )


def answered(shown: Preview) -> dict[str, str]:
    parts = [part for part in (shown.notes, shown.roster) if part is not None]
    choices = [one for part in parts for row in part.rows for one in row.choices]
    return {one.key: one.chosen or one.options[-1].value for one in choices}


@pytest.fixture
def talks(db: Session, make: Make, secretary: User) -> Talks:
    dialogue = make.dialogue(slug="talks", sides=(), name="Talks")
    make.side(dialogue=dialogue, code="CN", name={"en": "China", "zh-Hans": "中国"},
              convener_short="CISS")  # fmt: skip
    make.side(dialogue=dialogue, code="US", name="United States", convener_short="Brookings")
    make.topic(code="GP-1", name={"en": "Terminology", "zh-Hans": "术语"})
    make.topic(code="GP-2", name="Scenario design")
    make.topic(code="AS-1", name="Scenes at sea")
    make.institution(name="Center for International Security", short_name="CISS")
    eighth = make.round(dialogue=dialogue, number=8, happened="2023-10-01")
    held = make.session(meeting=eighth, title="Old session")
    topic = make.agenda_topic(session=held, title="Accidents")
    make.consensus_item(agenda_topic=topic, text="the sides report accidents in time")
    make.action(meeting=eighth, title="Send the list")
    ninth = make.round(dialogue=dialogue, number=9, happened="2024-02-12", title="")
    make.session(meeting=ninth, title="")
    make.attendance(round=ninth, person=make.person(dialogue=dialogue, names="XIAO Qian"))
    government = make.dialogue(slug="government", track=Track.GOVERNMENT)
    made = make.round(dialogue=government, number=1, happened="2023-12-01")
    make.agenda_topic(session=make.session(meeting=made), title="AI safety")
    return Talks(db, secretary, dialogue, eighth, ninth)


def said(shown: Preview) -> list[tuple[str, str, str]]:
    """Of each row: what it is, what becomes of it, in which words."""
    return [(str(row.sort), str(row.fate), row.words) for row in shown.notes.rows]


def fates(shown: Preview) -> set[Fate]:
    return {row.fate for row in shown.notes.rows}


def row_of(shown: Preview, words: str) -> Proposed:
    return next(row for row in shown.notes.rows if words in row.words)


Held = dict[Sort, dict[int, frozenset[str]]]


def held(db: Session) -> Held:
    """Every row on record of each sort by id, with the words that it may be known by."""
    db.expire_all()

    def words(model: Any, *columns: str) -> dict[int, frozenset[str]]:
        rows = db.scalars(sa.select(model)).all()
        return {row.id: _words(getattr(row, name) for name in columns) for row in rows}

    links = db.scalars(sa.select(TraceLink)).all()
    wordings = db.scalars(sa.select(Wording)).all()
    return {
        Sort.ROUND: words(Round, "title"),
        Sort.SESSION: words(DialogueSession, "title"),
        Sort.AGENDA_TOPIC: words(AgendaTopic, "title"),
        Sort.CONSENSUS_ITEM: {one.item_id: _words([one.text]) for one in wordings},
        Sort.WORDING: {one.id: _words([one.text]) for one in wordings if one.number > 1},
        Sort.POSITION: words(Position, "statement", "reason"),
        Sort.ACTION: words(Action, "title"),
        Sort.REPORT: words(ActionUpdate, "text"),
        Sort.LINK: {one.id: _words([one.earlier.title]) | {one.earlier.ref} for one in links},
    }


def _words(texts: Any) -> frozenset[str]:
    found: list[LocalizedText] = list(texts)
    return frozenset(words for text in found for words in text.texts.values()) or frozenset([""])


def refuse_unseen(shown: Preview, before: Held, after: Held) -> None:
    """Assert that what was made is what the preview called new, row by row, word by word."""
    new = [row for row in shown.notes.rows if row.fate is Fate.NEW]
    for sort in Sort:
        made = [words for id_, words in after[sort].items() if id_ not in before[sort]]
        wanted = [row.words for row in new if row.sort is sort]
        assert len(made) == len(wanted), (sort, made, wanted)
        for words in wanted:
            found = next((one for one in made if words in one), None)
            assert found is not None, (sort, words, made)
            made.remove(found)


def revisions(db: Session) -> dict[str, int]:
    """Of all records but the papers."""
    rows = db.scalars(sa.select(Record).where(Record.kind != "document")).all()
    return {f"{row.dialogue_id}/{row.ref}": row.revision for row in rows}


def filled(shown: Preview, dialogue: Dialogue) -> set[str]:
    """The records on record that the preview says would change."""
    changes = [row for row in shown.notes.rows if row.fate is Fate.FILLED]
    changes += [
        row for row in shown.notes.rows if row.fate is Fate.NEW and row.sort is Sort.WORDING
    ]
    return {f"{dialogue.id}/{row.ref}" for row in changes}


def papers(db: Session, meeting: Round) -> list[Any]:
    every = sa.select(Record).where(Record.meeting_id == meeting.id, Record.kind == "document")
    return [one for one in db.scalars(every) if one.document_kind is DocumentKind.NOTES]
