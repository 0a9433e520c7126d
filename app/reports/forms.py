"""Forms about reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from app.fields import PartialDateField, RowField
from app.forms import Form
from app.labels import label
from app.localized import LANGUAGES
from app.records.models import Disclosure


class ReportForm(Form):
    """What a report is asked for in its address; what is left out is today's, for participants."""

    as_of = PartialDateField(_("As of"))
    audience = RowField(_("For whom"))
    language = RowField(_("Language"))

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        audiences: Sequence[Disclosure],
        locale: str,
        today: date,
    ) -> None:
        usual = Disclosure.PARTICIPANTS if Disclosure.PARTICIPANTS in audiences else audiences[-1]
        left_out = {"audience": str(usual), "language": locale, "as_of": today.isoformat()}
        given = {name: asked.get(name) or value for name, value in left_out.items()}
        self.asked: dict[str, Any] = {name: asked[name] for name in given if name in asked}
        super().__init__(formdata=MultiDict(given), meta={"csrf": False})
        self.audience.offer(audiences, key=str, name=label)
        self.language.offer(LANGUAGES, key=str, name=label)

    @property
    def as_asked(self) -> dict[str, Any]:
        """The values as they stand in the address."""
        return {name: str(value) for name, value in self.values.items()}
