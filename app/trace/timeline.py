"""The picture of a dialogue: its rounds over time, with those of the dialogues it is linked to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.dialogues.models import Dialogue
from app.partial_date import PartialDate, printed_date
from app.rounds.models import RoundStatus
from app.trace.drawing import Curve, Heading, Mark, Picture
from app.trace.layout import lay_out
from app.trace.picture import Labels, words_of
from app.trace.steps import RoundLink, Timeline, TimelineRound, natural
from app.trace.words import short_words

WIDEST = 104
# Earlier rounds than these are left to the register.
MOST_COLUMNS = 60
EXPECTED = (RoundStatus.PLANNED, RoundStatus.POSTPONED)
UNUSUAL = (*EXPECTED, RoundStatus.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Column:
    """Rounds of one date, or one from each lane of which no date is recorded."""

    happened: PartialDate | None
    rounds: tuple[TimelineRound, ...]


def timeline_picture(timeline: Timeline, *, today: date, locale: str, label: Labels) -> Picture:
    """The dialogue's own lane first.

    A round without a date stands in the order of the numbers, before the first later one that has
    a date; it is drawn hollow and never given one.
    """
    every = list(_columns(timeline.rounds))
    columns = every[-MOST_COLUMNS:]
    lanes = {dialogue.slug: place for place, dialogue in enumerate(timeline.dialogues)}
    marks = [
        Mark(
            node=each.node,
            lane=lanes[each.node.dialogue_slug],
            column=place,
            words=_words(each, locale, label),
            is_hollow=each.node.happened is None,
        )
        for place, column in enumerate(columns)
        for each in column.rounds
    ]
    home = timeline.dialogues[0].slug
    drawn = {
        each.node.id: each.node.cited_from(home) for column in columns for each in column.rounds
    }
    links = [link for link in timeline.links if {link.earlier_id, link.later_id} <= drawn.keys()]
    return lay_out(
        marks,
        [_curve(link, drawn, label) for link in links],
        headings=[_heading(dialogue, locale, label) for dialogue in timeline.dialogues],
        columns=list(_words_over(columns, locale)),
        widest=WIDEST,
        labelled=False,
        today_before=_today(columns, today) if columns else None,
        left_out=len(timeline.rounds) - len(marks),
    )


def _heading(dialogue: Dialogue, locale: str, label: Labels) -> Heading:
    name = dialogue.name.text_for(locale)
    return Heading(track=dialogue.track, words=f"{label(dialogue.track)} · {name}")


def _words(each: TimelineRound, locale: str, label: Labels) -> str:
    """A round that did not simply take place says so before anything else."""
    return label(each.status) if each.status in UNUSUAL else words_of(each.node, locale)


def _curve(link: RoundLink, refs: Mapping[int, str], label: Labels) -> Curve:
    # What is inferred is not called by a kind that would claim more than that.
    told = (kind for kind in link.kinds if short_words(kind, link.basis) is kind)
    kinds = ", ".join(label(kind) for kind in told)
    ends = f"{refs[link.earlier_id]} → {refs[link.later_id]}"
    times = f" ×{link.count}" if link.count > 1 else ""
    return Curve(
        earlier_id=link.earlier_id,
        later_id=link.later_id,
        label=kinds,
        title=f"{ends}: {kinds}{times} – {label(link.basis)}"
        if kinds
        else f"{ends}: {label(link.basis)}{times}",
        basis=link.basis,
    )


def _columns(rounds: Iterable[TimelineRound]) -> Iterator[Column]:
    by_date: dict[PartialDate, list[TimelineRound]] = defaultdict(list)
    by_dialogue: dict[str, list[TimelineRound]] = defaultdict(list)
    for each in rounds:
        by_dialogue[each.node.dialogue_slug].append(each)
        if each.node.happened:
            by_date[each.node.happened].append(each)
    dates = sorted(by_date)
    undated = _undated(by_dialogue, {happened: place for place, happened in enumerate(dates)})
    for place in range(len(dates) + 1):
        for rounds_there in _side_by_side(undated.get(place, {})):
            yield Column(happened=None, rounds=rounds_there)
        if place < len(dates):
            yield Column(happened=dates[place], rounds=tuple(by_date[dates[place]]))


def _undated(
    by_dialogue: Mapping[str, Sequence[TimelineRound]], places: Mapping[PartialDate, int]
) -> dict[int, dict[str, list[TimelineRound]]]:
    """Rounds without a date, in order, by the place before which they stand and by dialogue."""
    found: dict[int, dict[str, list[TimelineRound]]] = defaultdict(lambda: defaultdict(list))
    for slug, rounds in by_dialogue.items():
        dated = [
            (each.node.number, places[each.node.happened])
            for each in rounds
            if each.node.happened and each.node.number
        ]
        for each in sorted(rounds, key=_in_order):
            if each.node.happened is None:
                found[_place(each, dated, end=len(places))][slug].append(each)
    return found


def _in_order(each: TimelineRound) -> tuple[bool, int, object]:
    return each.node.number is None, each.node.number or 0, natural(each.node.ref)


def _place(each: TimelineRound, dated: Iterable[tuple[int, int]], *, end: int) -> int:
    number = each.node.number
    if number is not None:
        later = [place for other, place in dated if other > number]
        if later:
            return min(later)
        if any(other < number for other, _place in dated):
            return end
    return end if each.status in EXPECTED else 0


def _side_by_side(
    lanes: Mapping[str, Sequence[TimelineRound]],
) -> Iterator[tuple[TimelineRound, ...]]:
    """One column for the last of each lane, one for those before them, and so on."""
    longest = max(map(len, lanes.values()), default=0)
    for left in range(longest, 0, -1):
        yield tuple(rounds[-left] for rounds in lanes.values() if len(rounds) >= left)


def _words_over(columns: Iterable[Column], locale: str) -> Iterator[str | None]:
    said_undated = False
    for column in columns:
        if column.happened:
            yield printed_date(column.happened, locale)
        else:
            yield "" if said_undated else None
        said_undated = column.happened is None


def _today(columns: Sequence[Column], today: date) -> int:
    """The column before which today falls: the first that lies ahead of what has been."""
    ahead = next(
        (
            place
            for place, column in enumerate(columns)
            if column.happened and column.happened.first_day > today
        ),
        len(columns),
    )
    while ahead and _is_expected(columns[ahead - 1]):
        ahead -= 1
    return ahead


def _is_expected(column: Column) -> bool:
    return column.happened is None and any(each.status in EXPECTED for each in column.rounds)
