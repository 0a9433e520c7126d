"""The page of a mechanism's stability, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.briefs.stability import Asked, Lag, Rhythm, Stability, Way, apart, stability_of
from app.briefs.stability_listing_forms import Found, stability_listing
from app.briefs.stability_picture import Bars, Lasting, Seats, bars_picture, seats_picture
from app.briefs.stability_promises import Kept, Promise
from app.briefs.stability_words_forms import (
    KEPT,
    WAYS,
    cited,
    interval_note,
    interval_words,
    lag_note,
    lag_words,
    link_note,
    promise_words,
)
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale
from app.people.naming import audience_of
from app.reports.listing_forms import ListingPen
from app.reports.listing_views import sent
from app.rounds.queries import rounds_of
from app.rounds.views import today
from app.web import db, requires, viewer

bp = Blueprint("stability", __name__)

FORMAT = "<any(xlsx, csv, docx, md):format_>"


@dataclass(frozen=True)
class Asking:
    """What the address asks for; with a problem in the moment, nothing is shown."""

    dialogue: Dialogue
    moment: Moment
    every: bool

    @property
    def asked(self) -> Asked:
        return Asked(today(), self.moment.as_of, self.every)


def _asking(dialogue: str) -> Asking:
    held_in = get_dialogue(db, dialogue)
    moment = chosen_moment(rounds_of(db, held_in))
    return Asking(held_in, moment, request.args.get("meetings") == "all")


def _found(asking: Asking) -> Stability:
    return stability_of(
        db, asking.dialogue, viewer=viewer(), locale=page_locale(), asked=asking.asked
    )


@bp.get("/<dialogue>/stability")
@requires(Permission.READ)
def show_stability(dialogue: str) -> str:
    asking = _asking(dialogue)
    page = {"dialogue": asking.dialogue, "moment": asking.moment, "every": asking.every}
    if asking.moment.problem:
        return render_template("briefs/stability.html", found=None, **page)
    found, home = _found(asking), asking.dialogue
    return render_template(
        "briefs/stability.html",
        found=found,
        rhythms=[(one, _rhythm_picture(one)) for one in found.rhythms],
        lags=[
            (way, WAYS[way], found.lags[way], _lag_picture(found, way, asking.dialogue))
            for way in Way
        ],
        sitters=[(one, *apart(one, found)) for one in found.sitters],
        seats=_seats(found, home),
        promises=_promise_picture(found, home),
        kept_words=KEPT,
        interval_note=interval_note,
        lag_note=lag_note,
        link_note=link_note,
        promise_words=promise_words,
        **page,
    )


@bp.get(f"/<dialogue>/stability/export/{FORMAT}")
@requires(Permission.READ)
def export_stability(dialogue: str, format_: str) -> ResponseReturnValue:
    asking = _asking(dialogue)
    if asking.moment.problem:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for('stability.show_stability', dialogue=dialogue)}?{query}")
    moment = asking.moment
    found = Found(
        dialogue=asking.dialogue,
        stability=_found(asking),
        audience=audience_of(viewer(), asking.dialogue.id),
        as_of=moment.words if moment.as_of else None,
        day=moment.as_of,
        filter_words=[_("All meetings, not the rounds of the series alone")]
        if asking.every
        else [],
        today=today(),
    )
    return sent(stability_listing(ListingPen(page_locale()), found), format_)


def _rhythm_picture(one: Rhythm) -> Bars | None:
    def rows() -> Iterator[Lasting]:
        for each in one.intervals:
            later = each.later.ref if each.later else "…"
            yield Lasting(
                label=f"{each.earlier.ref} → {later}",
                words=interval_words(each),
                span=each.span,
                track=one.dialogue.track,
                is_open=each.later is None,
                is_solid=not each.is_planned,
            )

    return bars_picture(list(rows()))


def _lag_picture(found: Stability, way: Way, home: Dialogue) -> Bars | None:
    def row(one: Lag) -> Lasting:
        start = one.link.earlier
        return Lasting(
            label=" → ".join(cited(end, home, found.family) for end in (start, one.link.later)),
            words=lag_words(one),
            span=one.span,
            track=found.family[one.link.later.dialogue_id].track,
            is_solid=not one.is_planned,
        )

    return bars_picture([row(one) for one in found.lags[way]])


def _promise_picture(found: Stability, home: Dialogue) -> Bars | None:
    def label(one: Promise) -> str:
        ends = (end for end in (one.agreed, one.meeting) if end)
        return " → ".join(cited(end, home, found.family) for end in ends)

    return bars_picture(
        [
            Lasting(
                label=label(one),
                words=promise_words(one),
                span=one.span,
                track=found.family[one.dialogue_id].track,
                is_open=one.is_open,
                is_solid=one.kept is Kept.HELD,
            )
            for one in found.promises or ()
        ]
    )


def _seats(found: Stability, home: Dialogue) -> Seats | None:
    refs = {number: cited(one, home, found.family) for number, one in found.meetings.items()}
    tracks = {number: found.family[one.dialogue_id].track for number, one in found.meetings.items()}
    return seats_picture(found.sitters, found.meetings, tracks, refs)
