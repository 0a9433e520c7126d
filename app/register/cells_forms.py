"""The columns and cells that the listings of items have in common."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.consensus.lines import ItemLine, Stand
from app.dialogues.models import Side
from app.labels import label
from app.localized import LocalizedText
from app.reports.listing import Column, Value
from app.reports.listing_forms import ListingPen, label_cell, own_cell, text_cell
from app.reports.paper import Cell, Paragraph, Style, Words, cell
from app.reports.report import short_name
from app.reports.words import standing_words


class WordsColumns:
    """The columns of some texts: as they were put first, then each translation, with its state.

    On paper they stand below each other in one cell.
    """

    def __init__(self, title: str, texts: Iterable[LocalizedText], *, below: bool = False) -> None:
        self.translations = max((len(text.texts) - 1 for text in texts), default=0)
        state = Column(_("Language and state of the translation"), 22, below=True, named=True)
        self.columns = [Column(title, 56, below=below)]
        if self.translations > 0:
            self.columns.append(Column(_("Original language"), 14, below=True, named=True))
        for _number in range(self.translations):
            self.columns += [Column(_("Translation"), 56, below=True), state]

    def cells(self, pen: ListingPen, text: LocalizedText, *, none: str = "") -> list[Value]:
        """`none` is said where there is no text."""
        if not text:
            missing: list[Value] = [own_cell(pen, none)]
            return missing + [None] * (len(self.columns) - 1)
        original, *translations = list(text)
        cells: list[Value] = [_quoted(original)]
        if self.translations > 0:
            cells.append(own_cell(pen, label(original[0])))
        for translation in translations:
            cells += [_quoted(translation), own_cell(pen, _state(text, translation[0]))]
        return cells + [None] * (len(self.columns) - len(cells))


def _quoted(words: tuple[str, str]) -> Cell:
    lang, text = words
    return (Paragraph((Words(text, lang),), Style.WORDING),)


def _state(text: LocalizedText, lang: str) -> str:
    language = label(lang)
    if lang in text.stale:
        return f"{language} · {_('Stale: made of an earlier text')}"
    return f"{language} · {label(text.translation(lang))}"


def item_columns(*, points: bool) -> list[Column]:
    """`points`: whether some of the items are sub-points."""
    parent = [Column(_("Sub-point of"), 12, below=True, named=True)] if points else []
    return [
        Column(_("Reference"), 12),
        Column(_("Title"), 30, below=True),
        *parent,
        Column(_("Kind"), 16, below=True),
        Column(_("Level"), 14, below=True),
        Column(_("Open to"), 14, below=True, named=True),
        Column(_("Verb as printed"), 14, below=True, named=True),
    ]


def item_cells(pen: ListingPen, line: ItemLine, parent: str | None, *, points: bool) -> list[Value]:
    of_parent: list[Value] = [own_cell(pen, parent or "")] if points else []
    return [
        cell((pen.copied(line.ref),)),
        text_cell(pen, line.title),
        *of_parent,
        label_cell(pen, line.kind),
        label_cell(pen, line.level),
        label_cell(pen, line.disclosure),
        cell((pen.copied(line.verb),)) if line.verb else None,
    ]


def points_column() -> Column:
    return Column(_("Sub-points"), 18, below=True)


def points_cell(pen: ListingPen, line: ItemLine) -> Value:
    """That the list of an item's sub-points is an open one."""
    return own_cell(pen, _("including, but not limited to:")) if line.open_list else None


def standing_cell(pen: ListingPen, line: ItemLine, sides: Sequence[Side]) -> Cell:
    """Where an item stands, with the sides that make it so."""
    stances = tuple(stand.stance for stand in line.stands.values())
    key = "standing", line.standing, line.reported_by, stances
    if key not in pen.made:
        pen.made[key] = own_cell(pen, standing_words(line, sides, pen.locale))
    return pen.made[key]


def side_names(pen: ListingPen, sides: Sequence[Side]) -> Mapping[int, str]:
    return {side.id: short_name(side).text_for(pen.locale) for side in sides}


def stance_of(pen: ListingPen, stand: Stand) -> Cell:
    return label_cell(pen, stand.stance)
