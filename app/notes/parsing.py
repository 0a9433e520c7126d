"""Reading notes: from a text as it was typed or pasted to the tree of what it says.

Nothing that is typed is lost: each line that is not blank is in the tree or is unreadable.
"""

from app.notes.brackets import first_wrong
from app.notes.escapes import LAST, Line, Stretch, normal, restored
from app.notes.headers import read_fact, read_session, read_topic
from app.notes.heads import sign_in
from app.notes.items import read_item, read_more, read_point
from app.notes.notation import ItemNote, Notes, TopicNote, Unreadable
from app.notes.reading import Reader
from app.notes.tails import verb_at_start
from app.notes.tasks import read_link, read_task
from app.notes.texts import NO_WORDS, Text, tag_in
from app.rules import Said, _

MOST_CHARACTERS = 200_000
MOST_LINES = 5_000


def read_notes(text: str, *, language: str = "en") -> Notes:
    """What the text says; `language` decides which Chinese is meant where nothing else tells.

    Space at the outer ends of a text means nothing, as in the house's fields, nor does NUL; lines
    end in a line feed. Never raises, whatever was typed.
    """
    typed = normal(text.removeprefix("\ufeff"))
    lines = typed.split("\n")
    if len(typed) > MOST_CHARACTERS or len(lines) > MOST_LINES:
        why = Said(
            _(
                "Notes have at most %(characters)d characters and %(lines)d lines. "
                "Log them in parts."
            ),
            {"characters": MOST_CHARACTERS, "lines": MOST_LINES},
        )
        return Notes(unreadable=[Unreadable(1, lines[0][:200], why)])
    reader = Reader(language)
    for number, line in enumerate(lines, 1):
        if line.strip():
            _read(reader, Line(number, line))
    reader.finish()
    _look_at_items(reader)
    reader.notes.unreadable = sorted(reader.unreadable, key=lambda one: one.line)
    return reader.notes


def _read(reader: Reader, line: Line) -> None:
    whole = line.whole
    sign, end = sign_in(whole.hidden, whole.folded)
    rest = whole.part(end)
    if sign == "session":
        read_session(reader, line, rest)
    elif sign == "topic":
        read_topic(reader, line, rest)
    elif sign == "more":
        read_more(reader, line, rest)
    elif sign == "prose":
        _read_words(reader, whole)
    else:
        _read_under_a_topic(reader, line, sign, rest, end)


def _read_under_a_topic(reader: Reader, line: Line, sign: str, rest: Stretch, end: int) -> None:
    if sign == "item":
        read_item(reader, line, rest)
    elif sign == "part":
        signs = line.whole.folded[:end].rstrip()
        read_point(reader, line, rest, len(signs) - len(signs.rstrip("+")))
    elif sign == "action":
        read_task(reader, line, rest)
    else:
        read_link(reader, line, rest)


def _read_words(reader: Reader, whole: Stretch) -> None:
    """A line without a sign: a translation, a fact of the round, or prose."""
    if tag_in(whole.folded) and reader.own is not None:
        reader.text = reader.own
        if not reader.own.begin(whole):
            reader.refuse(whole.line, NO_WORDS)
    elif tag_in(whole.folded):
        reader.refuse(whole.line, _("There is no text above that this could say otherwise."))
    elif reader.topic:
        _read_prose(reader, reader.topic, whole)
    elif reader.session:
        reader.lose(whole.line, _("Words stand under a topic: begin one with “-”."))
    else:
        read_fact(reader, whole.line)


def _read_prose(reader: Reader, topic: TopicNote, whole: Stretch) -> None:
    """One line of the topic's summary; it goes on in the language of the line above."""
    if reader.summary is None:
        reader.summary = reader.also(topic, "summary")
    elif reader.text is not reader.summary:
        reader.summary.pause()
    reader.note = topic
    reader.own = reader.text = reader.summary
    reader.leave_items()
    reader.summary.more(whole.part(1) if whole.hidden == LAST else whole)


def _look_at_items(reader: Reader) -> None:
    """What can be said of the words of an item only when all of them are read."""
    for note, _attribute, text in reader.texts:
        if isinstance(note, ItemNote):
            _look_at_verb(note, text)
            for piece in text.pieces:
                wrong = first_wrong([line.folded for line in piece.lines])
                if wrong:
                    stretch = piece.lines[wrong.line]
                    column = stretch.line.column(stretch.start + wrong.place)
                    reader.refuse(stretch.line, wrong.why, column)


def _look_at_verb(note: ItemNote, text: Text) -> None:
    lines = text.lines
    if not note.verb and lines and (place := verb_at_start(lines[0].folded)):
        note.verb = restored(lines[0].hidden[slice(*place)])
