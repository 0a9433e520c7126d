"""The suspect links of a dialogue: of which an end has changed since they were looked at."""

from flask import Blueprint, render_template, request

from app.accounts.policy import Permission
from app.dialogues.queries import get_dialogue
from app.trace.suspicion import PAGE, count_suspect, lookers, suspect_links, what_changed
from app.web import db, requires

bp = Blueprint("suspect_links", __name__)


@bp.get("/<dialogue>/links/suspect")
@requires(Permission.READ)
def show_suspect_links(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    after = request.args.get("after", 0, type=int)
    found = suspect_links(db, held_in, after=after if 0 <= after < 2**31 else 0, limit=PAGE + 1)
    links = found[:PAGE]
    return render_template(
        "trace/show_suspect_links.html",
        dialogue=held_in,
        links=links,
        changed=what_changed(db, links),
        lookers=lookers(db, links),
        total=count_suspect(db, held_in),
        last=links[-1].id if len(found) > PAGE else None,
    )
