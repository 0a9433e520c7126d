"""Forms about brackets: why one is open, and what becomes of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, HiddenField, RadioField, SelectChoice, StringField, TextAreaField

from app.consensus.bracket_reading import (
    Choice,
    Choices,
    ItemBrackets,
    OpenBracket,
    resolved,
    same_brackets,
)
from app.consensus.brackets import Bracket, Malformed, Names, read_brackets, unescaped
from app.consensus.models import BracketReason, ConsensusItem, Wording
from app.dialogues.models import Side
from app.fields import EnumField, PartialDateField, RowField
from app.forms import Conflict, EditForm, Form, line, long_text, printed
from app.labels import label
from app.localized import LocalizedText
from app.records.models import Record

STAYS, STRUCK, OWN = "", "strike", "own"


class BracketReasonForm(Form):
    bracket = RowField(_l("Bracket"))
    reason = EnumField(_l("Why it is open"), BracketReason)
    side = RowField(
        _l("Whose instructions, or whose trade"), optional=_l("Of no side in particular")
    )
    note = TextAreaField(_l("Note"), [long_text], render_kw={"rows": 2})
    happened = PartialDateField(_l("Since when"))

    last = ()

    def offer(self, found: ItemBrackets, sides: Sequence[Side], name: Any) -> None:
        """The open brackets of one wording: those of another are not taken for them."""
        number = found.wording.number if found.wording else 0
        self.bracket.offer(found.brackets, lambda one: f"{number}.{one.bracket.place}", in_a_choice)
        self.side.offer(sides, key=lambda side: side.code, name=name)

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        bracket: OpenBracket = found.pop("bracket")
        return {**found, "place": bracket.bracket.place}


def in_a_choice(one: OpenBracket) -> str:
    """A bracket as a list offers it: its number, and its words where they are not long."""
    words = one.words if len(one.words) <= 60 else f"{one.words[:59]}…"
    return gettext("%(number)d: %(words)s", number=one.bracket.place, words=unescaped(words))


class Asked(NamedTuple):
    """One bracket of one language, of which the form asks what becomes."""

    lang: str
    bracket: Bracket

    @property
    def choice(self) -> str:
        return f"choice-{self.lang}-{self.bracket.place}"

    @property
    def own(self) -> str:
        return f"own-{self.lang}-{self.bracket.place}"


def asked_of(text: LocalizedText, names: Names) -> list[Asked]:
    """Every bracket of every language that can be read, the original first."""
    found = []
    for lang, words in text:
        try:
            found += [Asked(lang, one) for one in read_brackets(words, names)]
        except Malformed:
            continue
    return found


class ResolveForm(EditForm):
    """What becomes of each bracket of one wording; made for it by `for_wording`.

    `wording` says which it is: should there be a newer one when it is sent, its places would be
    those of other brackets.
    """

    wording = HiddenField()
    reason = TextAreaField(_l("Why it changes"), [long_text], render_kw={"rows": 2})
    happened = PartialDateField(_l("Date"))
    settled_at = RowField(_l("Settled at"), optional=_l("No round in particular"))
    reported_by = RowField(_l("Whose account this is"), optional=_l("The meeting's own record"))

    asked: Sequence[Asked] = ()
    about: Wording
    names: Names
    # The reason that goes with the choice that the address asked for.
    offered = ""

    @classmethod
    def for_wording(cls, about: Wording, names: Names) -> type[Self]:
        asked = asked_of(about.shown, names)
        fields: dict[str, Any] = {}
        for one in asked:
            fields[one.choice] = _choice_field(one)
            fields[one.own] = StringField(
                _l("Other words (%(language)s)", language=label(one.lang)), [line]
            )
        more = {"asked": asked, "about": about, "names": names}
        return type("ResolveForm", (cls,), {**fields, **more})

    @classmethod
    def of(
        cls,
        item: ConsensusItem,
        about: Wording,
        names: Names,
        chosen: Choices,
        *,
        is_fresh: bool = False,
    ) -> Self:
        """The form about a wording, with `chosen` filled in; a fresh one reads nothing sent."""
        kind = cls.for_wording(about, names)
        sent: dict[str, Any] = {"formdata": None} if is_fresh else {}
        return kind(row=item, chosen=chosen, **sent)

    def __init__(self, *, row: ConsensusItem, chosen: Choices, **options: Any) -> None:
        self._chosen = chosen
        super().__init__(row=row, **options)
        self.offered = self.reason_for(chosen)

    def current(self, row: ConsensusItem) -> dict[str, Any]:
        found: dict[str, Any] = {
            "wording": str(self.about.number),
            "reported_by": self.about.reported_by,
            "reason": self.reason_for(self._chosen),
        }
        for one in self.asked:
            choice = self._chosen.get(one.lang, {}).get(one.bracket.place)
            if isinstance(choice, int):
                found[one.choice] = str(choice)
            elif choice is not None:
                found |= {one.choice: OWN if choice else STRUCK, one.own: choice}
        return found

    def offer(self, sides: Sequence[Side], rounds: Sequence[Record], name: Any) -> None:
        self.reported_by.offer(sides, key=lambda side: side.code, name=name)
        self.settled_at.offer(rounds, key=lambda one: one.ref, name=lambda one: one.ref)

    @property
    def groups(self) -> Iterator[tuple[int, list[tuple[str, Bracket, Field, Field]]]]:
        """By number, the brackets of all languages with their fields."""
        for place in sorted({one.bracket.place for one in self.asked}):
            yield (
                place,
                [
                    (one.lang, one.bracket, self[one.choice], self[one.own])
                    for one in self.asked
                    if one.bracket.place == place
                ],
            )

    @property
    def chosen(self) -> dict[str, dict[int, Choice]]:
        found: dict[str, dict[int, Choice]] = {}
        for one in self.asked:
            choice, own = self[one.choice].data or STAYS, self[one.own].data or ""
            if choice == OWN or (choice == STAYS and own):
                found.setdefault(one.lang, {})[one.bracket.place] = own
            elif choice == STRUCK:
                found.setdefault(one.lang, {})[one.bracket.place] = ""
            elif choice != STAYS:
                found.setdefault(one.lang, {})[one.bracket.place] = int(choice)
        return found

    @property
    def values(self) -> dict[str, Any]:
        rest = ("happened", "settled_at", "reported_by")
        typed = self.reason.data or ""
        # What was filled in beforehand is the reason for another choice, if one was made.
        reason = self.reason_for(self.chosen) if typed in ("", self.offered) else typed
        given = {name: self[name].data for name in rest}
        return {**given, "choices": self.chosen, "reason": reason}

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for one in self.asked:
            choice, own = self[one.choice], self[one.own]
            if choice.data == OWN and not own.data:
                own.errors = [*own.errors, gettext("Write the words, or strike the bracket out.")]
                valid = False
            elif own.data and choice.data not in (OWN, STAYS, None):
                own.errors = [
                    *own.errors,
                    gettext("Choose “Other words” above, or leave this empty."),
                ]
                valid = False
        return valid

    def reason_for(self, chosen: Choices) -> str:
        """What was chosen, in the page's words."""
        said = (
            _said(one.bracket, chosen[one.lang][one.bracket.place])
            for one in self.asked
            if one.bracket.place in chosen.get(one.lang, {})
        )
        return "; ".join(dict.fromkeys(said))

    def show_conflict(self) -> None:
        """The words as they are now beside those that were chosen."""
        latest = max(self.row.wordings, key=lambda one: one.number)
        yours = resolved(self.about.shown, self.chosen, self.names)
        if latest is not self.about:
            words = str(WORDS)
            self.conflict.append(Conflict(words, printed(latest.shown), printed(yours)))
        self.revision.data = str(self.row.revision)

    def carried_to(self, latest: Wording) -> dict[str, dict[int, Choice]]:
        """What was chosen of those brackets that stand as they are in a newer wording."""
        found: dict[str, dict[int, Choice]] = {}
        for lang, chosen in self.chosen.items():
            texts = (one.shown.texts.get(lang, "") for one in (self.about, latest))
            for new, old in same_brackets(*texts).items():
                if old in chosen:
                    found.setdefault(lang, {})[new] = chosen[old]
        return found


WORDS = _l("Wording")


def _choice_field(one: Asked) -> RadioField:
    return RadioField(
        label(one.lang),
        choices=[SelectChoice(*pair) for pair in _choices(one)],
        default=STAYS,
    )


def _choices(asked: Asked) -> Iterator[tuple[str, Any]]:
    several = len(asked.bracket.alternatives) > 1
    for number, one in enumerate(asked.bracket.alternatives):
        words = Markup('<span lang="{}">{}</span>').format(asked.lang, unescaped(one.text))
        before = ", ".join(one.sides) + ":" if one.sides else ""
        if not before and not several:
            before = gettext("As it stands, without brackets:")
        yield (
            str(number),
            Markup("{} {}").format(before, words if one.text else gettext("(nothing)")),
        )
    yield STRUCK, _l("Strike it out")
    yield OWN, _l("Other words")
    yield STAYS, _l("Leave it open")


def _said(bracket: Bracket, choice: Choice) -> str:
    place = bracket.place
    if choice == "":
        return gettext("Bracket %(number)d: struck out", number=place)
    if isinstance(choice, str):
        return gettext("Bracket %(number)d: other words", number=place)
    taken = bracket.alternatives[choice]
    if taken.sides:
        sides = ", ".join(taken.sides)
        return gettext("Bracket %(number)d: %(sides)s's alternative", number=place, sides=sides)
    if len(bracket.alternatives) == 1:
        return gettext("Bracket %(number)d: as it stood, without brackets", number=place)
    words = unescaped(taken.text)
    return gettext("Bracket %(number)d: “%(words)s”", number=place, words=words)


def chosen_in_address(text: LocalizedText, names: Names, arguments: Mapping[str, str]) -> Choices:
    """What `bracket=2&choice=1` means: this alternative in the original, and its like in others.

    A translation's bracket is alike where it offers the same sides in the same order.
    """
    place, choice = (_number(arguments.get(name, "")) for name in ("bracket", "choice"))
    found = {one.lang: one.bracket for one in asked_of(text, names) if one.bracket.place == place}
    mine = found.get(text.original or "")
    if mine is None or choice is None or choice >= len(mine.alternatives):
        return {}
    return {
        lang: {mine.place: choice} for lang, one in found.items() if _offers(one) == _offers(mine)
    }


def _offers(bracket: Bracket) -> Iterable[tuple[str, ...]]:
    return [one.sides for one in bracket.alternatives]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else None
