"""Pages about the topic tree."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem
from app.filters import chosen_member, chosen_page, next_page
from app.records.models import Record, RecordKind
from app.topics import commands, queries
from app.topics.forms import NewTopicForm, TopicForm
from app.web import db, performed, requires

bp = Blueprint("topics", __name__)


@bp.get("/topics")
@requires(Permission.READ)
def show_topics() -> ResponseReturnValue:
    return render_template(
        "topics/show_topics.html",
        tree=queries.tree(db),
        agenda_topics=queries.counts(db, RecordKind.AGENDA_TOPIC),
        items=queries.counts(db, RecordKind.CONSENSUS_ITEM),
    )


@bp.get("/topics/<code>")
@requires(Permission.READ)
def show_topic(code: str) -> ResponseReturnValue:
    topic = queries.get_topic(db, code)
    branch = queries.with_subtopics(db, topic.id)
    offered = queries.dialogues_under(db, branch)
    dialogue = next((one for one in offered if one.slug == request.args.get("dialogue")), None)
    kind = chosen_member(RecordKind, "kind")
    found = queries.records_under(
        db, branch, kind=kind, dialogue=dialogue, after=chosen_page(), limit=queries.PAGE + 1
    )
    records = found[: queries.PAGE]
    return render_template(
        "topics/show_topic.html",
        topic=topic,
        below=[node.topic for node in queries.tree(db) if node.topic.parent_id == topic.id],
        records=records,
        items=_item_lines(records),
        older=next_page(found, queries.PAGE, queries.place_of),
        dialogues=offered,
        kinds=list(queries.CLASSIFIED),
        is_narrowed=bool(kind or dialogue),
    )


def _item_lines(records: Sequence[Record]) -> dict[int, ItemLine]:
    """The wordings and standings of those records that are consensus items."""
    ids = [record.id for record in records if record.kind is RecordKind.CONSENSUS_ITEM]
    return {line.id: line for line in items_with(db, [], ConsensusItem.id.in_(ids))} if ids else {}


@bp.route("/topics/new", methods=["GET", "POST"])
@requires(Permission.CLASSIFY)
def new_topic() -> ResponseReturnValue:
    tree = queries.tree(db)
    above = request.args.get("parent")
    parent = next((node.topic for node in tree if node.topic.code == above), None)
    form = NewTopicForm(tree=tree, parent=parent)
    if performed(form, commands.add_topic):
        return redirect(url_for(".show_topics"))
    return render_template("topics/new_topic.html", form=form)


@bp.route("/topics/<code>/edit", methods=["GET", "POST"])
@requires(Permission.CLASSIFY)
def edit_topic(code: str) -> ResponseReturnValue:
    topic = queries.get_topic(db, code)
    form = TopicForm(topic=topic, tree=queries.tree(db))
    if performed(form, commands.edit_topic, topic=topic):
        return redirect(url_for(".show_topic", code=topic.code))
    return render_template("topics/edit_topic.html", form=form, topic=topic)
