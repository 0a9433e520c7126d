"""The forms of a side's team; it is shown on the dialogue's page."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale, plain_text
from app.people import team_commands as commands
from app.people.models import TeamMember
from app.people.naming import audience_of, person_name, printed_name
from app.people.queries import people
from app.people.team_forms import EditTeamGroupForm, EditTeamMemberForm, TeamMemberForm
from app.records.queries import sources
from app.web import db, performed, refused, requires, viewer

bp = Blueprint("team", __name__)


def _page(dialogue: str) -> ResponseReturnValue:
    return redirect(url_for("dialogues.show_dialogue", dialogue=dialogue, _anchor="team"))


def _offer(form: Any, held_in: Dialogue) -> None:
    form.offer(held_in.sides, sources(db, held_in), lambda side: plain_text(side.name))


@bp.route("/<dialogue>/team/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_member(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    form = TeamMemberForm()
    _offer(form, held_in)
    locale = page_locale()
    form.offer_people(people(db), lambda person: person_name(person, locale))
    if performed(form, commands.add_team_member, dialogue=held_in):
        return _page(dialogue)
    return render_template("people/new_member.html", form=form, dialogue=held_in)


def _member(held_in: Dialogue, member_id: int) -> TeamMember:
    mine = sa.select(TeamMember).where(
        TeamMember.id == member_id, TeamMember.dialogue_id == held_in.id
    )
    return db.scalars(mine).one()


@bp.route("/<dialogue>/team/<int:member_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_member(dialogue: str, member_id: int) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    member = _member(held_in, member_id)
    source = next((one for one in sources(db, held_in) if one.id == member.source_id), None)
    kind: Any = EditTeamMemberForm if member.person_id else EditTeamGroupForm
    form = kind(row=member, source=source)
    _offer(form, held_in)
    if performed(form, commands.edit_team_member, member=member):
        return _page(dialogue)
    return render_template(
        "people/edit_member.html",
        form=form,
        dialogue=held_in,
        member=member,
        printed=printed_name(member, audience_of(viewer(), held_in.id), page_locale()),
    )


@bp.post("/<dialogue>/team/<int:member_id>/remove")
@requires(Permission.LOG)
def remove_member(dialogue: str, member_id: int) -> ResponseReturnValue:
    refused(commands.remove_team_member, member=_member(get_dialogue(db, dialogue), member_id))
    return _page(dialogue)
