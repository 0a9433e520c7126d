"""What the action register shows for an address: the same for its page and for its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.actions import queries
from app.actions.models import ActionStatus
from app.actions.queries import ActionLine, Filter
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue
from app.filters import chosen_member, chosen_page
from app.i18n import plain_text
from app.labels import label
from app.printing import round_name
from app.rounds.models import Round
from app.rounds.queries import rounds_of
from app.rounds.views import today
from app.web import db

FIELDS = ("state", "status", "side", "round", "text")
STATES = {
    "unfinished": _l("Unfinished"),
    "overdue": _l("Overdue"),
    "finished": _l("Finished"),
    "all": _l("All"),
}


@dataclass(frozen=True)
class FoundActions:
    """The register as asked for; with a problem, by the name of the field, nothing is shown."""

    dialogue: Dialogue
    moment: Moment
    filter_words: Sequence[str]
    chosen: Filter
    lines: Sequence[ActionLine] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    rounds: Sequence[Round] = ()


def found_actions(dialogue: Dialogue, *, limit: int | None) -> FoundActions:
    """The register of this request's address: up to `limit` of it or, without one, the whole."""
    rounds = rounds_of(db, dialogue)
    moment = chosen_moment(rounds)
    chosen, words, problems = _chosen(dialogue, rounds)
    if moment.problem:
        problems["as_of"] = moment.problem
    if problems:
        return FoundActions(dialogue, moment, words, chosen, (), problems, rounds)
    after = chosen_page() if limit else None
    lines = queries.register(
        db, dialogue, chosen, today(), as_of=moment.as_of, after=after, limit=limit
    )
    return FoundActions(dialogue, moment, words, chosen, lines, problems, rounds)


def _chosen(
    dialogue: Dialogue, rounds: Sequence[Round]
) -> tuple[Filter, list[str], dict[str, str]]:
    """The filter of the address, in words, and what in it is not known here by its field."""
    asked = {name: request.args.get(name, "").strip()[:200] for name in FIELDS}
    meeting = next((one for one in rounds if one.ref == asked["round"]), None)
    side = next((one for one in dialogue.sides if one.code == asked["side"]), None)
    status = chosen_member(ActionStatus, "status")
    state = asked["state"] or "unfinished"
    known = {"round": meeting, "side": side, "status": status, "state": STATES.get(state)}
    problems = {
        name: gettext("“%(value)s” is not known here.", value=asked[name])
        for name, found in known.items()
        if asked[name] and not found
    }
    words = [gettext("Show: %(state)s", state=STATES[state])] if state in STATES else []
    if status:
        words.append(gettext("Status: %(status)s", status=label(status)))
    if side:
        words.append(gettext("Side: %(side)s", side=plain_text(side.name)))
    if meeting:
        words.append(gettext("From round: %(round)s", round=round_name(meeting)))
    if asked["text"]:
        words.append(gettext("Words: “%(words)s”", words=asked["text"]))
    chosen = Filter(
        state=state if state in STATES else "unfinished",
        status=status,
        side_id=side.id if side else None,
        meeting_id=meeting.id if meeting else None,
        text=asked["text"],
    )
    return chosen, words, problems
