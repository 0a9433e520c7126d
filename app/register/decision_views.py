"""The page of the decision matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template

from app.accounts.policy import Permission
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.register.asking_views import chosen_span, chosen_topic
from app.register.matrix import DecisionRow, decisions
from app.register.topic_rows import TopicRows, cut
from app.rounds.models import Round
from app.rounds.queries import rounds_of
from app.rounds.views import side_names
from app.topics.models import Topic
from app.topics.queries import TopicNode, tree
from app.web import db, requires

bp = Blueprint("decisions", __name__)


@dataclass(frozen=True)
class FoundMatrix:
    """The matrix as asked for; with a problem, by the name of the field, nothing is shown."""

    dialogue: Dialogue
    moment: Moment
    filter_words: Sequence[str]
    topic: Topic | None = None
    sections: tuple[TopicRows[DecisionRow], ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    rounds: Sequence[Round] = ()
    nodes: Sequence[TopicNode] = ()


def found_matrix(dialogue: Dialogue) -> FoundMatrix:
    """The matrix of this request's address, whole."""
    rounds, nodes = rounds_of(db, dialogue), tree(db)
    moment, topic, between = chosen_moment(rounds), chosen_topic(nodes), chosen_span(rounds)
    given = {"as_of": moment.problem, "topic": topic.problem, **between.problems}
    problems = {name: problem for name, problem in given.items() if problem}
    words = [*filter(None, [topic.words]), *between.words]
    sections = (
        decisions(db, dialogue, nodes, span=between.span, topic_ids=topic.ids, as_of=moment.as_of)
        if not problems
        else ()
    )
    return FoundMatrix(dialogue, moment, words, topic.topic, sections, problems, rounds, nodes)


@bp.get("/<dialogue>/decisions")
@requires(Permission.READ)
def show_decisions(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    found = found_matrix(held_in)
    return render_template(
        "register/show_decisions.html",
        dialogue=held_in,
        found=found,
        page=cut(found.sections),
        sides=side_names(held_in),
    )
