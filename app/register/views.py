"""The consensus register."""

from flask import Blueprint, render_template, request

from app.accounts.policy import Permission
from app.consensus import queries
from app.consensus.models import ItemKind, Level
from app.consensus.standing import Standing
from app.dialogues.queries import get_dialogue
from app.filters import chosen_member, chosen_page, next_page
from app.rounds.queries import rounds_of
from app.rounds.views import side_names
from app.topics.queries import tree, with_subtopics
from app.web import db, requires

bp = Blueprint("register", __name__)


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
        "register/register.html",
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
