"""The page of an item, and the forms about how it is filed."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.actions.queries import actions_from
from app.addresses import record_url
from app.consensus import commands, queries
from app.consensus.bracket_reading import brackets_of
from app.consensus.earlier import words_at
from app.consensus.forms import EditItemForm, ItemForm, WithdrawForm
from app.consensus.item_views import get_item, side_name
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem
from app.consensus.moment_views import chosen_moment
from app.consensus.silence import all_said
from app.consensus.standing import Standing
from app.consensus.wording_views import compared
from app.dialogues.queries import get_dialogue
from app.groups.queries import groups_from
from app.handovers.queries import handovers_of
from app.i18n import plain_text
from app.matters.queries import matters_with
from app.records.papers import documents_of
from app.records.queries import citations_of
from app.rounds.queries import get_round, rounds_of, topics_of
from app.rounds.views import side_names, today
from app.topics.queries import tree
from app.trace.queries import links_of
from app.trace.succession import fate_of, took_their_place
from app.trace.suggestion_views import link_suggestions
from app.web import db, performed, requires

bp = Blueprint("consensus", __name__)


@bp.get("/<dialogue>/<item:ref>")
@requires(Permission.READ)
def show_item(dialogue: str, ref: str) -> str:
    item = get_item(dialogue, ref)
    sides = item.dialogue.sides
    rounds = rounds_of(db, item.dialogue)
    moment = chosen_moment(rounds)
    family = (
        (ConsensusItem.id == item.id)
        | (ConsensusItem.parent_id == item.id)
        | (ConsensusItem.id == (item.parent_id or 0))
    )
    # Of a moment that nobody can tell nothing is shown.
    found = [] if moment.problem else items_with(db, sides, family, as_of=moment.as_of)
    lines = {line.id: line for line in found}
    words = words_at(queries.get_wordings(db, item), moment.as_of)
    return render_template(
        "consensus/item.html",
        dialogue=item.dialogue,
        item=item,
        moment=moment,
        rounds=rounds,
        line=lines.get(item.id),
        parent=lines.get(item.parent_id or 0),
        sub_points=[line for line in lines.values() if line.parent_id == item.id],
        topic=queries.topic_over(db, item),
        words=words,
        brackets=brackets_of(item, words.wordings, moment.as_of),
        wordings=words.wordings,
        said=all_said(
            db,
            item,
            words.wordings,
            lines[item.id].stands if item.id in lines else {},
            moment.as_of,
        ),
        compared=compared(words),
        sides=side_names(item.dialogue),
        actions=actions_from(db, item, today()),
        handovers=handovers_of(db, item),
        links=links_of(db, item),
        suggestions=link_suggestions(item),
        matters=matters_with(db, item),
        fate=fate_of(db, item, as_of=moment.as_of),
        places=took_their_place(db, _ended(found), as_of=moment.as_of),
        groups=groups_from(db, item, moment.as_of),
        documents=documents_of(db, item),
        citations=citations_of(db, item.id),
    )


def _ended(lines: Sequence[ItemLine]) -> list[int]:
    return [line.id for line in lines if line.standing is Standing.SUPERSEDED]


@bp.route("/<dialogue>/consensus/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_item(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    ref = request.args.get("meeting")
    meeting = get_round(db, dialogue, ref) if ref else None
    agenda = topics_of(db, meeting) if meeting else []
    under = next((one for one in agenda if one.ref == request.args.get("topic")), None)
    given = {"agenda_topic": under, "topics": list(under.topics) if under else []}
    form = ItemForm.for_sides(held_in.sides, side_name)(data=given)
    form.offer_sides(held_in.sides, side_name)
    form.offer_topics([node.topic for node in tree(db)], name=_node)
    form.agenda_topic.offer(agenda, lambda one: one.ref, lambda one: _titled(one))
    parents = queries.possible_parents(db, held_in)
    form.parent.offer(parents, lambda one: one.ref, lambda one: _titled(one))
    if performed(form, commands.record_item, dialogue=held_in, meeting=meeting):
        if meeting:
            return redirect(record_url(dialogue, meeting.ref, _anchor=form.result.ref))
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("consensus/new_item.html", form=form, dialogue=held_in, meeting=meeting)


def _node(topic: Any) -> str:
    return f"{topic.code} {plain_text(topic.name)}"


def _titled(record: Any) -> str:
    return f"{record.ref} {plain_text(record.title)}"


@bp.route("/<dialogue>/<item:ref>/edit", methods=["GET", "POST"])
@requires(Permission.AGREE)
def edit_item(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    form = EditItemForm(row=item)
    form.offer_sides(item.dialogue.sides, side_name)
    form.offer_topics([node.topic for node in tree(db)], name=_node)
    if performed(form, commands.edit_item, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template("consensus/edit_item.html", form=form, dialogue=item.dialogue, item=item)


@bp.route("/<dialogue>/<item:ref>/withdraw", methods=["GET", "POST"])
@requires(Permission.AGREE)
def withdraw_item(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    form = WithdrawForm(row=item)
    if performed(form, commands.withdraw_item, item=item):
        return redirect(url_for("consensus.show_item", dialogue=dialogue, ref=ref))
    return render_template("consensus/withdraw.html", form=form, dialogue=item.dialogue, item=item)
