"""Forms of the review sheet: how it is asked for, and putting an issue on an agenda."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField

from app.briefs.accounts import Chosen
from app.briefs.lining import Pair
from app.fields import RowField
from app.forms import Form
from app.labels import label
from app.localized import LANGUAGES
from app.records.models import Disclosure
from app.rounds.models import DialogueSession

PAIR = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", re.ASCII)


def pairs_in(values: Iterable[str]) -> tuple[Pair, ...]:
    """`1-2` is the first point of one account and the second of the other; else it is nothing."""
    found = (PAIR.fullmatch(value.strip()) for value in values)
    return tuple((int(one[1]) - 1, int(one[2]) - 1) for one in found if one)


class ReviewForm(Form):
    """What a review sheet is asked for in its address; by default, for the narrowest audience."""

    audience = RowField(_("For whom"))
    language = RowField(_("Language"))
    only = BooleanField(_("Only what matches earlier items and has no review on record"))

    def __init__(
        self, asked: MultiDict[str, str], *, audiences: Sequence[Disclosure], locale: str
    ) -> None:
        left_out = {"audience": str(audiences[0]), "language": locale}
        given = {name: asked.get(name) or value for name, value in left_out.items()}
        if asked.get("only"):
            given["only"] = "y"
        super().__init__(formdata=MultiDict(given), meta={"csrf": False})
        self.audience.offer(audiences, key=str, name=label)
        self.language.offer(LANGUAGES, key=str, name=label)
        self.chosen = Chosen(
            asked.get("here", ""),
            asked.get("there", ""),
            pairs_in(asked.getlist("pair")),
            pairs_in(asked.getlist("apart")),
        )
        self.asked = kept(asked)


def kept(asked: MultiDict[str, str]) -> dict[str, Any]:
    """All of an address that says what the sheet is to show; what is empty says nothing."""
    names = ("audience", "language", "only", "here", "there", "pair", "apart")
    lists = {name: [value for value in asked.getlist(name) if value] for name in names}
    return {name: values for name, values in lists.items() if values}


class AddForm(Form):
    """`issue` is the key of the one whose own button was pressed."""

    held = RowField(_("On the agenda of"))
    issue = HiddenField()

    def offer(self, sessions: Sequence[DialogueSession], name: Callable[[Any], str]) -> None:
        self.held.offer(sessions, lambda held: held.id, name)
