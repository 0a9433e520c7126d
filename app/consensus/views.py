"""The consensus register, the page of an item, and the forms of its wordings and positions."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.policy import Permission
from app.actions.queries import actions_from
from app.addresses import record_url
from app.consensus import commands, queries
from app.consensus.diff import difference
from app.consensus.forms import EditItemForm, ItemForm, PositionForm, WithdrawForm, WordingForm
from app.consensus.models import ConsensusItem, ItemKind, Level, Wording
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.dialogues.queries import get_dialogue
from app.filters import chosen_member, chosen_page, next_page
from app.i18n import page_locale, plain_text
from app.people.naming import person_name
from app.people.queries import people
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record
from app.rounds.queries import get_round, rounds_of, topics_of
from app.rounds.views import side_names, today
from app.topics.queries import tree, with_subtopics
from app.trace.queries import links_of
from app.web import db, performed, requires

bp = Blueprint("consensus", __name__)


def _side(side: Side) -> str:
    return plain_text(side.name)


@bp.get("/<dialogue>/consensus")
@requires(Permission.READ)
def show_register(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    nodes = tree(db)
    topic = next((n.topic for n in nodes if n.topic.code == request.args.get("topic")), None)
    rounds = rounds_of(db, held_in)
    meeting = next((one for one in rounds if one.ref == request.args.get("round")), None)
    chosen = queries.Filter(
        topic_ids=with_subtopics(db, topic.id) if topic else frozenset(),
        kind=chosen_member(ItemKind, "kind"),
        level=chosen_member(Level, "level"),
        standing=chosen_member(Standing, "standing"),
        meeting_id=meeting.id if meeting else None,
        text=request.args.get("text", "").strip()[:200],
    )
    found = queries.register(db, held_in, chosen, after=chosen_page(), limit=queries.PAGE + 1)
    return render_template(
        "consensus/register.html",
        dialogue=held_in,
        lines=found[: queries.PAGE],
        older=next_page(found, queries.PAGE, lambda line: (str(line.happened or ""), line.id)),
        counts=queries.counts_by_standing(db, held_in),
        sides=side_names(held_in),
        nodes=nodes,
        rounds=rounds,
        kinds=ItemKind,
        levels=Level,
        standings=Standing,
    )


def _item(dialogue: str, ref: str) -> ConsensusItem:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, ConsensusItem)  # the address says so
    return found


@bp.get("/<dialogue>/<item:ref>")
@requires(Permission.READ)
def show_item(dialogue: str, ref: str) -> str:
    item = _item(dialogue, ref)
    sides = item.dialogue.sides
    family = (
        (ConsensusItem.id == item.id)
        | (ConsensusItem.parent_id == item.id)
        | (ConsensusItem.id == (item.parent_id or 0))
    )
    lines = {line.id: line for line in queries.items_with(db, sides, family)}
    wordings = queries.get_wordings(db, item)
    old, new = _compared(wordings)
    return render_template(
        "consensus/item.html",
        dialogue=item.dialogue,
        item=item,
        line=lines[item.id],
        parent=lines.get(item.parent_id or 0),
        sub_points=[line for line in lines.values() if line.parent_id == item.id],
        topic=queries.topic_over(db, item),
        wordings=wordings,
        old=old,
        new=new,
        changes=_differences(old, new),
        sides=side_names(item.dialogue),
        actions=actions_from(db, item, today()),
        links=links_of(db, item),
        documents=documents_of(db, item),
        citations=citations_of(db, item.id),
    )


def _compared(wordings: Any) -> tuple[Wording | None, Wording | None]:
    """The two wordings asked for; without a choice, the latest and the one before it."""
    by_number = {wording.number: wording for wording in wordings}
    latest = max(by_number, default=0)
    old = request.args.get("old", latest - 1, type=int)
    new = request.args.get("new", latest, type=int)
    return by_number.get(old), by_number.get(new)


def _differences(old: Wording | None, new: Wording | None) -> list[tuple[str, Any]]:
    """The difference in each language that one of the two has."""
    if old is None or new is None:
        return []
    languages = dict.fromkeys([*new.text.texts, *old.text.texts])
    return [
        (lang, difference(old.text.texts.get(lang, ""), new.text.texts.get(lang, "")))
        for lang in languages
    ]


@bp.route("/<dialogue>/consensus/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_item(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    ref = request.args.get("meeting")
    meeting = get_round(db, dialogue, ref) if ref else None
    agenda = topics_of(db, meeting) if meeting else []
    under = next((one for one in agenda if one.ref == request.args.get("topic")), None)
    given = {"agenda_topic": under, "topics": list(under.topics) if under else []}
    form = ItemForm.for_sides(held_in.sides, _side)(data=given)
    form.offer_sides(held_in.sides, _side)
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
    item = _item(dialogue, ref)
    form = EditItemForm(row=item)
    form.offer_sides(item.dialogue.sides, _side)
    form.offer_topics([node.topic for node in tree(db)], name=_node)
    if performed(form, commands.edit_item, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template("consensus/edit_item.html", form=form, dialogue=item.dialogue, item=item)


@bp.route("/<dialogue>/<item:ref>/wordings/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_wording(dialogue: str, ref: str) -> ResponseReturnValue:
    item = _item(dialogue, ref)

    def latest_text() -> Any:
        wording = commands.latest_wording(db, item)
        return wording.text if wording else None

    form = WordingForm(row=item, text=latest_text)
    form.offer(item.dialogue.sides, rounds_of(db, item.dialogue), _side)
    if performed(form, commands.adopt_wording, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_wording.html", form=form, dialogue=item.dialogue, item=item
    )


@bp.route("/<dialogue>/<item:ref>/positions/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_position(dialogue: str, ref: str) -> ResponseReturnValue:
    item = _item(dialogue, ref)
    wordings = queries.get_wordings(db, item)
    side = next((one for one in item.dialogue.sides if one.code == request.args.get("side")), None)
    form = PositionForm(data={"side": side, "wording": wordings[0] if wordings else None})
    form.side.offer(item.dialogue.sides, lambda one: one.code, _side)
    form.wording.offer(
        wordings,
        lambda one: one.number,
        lambda one: gettext("Wording %(number)d", number=one.number),
    )
    locale = page_locale()
    form.offer_people(people(db), lambda person: person_name(person, locale))
    if performed(form, commands.take_position, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_position.html", form=form, dialogue=item.dialogue, item=item
    )


@bp.route("/<dialogue>/<item:ref>/withdraw", methods=["GET", "POST"])
@requires(Permission.AGREE)
def withdraw_item(dialogue: str, ref: str) -> ResponseReturnValue:
    item = _item(dialogue, ref)
    form = WithdrawForm(row=item)
    if performed(form, commands.withdraw_item, item=item):
        return redirect(url_for("consensus.show_item", dialogue=dialogue, ref=ref))
    return render_template("consensus/withdraw.html", form=form, dialogue=item.dialogue, item=item)
