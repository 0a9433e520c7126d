"""Forms about what the sides expect of talks: one topic at a time, all its cells at once."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField
from app.forms import Conflict, EditForm, printed
from app.handovers.expectation_commands import Compared, Expected
from app.handovers.expectations import Cell, Sheet, text_in
from app.handovers.models import Dimension, Outcome
from app.labels import label
from app.rounds.models import TopicFault

SideName = Callable[[Side], str]


class SheetForm(EditForm):
    """A form with a few fields for each cell of a sheet; made for one sheet by `of`.

    The field `part` of a cell is called `part-12-risk-assessment`, after its side and dimension.
    """

    parts: ClassVar[tuple[str, ...]] = ()
    cells: ClassVar[list[Cell]] = []
    names: ClassVar[Mapping[int, str]] = {}

    @classmethod
    def of(cls, sheet: Sheet, name: SideName) -> Self:
        names = {side.id: name(side) for side in sheet.sides}
        cells = cls.cells_of(sheet)
        fields = {
            f"{part}-{cell.name}": field
            for cell in cells
            for part, field in cls.fields_of(cell, names[cell.side_id]).items()
        }
        kind = type(cls.__name__, (cls,), {**fields, "cells": cells, "names": names})
        return kind(row=sheet)

    @classmethod
    def cells_of(cls, sheet: Sheet) -> list[Cell]:
        return sheet.cells

    @classmethod
    def fields_of(cls, cell: Cell, side: str) -> dict[str, Any]:
        raise NotImplementedError

    def field(self, part: str, cell: Cell) -> Field:
        return self[f"{part}-{cell.name}"]

    def cell_of(self, field: Field) -> Cell | None:
        """The cell to which a field belongs; None for those of the whole form."""
        by_name = {f"{part}-{cell.name}": cell for cell in self.cells for part in self.parts}
        return by_name.get(field.name)

    @property
    def groups(self) -> Iterator[tuple[Dimension, list[tuple[Cell, list[Field]]]]]:
        """By dimension, each side's fields."""
        for dimension in Dimension:
            cells = [cell for cell in self.cells if cell.dimension is dimension]
            if cells:
                yield (
                    dimension,
                    [(cell, [self.field(part, cell) for part in self.parts]) for cell in cells],
                )

    def show_conflict(self) -> None:
        """As everywhere, but saying of which side and dimension a field is."""
        now = self.current(self.row)
        for field in self.shown:
            if field.name in now and now[field.name] != field.data:
                cell = self.cell_of(field)
                words = str(field.label.text)
                if cell is not None:
                    words = gettext(
                        "%(field)s (%(dimension)s)", field=words, dimension=label(cell.dimension)
                    )
                pair = (printed(now[field.name]), printed(field.data))
                self.conflict.append(Conflict(words, *pair))
        self.revision.data = str(self.row.revision)


class ExpectationsForm(SheetForm):
    """What each side expects of one topic, in each dimension."""

    parts = ("expected", "happened")

    happened = PartialDateField(
        _l("Date of what is new"),
        description=_l(
            "As of when it holds, where a new entry says no date of its own. Leave it empty where"
            " it is not known."
        ),
    )

    @classmethod
    def fields_of(cls, cell: Cell, side: str) -> dict[str, Any]:
        words = _l("%(side)s expects", side=side)
        return {
            "expected": LocalizedTextField(words, rows=2),
            "happened": PartialDateField(_l("%(side)s: as of", side=side), description=""),
        }

    def current(self, row: Sheet) -> dict[str, Any]:
        rows = row.rows()
        found: dict[str, Any] = {}
        for cell in self.cells:
            found[f"expected-{cell.name}"] = text_in(rows, cell)
            found[f"happened-{cell.name}"] = rows[cell].happened if cell in rows else None
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {
            "happened": self.happened.data,
            "cells": {
                cell: Expected(self.field("expected", cell).data, self.field("happened", cell).data)
                for cell in self.cells
            },
        }


class OutcomesForm(SheetForm):
    """What became of what each side expected; only of what is on record."""

    parts = ("outcome", "note")

    @classmethod
    def cells_of(cls, sheet: Sheet) -> list[Cell]:
        rows = sheet.rows()
        return [cell for cell in sheet.cells if cell in rows]

    @classmethod
    def fields_of(cls, cell: Cell, side: str) -> dict[str, Any]:
        return {
            "outcome": EnumField(
                _l("%(side)s: after the talks", side=side),
                Outcome,
                optional=_l("Not compared"),
            ),
            "note": LocalizedTextField(_l("%(side)s: note", side=side), rows=2),
        }

    def current(self, row: Sheet) -> dict[str, Any]:
        rows = row.rows()
        found: dict[str, Any] = {}
        for cell in self.cells:
            if cell in rows:
                found[f"outcome-{cell.name}"] = rows[cell].outcome
                found[f"note-{cell.name}"] = rows[cell].outcome_note
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {
            "cells": {
                cell: Compared(self.field("outcome", cell).data, self.field("note", cell).data)
                for cell in self.cells
            }
        }


class FaultForm(EditForm):
    """Why the talks on one topic went wrong."""

    fault = EnumField(_l("What went wrong"), TopicFault, optional=_l("Nothing recorded"))
