"""The page of a dialogue, and the forms that arrange it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.consensus.queries import counts_by_standing
from app.dialogues import arranging
from app.dialogues.forms import DialogueForm, EditDialogueForm, EditSideForm, SideForm
from app.dialogues.queries import get_dialogue, get_side
from app.i18n import page_locale
from app.labels import label
from app.people.naming import audience_of, printed_name
from app.people.queries import team_of
from app.records.papers import documents_of_none
from app.rounds.queries import rounds_of
from app.rounds.views import today
from app.trace.queries import timeline_of
from app.trace.timeline import timeline_picture
from app.web import db, performed, requires, viewer

bp = Blueprint("dialogues", __name__)


@bp.get("/<dialogue>")
@requires(Permission.READ)
def show_dialogue(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    timeline = timeline_of(db, held_in)
    audience, locale = audience_of(viewer(), held_in.id), page_locale()
    team = [(member, printed_name(member, audience, locale)) for member in team_of(db, held_in)]
    return render_template(
        "dialogues/dialogue.html",
        dialogue=held_in,
        rounds=list(reversed(rounds_of(db, held_in))),
        picture=timeline_picture(timeline, today=today(), locale=locale, label=label),
        linked=[other for other in timeline.dialogues if other.id != held_in.id],
        counts=counts_by_standing(db, held_in),
        team=team,
        documents=documents_of_none(db, held_in.id),
    )


@bp.route("/dialogues/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new_dialogue() -> ResponseReturnValue:
    form = DialogueForm()
    if performed(form, arranging.open_dialogue):
        return redirect(url_for("dialogues.new_side", dialogue=form.result.slug))
    return render_template("dialogues/new_dialogue.html", form=form)


@bp.route("/<dialogue>/arrange", methods=["GET", "POST"])
@requires(Permission.ARRANGE)
def edit_dialogue(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    form = EditDialogueForm(row=held_in)
    if performed(form, arranging.edit_dialogue, dialogue=held_in):
        return redirect(url_for("dialogues.show_dialogue", dialogue=dialogue))
    return render_template("dialogues/edit_dialogue.html", form=form, dialogue=held_in)


@bp.route("/<dialogue>/sides/new", methods=["GET", "POST"])
@requires(Permission.ARRANGE)
def new_side(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    form = SideForm()
    if performed(form, arranging.add_side, dialogue=held_in):
        return redirect(url_for("dialogues.edit_dialogue", dialogue=dialogue))
    return render_template("dialogues/new_side.html", form=form, dialogue=held_in)


@bp.route("/<dialogue>/sides/<code>/edit", methods=["GET", "POST"])
@requires(Permission.ARRANGE)
def edit_side(dialogue: str, code: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    side = get_side(db, held_in, code)
    form = EditSideForm(row=side)
    if performed(form, arranging.edit_side, side=side):
        return redirect(url_for("dialogues.edit_dialogue", dialogue=dialogue))
    return render_template("dialogues/edit_side.html", form=form, dialogue=held_in, side=side)
