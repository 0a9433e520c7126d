"""Forms about the sheets of a round."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from app.fields import RowField
from app.forms import Form
from app.labels import label
from app.localized import LANGUAGES
from app.records.models import Disclosure
from app.sheets.sheet import SheetKind
from app.sheets.words_forms import TITLES


class SheetForm(Form):
    """What a sheet is asked for in its address; what is left out is an agenda, for `usual`."""

    sheet = RowField(_("Sheet"))
    audience = RowField(_("For whom"))
    language = RowField(_("Language"))

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        audiences: Sequence[Disclosure],
        usual: Disclosure,
        locale: str,
    ) -> None:
        left_out = {"sheet": str(SheetKind.AGENDA), "audience": str(usual), "language": locale}
        given = {name: asked.get(name) or value for name, value in left_out.items()}
        self.asked: dict[str, Any] = {name: asked[name] for name in given if name in asked}
        super().__init__(formdata=MultiDict(given), meta={"csrf": False})
        self.sheet.offer(SheetKind, key=str, name=lambda kind: TITLES[kind])
        self.audience.offer(audiences, key=str, name=label)
        self.language.offer(LANGUAGES, key=str, name=label)

    @property
    def as_asked(self) -> dict[str, Any]:
        """The values as they stand in the address."""
        return {name: str(value) for name, value in self.values.items()}
