"""Carrying out what a preview of notes showed, step by step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.actions.commands import Owner, assign_action, report_on
from app.consensus.commands import adopt_wording, edit_item, record_item
from app.consensus.position_commands import take_position
from app.dialogues.models import Dialogue
from app.notes import steps
from app.notes.steps import Moderator, Plan, RosterLine, Step
from app.rounds.commands import (
    add_session,
    add_topic,
    as_it_is,
    edit_round,
    edit_session,
    edit_topic,
    log_round,
)
from app.rounds.models import Attendance, Round
from app.rules import Refused, _
from app.trace.commands import link

ON_LINE = _("Line %(line)d: %(why)s")
ROUND_FACTS = (
    "number", "round_kind", "title", "happened", "ended", "place", "mode", "status", "attribution",
    "co_hosts", "head_count", "head_count_least", "disclosure", "side", "note",
)  # fmt: skip


@dataclass
class Carrying:
    """One plan while it is carried out; `made` is what each step made, `roster` who is where."""

    db: Session
    actor: User
    dialogue: Dialogue
    meeting: Round | None
    roster: Mapping[int, Attendance] = field(default_factory=dict)
    made: dict[int, Any] = field(default_factory=dict)

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.actor}

    @property
    def round(self) -> Round:
        """The round, which the first step of a plan for a new one makes."""
        if self.meeting is None:
            raise AssertionError("the round is logged first")
        return self.meeting

    def there(self, one: Any) -> Any:
        """The record itself, or what the step made that stands in its place."""
        return self.made[id(one)] if isinstance(one, Step) else one

    def moderators(self, found: Any) -> list[Attendance]:
        return list(dict.fromkeys(self._moderator(one) for one in found))

    def _moderator(self, one: Moderator) -> Attendance:
        return self.roster[one.line] if isinstance(one, RosterLine) else one

    def carry_out(self, plan: Plan, *, only_round: bool = False) -> None:
        """All steps, or the ones about the round alone; none is done twice.

        Raises Refused with the number of the line.
        """
        # Links last: each remembers its ends as the rest of the notes has left them.
        for step in sorted(plan.steps, key=lambda one: isinstance(one, steps.MakeLink)):
            is_of_round = isinstance(step, steps.LogRound | steps.FillRound)
            if id(step) in self.made or (only_round and not is_of_round):
                continue
            try:
                self.made[id(step)] = WAYS[type(step)](self, step)
            except Refused as refusal:
                why = refusal.message % refusal.values
                raise Refused(ON_LINE, field="notes", line=step.line, why=why) from refusal


def _log_round(self: Carrying, step: steps.LogRound) -> Round:
    self.meeting = log_round(self.db, **self.by, dialogue=self.dialogue, **step.facts)
    return self.meeting


def _fill_round(self: Carrying, step: steps.FillRound) -> Round:
    facts = {name: getattr(self.round, name) for name in ROUND_FACTS} | dict(step.facts)
    edit_round(self.db, **self.by, meeting=self.round, **facts)
    return self.round


def _add_session(self: Carrying, step: steps.AddSession) -> Any:
    moderators = self.moderators(step.moderators)
    if not step.first:
        return add_session(
            self.db, **self.by, meeting=self.round, title=step.title, moderators=moderators
        )
    # A new round begins with a session of its own: what its header says of it is filled in.
    self.db.expire(self.round, ["sessions"])
    held = self.round.sessions[0]
    if step.title or moderators:
        _edit_session(self, held, step.title, moderators)
    return held


def _fill_session(self: Carrying, step: steps.FillSession) -> Any:
    _edit_session(self, step.session, step.title, self.moderators(step.moderators))
    return step.session


def _edit_session(self: Carrying, held: Any, title: Any, moderators: list[Attendance]) -> None:
    edit_session(
        self.db,
        **self.by,
        held=held,
        title=title,
        attribution=held.attribution,
        moderators=moderators,
        position=held.position,
        disclosure=held.disclosure,
        side=held.side,
        note=held.note,
    )


def _add_topic(self: Carrying, step: steps.AddTopic) -> Any:
    return add_topic(
        self.db,
        **self.by,
        held=self.there(step.session),
        title=step.title,
        format=step.format,
        result=step.result,
        fault=step.fault,
        summary=step.summary,
        topics=step.tree,
    )


def _fill_topic(self: Carrying, step: steps.FillTopic) -> Any:
    topic: Any = step.topic
    said = {
        "title": step.title,
        "result": step.result,
        "fault": step.fault,
        "summary": step.summary,
        "topics": step.tree,
    }
    edit_topic(self.db, **self.by, **as_it_is(topic) | said)
    return topic


def _record_item(self: Carrying, step: steps.RecordItem) -> Any:
    return record_item(
        self.db,
        **self.by,
        dialogue=self.dialogue,
        meeting=self.round,
        text=step.text,
        item_kind=step.kind,
        level=step.level,
        verb=step.verb,
        agenda_topic=self.there(step.topic),
        parent=self.there(step.parent),
        open_list=step.open_list,
        topics=step.tree,
    )


def _file_item(self: Carrying, step: steps.FileItem) -> Any:
    item = step.item
    edit_item(
        self.db,
        **self.by,
        item=item,
        title=item.title,
        item_kind=item.item_kind,
        level=step.level,
        verb=item.verb,
        topics=step.tree,
        open_list=step.open_list,
        disclosure=item.disclosure,
        side=item.side,
        note=item.note,
    )
    return item


def _adopt_wording(self: Carrying, step: steps.AdoptWording) -> Any:
    return adopt_wording(
        self.db,
        **self.by,
        item=step.item,
        text=step.text,
        # An item that has no wording yet needs no reason for its first.
        reason=step.reason if step.item.latest else "",
        settled_at=self.round,
    )


def _take_position(self: Carrying, step: steps.TakePosition) -> Any:
    return take_position(
        self.db,
        **self.by,
        item=self.there(step.item),
        wording=self.there(step.wording),
        side=step.side,
        stance=step.stance,
        statement=step.statement,
        reason=step.reason,
        happened=self.round.happened,
        method=step.method,
    )


def _assign_action(self: Carrying, step: steps.AssignAction) -> Any:
    return assign_action(
        self.db,
        **self.by,
        dialogue=self.dialogue,
        meeting=self.round,
        title=step.title,
        owners=[
            Owner(side=one.side, person=one.person, institution=one.institution, body=one.body)
            for one in step.owners
        ],
        due=step.due,
        due_round=step.due_round,
        origin=self.there(step.origin),
    )


def _report_on(self: Carrying, step: steps.ReportOn) -> Any:
    return report_on(
        self.db,
        **self.by,
        action=step.action,
        text=step.text,
        status=step.status,
        waiting_for=step.waiting_for,
        reported_at=self.round,
    )


def _make_link(self: Carrying, step: steps.MakeLink) -> Any:
    return link(
        self.db,
        **self.by,
        earlier=step.earlier,
        later=self.there(step.later),
        kind=step.kind,
        basis=step.basis,
        source=step.source,
        place=step.place,
        reported_by=step.reported_by,
        rationale=step.rationale,
    )


WAYS: dict[type[Step], Callable[[Carrying, Any], Any]] = {
    steps.LogRound: _log_round,
    steps.FillRound: _fill_round,
    steps.AddSession: _add_session,
    steps.FillSession: _fill_session,
    steps.AddTopic: _add_topic,
    steps.FillTopic: _fill_topic,
    steps.RecordItem: _record_item,
    steps.FileItem: _file_item,
    steps.AdoptWording: _adopt_wording,
    steps.TakePosition: _take_position,
    steps.AssignAction: _assign_action,
    steps.ReportOn: _report_on,
    steps.MakeLink: _make_link,
}
