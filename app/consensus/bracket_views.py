"""Brackets: why one is open, resolving them, and how many are open over the rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import queries
from app.consensus.bracket_chart import Chart, chart
from app.consensus.bracket_commands import give_bracket_reason
from app.consensus.bracket_commands import resolve_brackets as resolve
from app.consensus.bracket_counts import BracketCounts, RoundEnd, bracket_counts, bracketed_items
from app.consensus.bracket_forms import BracketReasonForm, ResolveForm, chosen_in_address
from app.consensus.bracket_reading import Choices, brackets_of, resolved
from app.consensus.brackets import names_of
from app.consensus.item_views import get_item, side_name
from app.consensus.models import ConsensusItem, Wording
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import plain_text
from app.localized import LocalizedText
from app.rounds.queries import rounds_of
from app.rounds.views import side_names
from app.topics.queries import TopicNode, tree
from app.web import db, performed, requires

bp = Blueprint("brackets", __name__)


@bp.route("/<dialogue>/<item:ref>/brackets/reason", methods=["GET", "POST"])
@requires(Permission.AGREE)
def give_reason(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    found = brackets_of(item, queries.get_wordings(db, item))
    asked = request.args.get("bracket")
    chosen = next((one for one in found.brackets if str(one.bracket.place) == asked), None)
    now = chosen.reason if chosen else None
    given = {"reason": now.reason, "side": now.side} if now else {}
    form = BracketReasonForm(data={"bracket": chosen, **given})
    form.offer(found, item.dialogue.sides, side_name)
    if found.brackets and performed(form, give_bracket_reason, item=item, wording=found.wording):
        return redirect(record_url(dialogue, ref, _anchor="brackets"))
    return render_template(
        "consensus/give_reason.html", form=form, dialogue=item.dialogue, item=item, found=found
    )


@bp.route("/<dialogue>/<item:ref>/brackets/resolve", methods=["GET", "POST"])
@requires(Permission.AGREE)
def resolve_brackets(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    wordings = queries.get_wordings(db, item)
    about = _wording_meant(wordings)
    preview = None
    form = None
    if about is not None:
        form = _resolve_form(item, about, _chosen_first(item, about))
        if "look" in request.form:
            preview = _preview(form)
        elif performed(form, resolve, item=item, wording=about):
            return redirect(record_url(dialogue, ref))
        elif form.conflict:
            form = _after_conflict(form, item)
    return render_template(
        "consensus/resolve_brackets.html",
        dialogue=item.dialogue,
        item=item,
        form=form,
        found=brackets_of(item, wordings),
        preview=preview,
        sides=side_names(item.dialogue),
    )


def _wording_meant(wordings: Sequence[Wording]) -> Wording | None:
    """The wording that the form was opened on, which it carries; else the latest."""
    sent = request.form.get("wording", "")
    return next((one for one in wordings if str(one.number) == sent), next(iter(wordings), None))


def _chosen_first(item: ConsensusItem, about: Wording) -> Choices:
    return chosen_in_address(about.shown, names_of(item.dialogue.sides), request.args)


def _resolve_form(
    item: ConsensusItem, about: Wording, chosen: Choices, *, is_fresh: bool = False
) -> ResolveForm:
    names = names_of(item.dialogue.sides)
    form = ResolveForm.of(item, about, names, chosen, is_fresh=is_fresh)
    form.offer(item.dialogue.sides, rounds_of(db, item.dialogue), side_name)
    return form


def _preview(form: ResolveForm) -> LocalizedText | None:
    """The wording that the choices would make; nothing is saved."""
    if not form.validate():
        return None
    return form.about.shown.revised(resolved(form.about.shown, form.chosen, form.names))


def _after_conflict(lost: ResolveForm, item: ConsensusItem) -> ResolveForm:
    """The form about the wording that came first, with what was chosen of the same brackets."""
    latest = queries.latest_wording(db, item)
    if latest is None or latest.number == lost.about.number:
        return lost
    form = _resolve_form(item, latest, lost.carried_to(latest), is_fresh=True)
    form.conflict, form.form_errors = lost.conflict, lost.form_errors
    form.happened.data, form.settled_at.data = lost.happened.data, lost.settled_at.data
    return form


@dataclass(frozen=True)
class FoundBrackets:
    """What the page of open brackets shows, and what is exported of it.

    `problem` says what is wrong with the topic that was asked for. `columns` names the moments,
    `charts` go with `counts.topics`.
    """

    dialogue: Dialogue
    moment: Moment
    filter_words: list[str]
    nodes: Sequence[TopicNode]
    problem: str = ""
    counts: BracketCounts | None = None
    columns: Sequence[str] = ()
    total: Chart | None = None
    charts: Sequence[Chart] = ()


def found_brackets(held_in: Dialogue) -> FoundBrackets:
    """The open brackets that the address asks for."""
    rounds, nodes = rounds_of(db, held_in), tree(db)
    moment = chosen_moment(rounds)
    code = request.args.get("topic", "")
    branch = _branch(nodes, code) if code else nodes
    problem = "" if branch else gettext("There is no topic %(code)s.", code=code[:60])
    words = [moment.words] if moment.words else []
    if code and branch:
        words.append(f"{code} {plain_text(branch[0].topic.name)}")
    if problem or moment.problem:
        return FoundBrackets(held_in, moment, words, nodes, problem)
    counts = bracket_counts(
        bracketed_items(db, held_in), rounds, branch, moment.as_of, is_whole=not code
    )
    columns = [_column(one) for one in counts.moments]
    highest = max((max(line.counts) for line in counts.topics), default=0)
    return FoundBrackets(
        held_in,
        moment,
        words,
        nodes,
        counts=counts,
        columns=columns,
        total=chart(counts.total, columns, max(counts.total, default=0)),
        charts=[chart(line.counts, columns, highest) for line in counts.topics],
    )


def _branch(nodes: Sequence[TopicNode], code: str) -> list[TopicNode]:
    """The topic of this code and those below it, which follow it."""
    found: list[TopicNode] = []
    for node in nodes:
        if found and node.depth <= found[0].depth:
            break
        if found or node.topic.code == code:
            found.append(node)
    return found


def _column(moment: RoundEnd) -> str:
    if moment.round is not None:
        return moment.round.ref
    return gettext("now") if moment.as_of is None else str(moment.as_of)


@bp.get("/<dialogue>/consensus/brackets")
@requires(Permission.READ)
def show_brackets(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    return render_template(
        "consensus/show_brackets.html", dialogue=held_in, found=found_brackets(held_in)
    )
