"""An item's words as they were on record at a moment, from rows that are loaded already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.consensus.models import Rendering, Wording
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate


def was_on_record(happened: PartialDate | None, as_of: PartialDate | None) -> bool:
    """The rule of `standing.on_record`, for a row that is loaded; `as_of` None: now."""
    if as_of is None or happened is None:
        return True
    return str(happened) <= as_of.last_day.isoformat()


@dataclass(frozen=True)
class Words:
    """The wordings on record at a moment, newest first, and the renderings of each by its id."""

    wordings: Sequence[Wording] = ()
    renderings: Mapping[int, Sequence[Rendering]] = field(default_factory=dict)

    def text(self, wording: Wording | None) -> LocalizedText:
        """The wording with its translations as they stood then."""
        if wording is None:
            return EMPTY
        known = self.renderings.get(wording.id)
        return known[-1].text if known else wording.text


def words_at(wordings: Sequence[Wording], as_of: PartialDate | None) -> Words:
    known = [one for one in wordings if was_on_record(one.happened, as_of)]
    return Words(
        known,
        {
            one.id: [row for row in one.renderings if was_on_record(row.happened, as_of)]
            for one in known
        },
    )
