"""Attendance over the rounds of a dialogue: who came, and how the rounds were composed."""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.attendance.balance import Balance, balance_of
from app.attendance.over_rounds import (
    LAST,
    Chosen,
    Comes,
    OverRounds,
    attendance_over_rounds,
)
from app.attendance.picture import Bars, bars_picture, matrix_picture
from app.attendance.views import bp
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.filters import chosen_member
from app.i18n import page_locale
from app.labels import label
from app.people.models import Naming, Sector
from app.people.naming import audience_of
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, Capacity
from app.rounds.tally import Tally
from app.rounds.views import side_names
from app.web import db, requires, viewer

MOST_ROUNDS = 99


class BarsOf(StrEnum):
    """What the stacked bars are made of."""

    SIDE = "side"
    SECTOR = "sector"


@bp.get("/<dialogue>/attendance")
@requires(Permission.READ)
def show_attendance(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    audience = audience_of(viewer(), held_in.id)
    chosen = _chosen(held_in, audience)
    found = attendance_over_rounds(db, held_in, audience, page_locale(), chosen)
    sides: dict[int | None, str] = dict(side_names(held_in)) | {None: _("On nobody's bench")}
    balance = balance_of(found, [side.id for side in held_in.sides])
    bars_of = chosen_member(BarsOf, "bars") or BarsOf.SIDE
    return render_template(
        "attendance/show_attendance.html",
        dialogue=held_in,
        found=found,
        chosen=chosen,
        balance=balance,
        nothing=Tally(),
        institutions=dict(found.institutions),
        sides=sides,
        matrix=matrix_picture(found, sides),
        bars=_bars(found, balance, bars_of, sides),
        bars_of=bars_of,
        is_for_secretariat=audience is Disclosure.SECRETARIAT,
        offered={
            "sector": Sector,
            "capacity": Capacity,
            "role": AttendanceRole,
            "naming": Naming,
        },
    )


def _chosen(held_in: Dialogue, audience: Disclosure) -> Chosen:
    """What the address narrows the page to; anything that it cannot mean is no narrowing."""
    codes = {side.code: side.id for side in held_in.sides}
    # Only the secretariat is told at which level somebody is named.
    naming = chosen_member(Naming, "naming") if audience is Disclosure.SECRETARIAT else None
    return Chosen(
        of=_number("of", LAST) or LAST,
        least=_number("least", 0),
        comes=chosen_member(Comes, "comes"),
        side_id=codes.get(request.args.get("side", "")),
        sector=chosen_member(Sector, "sector"),
        capacity=chosen_member(Capacity, "capacity"),
        role=chosen_member(AttendanceRole, "role"),
        naming=naming,
        institution_id=_number("institution", 0, 2**31 - 1) or None,
    )


def _number(name: str, left_out: int, most: int = MOST_ROUNDS) -> int:
    given = request.args.get(name, "")
    is_one = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
    return min(int(given), most) if is_one else left_out


def _bars(found: OverRounds, balance: Balance, of: BarsOf, sides: Mapping[int | None, str]) -> Bars:
    if of is BarsOf.SIDE:
        names: Mapping[Any, str] = sides
        return bars_picture(found, balance.sides, balance, lambda key: names[key], "")
    return bars_picture(found, balance.sectors, balance, _sector, _("Not named to you"))


def _sector(key: Hashable) -> str:
    return label(key) if isinstance(key, Sector) else _("not recorded")
