"""What a rule finds: one place where the loop is open."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from app.matters.models import Stage
from app.partial_date import PartialDate


@dataclass(frozen=True)
class Hit:
    """One gap, still without the references of its records.

    `ids` are the records that it is about, the one at `place` that at which it is mended; `also`
    those shown beside them. `values` fill the words of the rule, or `message` in their place;
    `refs` in them is filled with what is shown beside. `mark` tells it from another gap of the
    same rule and records; `named` stands in the place of the records in its key. `stage` None: the
    rule's own. `link_id` is the link that it is about.
    """

    ids: tuple[int, ...]
    since: PartialDate | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    message: str = ""
    also: tuple[int, ...] = ()
    sides: Set[int] = frozenset()
    topics: Set[int] = frozenset()
    mark: str = ""
    named: str = ""
    stage: Stage | None = None
    link_id: int | None = None
    place: int = 0
