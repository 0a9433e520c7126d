"""How far notes have been read: what the next line is added to."""

from dataclasses import dataclass, field

from app.localized import LocalizedText
from app.notes.escapes import Line
from app.notes.notation import (
    ActionNote,
    ItemNote,
    LinkNote,
    Notes,
    PositionNote,
    ReportNote,
    RoundNote,
    SessionNote,
    TopicNote,
    Unreadable,
)
from app.notes.texts import Text
from app.rules import Said

Note = (
    RoundNote | SessionNote | TopicNote | ItemNote | ActionNote | ReportNote | PositionNote
    | LinkNote
)  # fmt: skip


@dataclass
class Reader:
    """The tree so far, and the place in it.

    `note` is the one that stands above; None after a line that could not be read. `own` is its
    text, which a line in another language translates; `text` what was written last, which a line
    that begins with `|` continues. `points` are the item above, its sub-point above, and so on;
    `items` those of them that actions indented deeper belong to, each with its indentation.
    `said` holds on which line each fact of the round was said.
    """

    language: str
    notes: Notes = field(default_factory=Notes)
    unreadable: list[Unreadable] = field(default_factory=list)
    session: SessionNote | None = None
    topic: TopicNote | None = None
    note: Note | None = None
    own: Text | None = None
    text: Text | None = None
    summary: Text | None = None
    items: list[tuple[int, ItemNote]] = field(default_factory=list)
    points: list[ItemNote] = field(default_factory=list)
    texts: list[tuple[Note, str, Text]] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)

    def refuse(self, line: Line, why: str, column: int | None = None, **values: object) -> None:
        self.unreadable.append(Unreadable(line.number, line.typed, Said(why, values), column))

    def lose(self, line: Line, why: str, column: int | None = None, **values: object) -> None:
        """Refuse a line that a note should have begun with: what follows cannot be added to it."""
        self.refuse(line, why, column, **values)
        self.note = self.own = self.text = None
        self.leave_items()

    def stay(self, note: Note) -> None:
        """Read on in a note that has no words to go on with."""
        self.note, self.own, self.text = note, None, None

    def leave_items(self) -> None:
        self.items, self.points = [], []

    def begin(self, note: Note, attribute: str) -> Text:
        """Read on in a new note, whose own text is this attribute."""
        self.note, self.own = note, Text()
        self.text = self.own
        self.texts.append((note, attribute, self.own))
        return self.own

    def also(self, note: Note, attribute: str) -> Text:
        """Read on in another text of the note, or of one that belongs to it."""
        self.text = Text()
        self.texts.append((note, attribute, self.text))
        return self.text

    def finish(self) -> None:
        """Put what was read of each text where it belongs."""
        for note, attribute, text in self.texts:
            is_text = isinstance(getattr(note, attribute), LocalizedText)
            setattr(note, attribute, text.finished(self.language) if is_text else text.plain)
