"""What the papers about talks are asked for in their address."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.records.models import Disclosure
from app.reports.forms import ReportForm


class BriefForm(ReportForm):
    """What is left out is for the narrowest audience there is, as of `day`."""

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        audiences: Sequence[Disclosure],
        locale: str,
        day: date,
    ) -> None:
        usual = {"audience": str(audiences[0])}
        given = {name: value for name, value in asked.items() if value}
        super().__init__({**usual, **given}, audiences=audiences, locale=locale, today=day)
        self.asked = {name: asked[name] for name in self.asked if name in asked}
