"""The page of a trace: where a record came from, what became of it, and an item's whole story."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.consensus.models import ConsensusItem
from app.handovers.lines import HandoverLine
from app.handovers.models import Match
from app.handovers.queries import handovers_of
from app.i18n import page_locale
from app.labels import label
from app.records.models import Record, Source
from app.records.queries import get_record
from app.trace.picture import Reach, Words, trace_picture
from app.trace.queries import trace_of
from app.trace.steps import Direction, Trace
from app.trace.story import Event, Story, StoryLine, sources_by_id, story_of
from app.trace.words_forms import claim_printed, short_printed
from app.web import db, requires


@requires(Permission.READ)
def show_trace(dialogue: str, ref: str) -> ResponseReturnValue:
    """`/<dialogue>/<ref>/trace`, as `trace.views` registers it.

    `?steps=3` draws three links each way, `?steps=3.1` three back and one on, `?all` all.
    """
    record = get_record(db, dialogue, ref)
    came_from = trace_of(db, record, direction=Direction.FROM)
    became_of = trace_of(db, record, direction=Direction.TO)
    words = Words(
        locale=page_locale(),
        label=label,
        line=short_printed,
        claim=claim_printed,
        hidden=_("a record that you may not read"),
    )
    reach = _reach_asked()
    picture = trace_picture((came_from, became_of), words, reach=reach, whole="all" in request.args)
    return render_template(
        "trace/show_trace.html",
        dialogue=record.dialogue,
        record=record,
        came_from=came_from,
        became_of=became_of,
        picture=picture,
        nearer_and_further=_other_reaches(reach or Reach(), came_from, became_of),
        asked=reach is not None or "all" in request.args,
        story=_story(record, came_from, became_of),
    )


def _reach_asked() -> Reach | None:
    """What cannot be read asks for nothing."""
    back, _dot, on = request.args.get("steps", "").partition(".")
    asked = [steps for steps in (back, on or back) if steps.isdecimal() and len(steps) < 3]
    return Reach(*map(int, asked)) if len(asked) == 2 else None


def _other_reaches(reach: Reach, came_from: Trace, became_of: Trace) -> list[tuple[str, str]]:
    """One step less or more each way, as far as there is anything: the words and the address."""
    furthest = [max(trace.depths.values(), default=0) for trace in (came_from, became_of)]
    offered = (
        (_("One step less back"), reach.back - 1, reach.on, reach.back > 0),
        (_("One step further back"), reach.back + 1, reach.on, reach.back < furthest[0]),
        (_("One step less on"), reach.back, reach.on - 1, reach.on > 0),
        (_("One step further on"), reach.back, reach.on + 1, reach.on < furthest[1]),
    )
    return [(words, f"{back}.{on}") for words, back, on, is_offered in offered if is_offered]


@dataclass(frozen=True, kw_only=True)
class SeenIn:
    """That a government's text holds what was handed over; None: the source may not be read."""

    line: HandoverLine
    source: Source | None


def _story(record: Record, came_from: Trace, became_of: Trace) -> Story | None:
    if not isinstance(record, ConsensusItem):
        return None
    lines = handovers_of(db, record)
    return story_of(db, record, came_from, became_of, [*_handed_over(lines), *_seen(lines)])


def _handed_over(lines: list[HandoverLine]) -> list[StoryLine]:
    return [
        StoryLine(
            event=Event.HANDED_OVER,
            happened=line.handover.happened,
            of=line,
            place=line.handover.id,
        )
        for line in lines
    ]


def _seen(lines: list[HandoverLine]) -> list[StoryLine]:
    """On the day of the government's text, where that is known."""
    matched = [line for line in lines if line.handover.match in (Match.PARTIAL, Match.FULL)]
    sources = sources_by_id(db, {line.handover.source_id or 0 for line in matched})
    found = [SeenIn(line=one, source=sources.get(one.handover.source_id or 0)) for one in matched]
    return [
        StoryLine(
            event=Event.SEEN,
            happened=one.source.published if one.source else None,
            of=one,
            place=one.line.handover.id,
        )
        for one in found
    ]
