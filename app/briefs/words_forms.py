"""The words that the two papers about talks have in common."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.actions.models import Action, ActionStatus
from app.briefs.brief import Owed, OwedBy
from app.briefs.pen_forms import TalksPen
from app.handovers.lines import HandoverLine
from app.handovers.models import Handover
from app.i18n import in_the_pages_words
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import PartialDate, printed_date, printed_span
from app.reports.paper import Block, Cell, Line, Paragraph, Points, Style, Table, Tone, Words, cell
from app.reports.report import Owner
from app.reports.words import Pen, owner_words
from app.rounds.models import Round
from app.trace.steps import RecordLink, TraceNode
from app.trace.words import link_words as claimed
from app.trace.words import status_words


def mark(pen: Pen) -> str:
    """What stands between a term and what it is."""
    return ": " if pen.locale == "en" else "："


def termed(pen: Pen, term: str, words: Line) -> Line:
    return (pen.own(term, Tone.STRONG), pen.own(mark(pen)), *words)


def meeting_words(pen: Pen, meeting: Round) -> Line:
    """Its number or kind, its title, and when and where it is."""
    named = label(meeting.round_kind)
    if meeting.number is not None:
        named = _("Round %(number)d", number=meeting.number)
    title = pen.text(meeting.title) if meeting.title.text_for(pen.locale) != meeting.ref else None
    day = pen.date(None)
    if meeting.happened is not None:
        day = pen.own(printed_span(meeting.happened, meeting.ended, pen.locale))
    place = pen.text(meeting.place) if meeting.place else None
    return pen.line(pen.line(pen.own(named), title, between=mark(pen)), day, place)


def marking_words(pen: Pen, audience: str, as_of: PartialDate) -> Words:
    """For whom a paper is, and of which day: at the head of each of its pages."""
    day = printed_date(as_of, pen.locale)
    return pen.own(_("For: %(audience)s. As of %(date)s.", audience=audience, date=day))


def ref_words(pen: Pen, ref: str, title: LocalizedText) -> Line:
    shown = title.text_for(pen.locale)
    named = pen.text(title) if shown and shown != ref else None
    return pen.line(pen.copied(ref, Tone.STRONG), named, between=" ")


def node_words(pen: TalksPen, node: TraceNode) -> Line:
    day = pen.date(node.happened) if node.happened else None
    shown = node.title if node.title.text_for(pen.locale) != node.ref else LocalizedText()
    named = ref_words(pen, pen.cited(node.dialogue_slug, node.ref), shown)
    return pen.line(named, pen.text(node.dialogue_name), day)


def link_words(pen: Pen, link: RecordLink) -> Line:
    """What is claimed and on what basis, in the house's one way of saying it; why; how surely."""
    step = link.step
    doubt = (
        pen.own(_("an end has changed since: to be looked at again")) if step.is_suspect else None
    )
    return pen.line(
        pen.own(in_the_pages_words(claimed(step, pen.locale))),
        pen.copied(step.rationale) if step.rationale else None,
        pen.own(in_the_pages_words(status_words(step, pen.locale))),
        doubt if step.is_suspect else None,
    )


def links_list(pen: TalksPen, links: Sequence[RecordLink]) -> Points:
    """The record at the other end of each, and what is claimed of it."""
    return Points(
        tuple(
            (Paragraph(node_words(pen, link.there)), Paragraph(link_words(pen, link), Style.NOTE))
            for link in links
        )
    )


def passed_table(pen: TalksPen, passed: Sequence[HandoverLine]) -> Block:
    """What was delivered, to whom, and what came back; by whom it was carried is not printed."""
    head = pen.head(_("Hand-over"), _("From"), _("To"), _("What"), _("What came back"))
    rows = tuple(_passed_row(pen, one) for one in passed)
    return Table(_("Hand-overs"), head, rows, (4, 3, 3, 3, 5))


def _passed_row(pen: TalksPen, line: HandoverLine) -> tuple[Cell, ...]:
    one = line.handover
    ref = pen.cited(one.dialogue.slug, one.ref)
    return (
        cell(
            ref_words(pen, ref, one.title),
            pen.line(pen.label(one.handover_kind), pen.date(one.happened)),
        ),
        cell(_body(pen, one, is_from=True)),
        cell(_body(pen, one, is_from=False)),
        cell(_sent(pen, line)),
        cell(*_answers(pen, line)),
    )


def _body(pen: Pen, one: Handover, *, is_from: bool) -> Line:
    side, body = (one.from_side, one.from_body) if is_from else (one.to_side, one.to_body)
    # A side's short name is its convener's, who is another body.
    named = pen.text(side.name) if side else None
    return pen.line(pen.copied(body) if body else None, named, between=", ") or pen.known("")


def _sent(pen: TalksPen, line: HandoverLine) -> Line:
    parts = []
    for sent in line.wordings:
        ref = pen.cited(sent.record.dialogue.slug, sent.record.ref)
        parts.append(pen.own(_("%(ref)s, wording %(number)d", ref=ref, number=sent.number or 0)))
    for sent in line.papers:
        parts.append(pen.copied(pen.cited(sent.record.dialogue.slug, sent.record.ref)))
    return pen.line(*parts, between="; ") or pen.known("")


def _answers(pen: TalksPen, line: HandoverLine) -> list[Line]:
    one = line.handover
    found: list[Line] = []
    if one.acknowledged_on:
        day = printed_date(one.acknowledged_on, pen.locale)
        found.append((pen.own(_("acknowledged %(date)s", date=day)),))
    for reply in line.replies:
        ref = pen.cited(reply.dialogue.slug, reply.ref)
        found.append(pen.line(pen.own(_("reply %(ref)s", ref=ref)), pen.date(reply.happened)))
    if one.feedback:
        found.append((pen.text(one.feedback),))
    if one.match:
        found.append((pen.label(one.match),))
    if one.quoted:
        found.append((pen.own("“"), pen.text(one.quoted), pen.own("”")))
    if one.reply_due and not line.replies:
        day = printed_date(one.reply_due, pen.locale)
        found.append((pen.own(_("reply due %(date)s; none on record", date=day)),))
    return found or [(pen.own(_("nothing on record"), Tone.NOTE),)]


def actions_table(pen: TalksPen, actions: Sequence[Owed]) -> Block:
    """The overdue ones first."""
    head = pen.head(_("Reference"), _("Action"), _("Owner"), _("Due"))
    rows = tuple(_action_row(pen, owed) for owed in actions)
    return Table(_("Open actions"), head, rows, (2, 7, 5, 3))


def _action_row(pen: TalksPen, owed: Owed) -> tuple[Cell, ...]:
    action = owed.action
    ref = pen.cited(action.dialogue.slug, action.ref)
    status = pen.label(owed.status)
    # Of an earlier wait it is not known which side it was for.
    waits = owed.status is ActionStatus.WAITING is action.status
    if waits and action.waiting_for:
        side = action.waiting_for.name.text_for(pen.locale)
        status = pen.own(_("Waiting on %(side)s", side=side))
    overdue = pen.own(_("overdue"), Tone.STRONG) if owed.is_overdue else None
    owners = pen.line(*(owner_words(pen, _owner(one)) for one in owed.owners), between="; ")
    return (
        cell((pen.copied(ref, Tone.STRONG),)),
        cell((pen.text(action.title),), (status,)),
        cell(owners or pen.known("")),
        cell(pen.line(_due(pen, action), overdue, between=", ")),
    )


def _due(pen: Pen, action: Action) -> Words:
    if action.due_round is not None:
        name = action.dialogue.name.text_for(pen.locale)
        words = _("before round %(number)d of %(dialogue)s", number=action.due_round, dialogue=name)
        return pen.own(words)
    if action.due is not None:
        return pen.date(action.due)
    return pen.own(_("no due date recorded"), Tone.NOTE)


def _owner(owner: OwedBy) -> Owner:
    return Owner(
        name=owner.name,
        institution=owner.institution.name if owner.institution else None,
        side=owner.side.name if owner.side else None,
        body=owner.body,
    )


def quoted(pen: Pen, text: LocalizedText) -> Paragraph:
    return Paragraph((pen.text(text),), Style.WORDING)
