"""Reading items, their sub-points, and where the sides stand on them."""

from collections.abc import Iterator
from itertools import pairwise

from app.notes.escapes import Line, Stretch
from app.notes.headers import marked
from app.notes.heads import ItemHead, is_open_list, item_head, name_in, stance_in
from app.notes.notation import ActionNote, ItemNote, PositionNote
from app.notes.reading import Reader
from app.notes.tails import groups_at_end, tree_in, verb_in
from app.notes.tasks import take_due
from app.notes.texts import NO_WORDS, says, tag_in
from app.rules import _

# Sub-points of sub-points are rare; deeper than this nobody can read them.
DEEPEST = 9


def read_item(reader: Reader, line: Line, rest: Stretch) -> None:
    """`= agreed to compile a joint manual {terminology} | CN: endorsed`."""
    head = item_head(rest.folded)
    if not reader.topic or not head:
        reader.lose(line, _("This belongs under a topic: begin one with “-”."))
        return
    note, words, positions = _parts_of(rest, head)
    if not says(words) and not note.ref:
        reader.lose(line, _("Say what the point is."), rest.column)
        return
    reader.topic.entries.append(note)
    reader.items, reader.points = [(line.indent, note)], [note]
    _read_words(reader, note, words, positions)


def read_point(reader: Reader, line: Line, rest: Stretch, depth: int) -> None:
    """`+ …`: one plus under an item, two under a sub-point, and so on."""
    if not 0 < depth <= min(len(reader.points), DEEPEST):
        reader.lose(line, _("This sub-point has no point above it to belong to."))
        return
    above = reader.points[depth - 1]
    if is_open_list(rest.folded):
        above.open_list = True
        reader.stay(above)
        return
    head = item_head(rest.folded) or ItemHead(above.kind, above.level, False, 0)
    note, words, positions = _parts_of(rest, head)
    if not says(words) and not note.ref:
        reader.lose(line, _("Say what the point is."), rest.column)
        return
    above.parts.append(note)
    reader.points[depth:] = [note]
    while reader.items and not _is_in(reader.items[-1][1], reader.points):
        reader.items.pop()
    if reader.items and line.indent > reader.items[-1][0]:
        reader.items.append((line.indent, note))
    _read_words(reader, note, words, positions)


def _is_in(note: ItemNote, points: list[ItemNote]) -> bool:
    return any(note is one for one in points)


def _parts_of(rest: Stretch, head: ItemHead) -> tuple[ItemNote, Stretch, list[Stretch]]:
    """The item that a line begins, its words, and the positions that follow them."""
    note = ItemNote(line=rest.line.number, kind=head.kind, level=head.level, agreed=head.agreed)
    note.ref, words = marked(rest.part(head.end))
    first, *positions = segments(take_groups(note, words))
    return note, take_groups(note, first), positions


def _read_words(reader: Reader, note: ItemNote, words: Stretch, positions: list[Stretch]) -> None:
    text = reader.begin(note, "text")
    if words and not text.begin(words):
        reader.refuse(words.line, NO_WORDS)
    for position in positions:
        read_position(reader, position)


def take_groups(note: ItemNote, words: Stretch) -> Stretch:
    """The words of an item without the topics and the verb that stand at their end."""
    for group in groups_at_end(words):
        tree, verb = tree_in(group), verb_in(group)
        if tree:
            note.tree = tree + note.tree
        elif verb and not note.verb:
            note.verb = verb
        else:
            break
        words = group.before
    return words


def bars(folded: str) -> Iterator[int]:
    """The places of `|` that stand in no square bracket."""
    depth = 0
    for place, char in enumerate(folded):
        if char == "[":
            depth += 1
        elif char == "]":
            depth = max(0, depth - 1)
        elif char == "|" and not depth:
            yield place


def segments(words: Stretch) -> list[Stretch]:
    """The words, and each position of a side that follows them on the line."""
    starts = [bar for bar in bars(words.folded) if name_in(words.folded, bar + 1) is not None]
    places = [-1, *starts, len(words.folded)]
    return [words.part(start + 1, end) for start, end in pairwise(places)]


def read_position(reader: Reader, words: Stretch) -> None:
    """`CN: endorsed: words`: a side, its stance, its words; one of the latter may be missing."""
    end = name_in(words.folded)
    item = reader.points[-1] if reader.points else None
    if end is None or item is None or not isinstance(reader.note, ItemNote):
        reader.refuse(words.line, _("A position stands under an item."), words.column)
        reader.text = None
        return
    note = PositionNote(line=words.line.number, side=words.part(0, end).said.strip())
    rest = words.part(end + 1)
    if stance := stance_in(rest.folded):
        note.stance, rest = stance[0], rest.part(stance[1])
    if not says(rest) and note.stance is None:
        reader.refuse(words.line, _("Say where this side stands."), words.column)
        reader.text = None
        return
    item.positions.append(note)
    text = reader.also(note, "words")
    if rest and not text.begin(rest):
        reader.refuse(words.line, NO_WORDS)


def read_more(reader: Reader, line: Line, rest: Stretch) -> None:
    """`| …`: a position, or one line more of the text above, or that in another language."""
    if reader.text is None and not isinstance(reader.note, ItemNote):
        reader.refuse(line, _("There is no text above that this could continue."))
    elif rest and tag_in(rest.folded):
        _say_in(reader, rest)
    elif name_in(rest.folded) is not None:
        for position in [part for part in segments(rest) if part]:
            read_position(reader, position)
    elif reader.text is None:
        reader.refuse(line, _("There is no text above that this could continue."))
    else:
        if isinstance(reader.note, ItemNote) and reader.text is reader.own:
            rest = take_groups(reader.note, rest)
        elif isinstance(reader.note, ActionNote) and reader.text is reader.own:
            rest = take_due(reader, reader.note, rest)
        reader.text.more(rest)


def _say_in(reader: Reader, rest: Stretch) -> None:
    if reader.text is None:
        reader.refuse(rest.line, _("There is no text above that this could say otherwise."))
    elif not reader.text.begin(rest):
        reader.refuse(rest.line, NO_WORDS)
