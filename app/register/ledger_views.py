"""The page of the divergence ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template
from flask_babel import gettext

from app.accounts.policy import Permission
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.register.asking_views import chosen_since, chosen_topic
from app.register.ledger import LedgerRow, Part, ledger, of_part
from app.register.topic_rows import TopicRows, cut
from app.register.words_forms import DIRECTIONS, PARTS, why_words
from app.rounds.models import Round
from app.rounds.queries import rounds_of
from app.rounds.views import side_names
from app.topics.models import Topic
from app.topics.queries import TopicNode, tree
from app.web import db, requires

bp = Blueprint("ledger", __name__)
bp.add_app_template_filter(why_words, "why")


@dataclass(frozen=True)
class FoundLedger:
    """The ledger as asked for; with a problem, by the name of the field, nothing is shown.

    `since` is the moment from which movement is told; its `as_of` None: there is none to tell from.
    """

    dialogue: Dialogue
    moment: Moment
    since: Moment
    filter_words: Sequence[str]
    topic: Topic | None = None
    sections: tuple[TopicRows[LedgerRow], ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    rounds: Sequence[Round] = ()
    nodes: Sequence[TopicNode] = ()


def found_ledger(dialogue: Dialogue) -> FoundLedger:
    """The ledger of this request's address, whole."""
    rounds, nodes = rounds_of(db, dialogue), tree(db)
    moment, topic = chosen_moment(rounds), chosen_topic(nodes)
    since = chosen_since(rounds, moment)
    given = {"as_of": moment.problem, "topic": topic.problem, "since": since.problem}
    problems = {name: problem for name, problem in given.items() if problem}
    words = [topic.words] if topic.words else []
    if since.as_of is not None:
        words.append(gettext("Movement since %(moment)s", moment=since.words))
    sections = (
        ledger(db, dialogue, nodes, topic_ids=topic.ids, as_of=moment.as_of, since=since.as_of)
        if not problems
        else ()
    )
    return FoundLedger(
        dialogue, moment, since, words, topic.topic, sections, problems, rounds, nodes
    )


@bp.get("/<dialogue>/ledger")
@requires(Permission.READ)
def show_ledger(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    found = found_ledger(held_in)
    return render_template(
        "register/show_ledger.html",
        dialogue=held_in,
        found=found,
        page=cut(found.sections),
        side_names=side_names(held_in),
        parts=Part,
        of_part=of_part,
        part_words=PARTS,
        direction_words=DIRECTIONS,
    )
