"""Laying out a review sheet of talks as a paper, in the language that it was composed for."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from app.briefs.brief import Related
from app.briefs.lining import MOST_COMPARED, Likeness, Row
from app.briefs.pen_forms import TalksPen, in_full
from app.briefs.talks import Issue, ReadOut, Review, ReviewSheet, SideBySide
from app.briefs.words_forms import (
    link_words,
    links_list,
    marking_words,
    meeting_words,
    node_words,
    ref_words,
    termed,
)
from app.labels import label
from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paper,
    Paragraph,
    Points,
    Style,
    Table,
    Tone,
    cell,
)
from app.reports.words import Pen, standing_words
from app.trace.steps import RecordLink


def laid_out(sheet: ReviewSheet) -> Paper:
    """The sheet as a paper, the same for the page and for every format."""
    with force_locale(sheet.locale.replace("-", "_")):
        pen = pen_of(sheet)
        marking = marking_words(pen, label(sheet.audience), sheet.as_of)
        return Paper(
            title=(pen.own(_("Review sheet after talks")),),
            subtitle=pen.line(
                pen.text(sheet.meeting.dialogue.name), meeting_words(pen, sheet.meeting)
            ),
            notice=pen.own(_("Illustrative: fictional")) if sheet.is_illustrative else None,
            marking=marking,
            blocks=tuple(_blocks(pen, sheet)),
            locale=sheet.locale,
            day=sheet.today,
            foot=(marking,),
            is_wide=True,
        )


def pen_of(sheet: ReviewSheet, *, on_screen: bool = False) -> TalksPen:
    return TalksPen(sheet.locale, sheet.meeting.dialogue.slug, on_screen=on_screen)


def _blocks(pen: TalksPen, sheet: ReviewSheet) -> Iterator[Block]:
    yield Heading((pen.own(_("The talks as a whole")),), 1)
    yield from whole_blocks(pen, sheet)
    yield Heading((pen.own(_("Outcomes and points of read-outs")),), 1)
    if sheet.asked_for:
        yield issue_table(pen, sheet)
    else:
        yield pen.note(nothing_words(sheet))
    yield Heading((pen.own(_("Two read-outs side by side")),), 1)
    if sheet.beside:
        yield pen.note(compared_words(sheet.beside))
        yield beside_table(pen, sheet.beside)
    else:
        yield pen.note(_("Two read-outs with points are not on record."))
    yield pen.note(
        _(
            "Words that are near are a suggestion. They do not say that the points mean the same,"
            " nor that one came of the other."
        )
    )


def whole_blocks(pen: TalksPen, sheet: ReviewSheet) -> Iterator[Block]:
    yield pen.note(counted_words(sheet))
    if sheet.whole:
        yield Paragraph((pen.own(_("Prepared by"), Tone.STRONG),), Style.LEAD)
        yield links_list(pen, sheet.whole)
    if sheet.reviewed_whole:
        yield Paragraph((pen.own(_("Reviewed as a whole"), Tone.STRONG),), Style.LEAD)
        items = (
            (Paragraph(_reviewed_at(pen, one)), Paragraph(link_words(pen, one.link), Style.NOTE))
            for one in sheet.reviewed_whole
        )
        yield Points(tuple(items))
    else:
        yield pen.note(_("No review of the talks as a whole is on record."))


def counted_words(sheet: ReviewSheet) -> str:
    matching = sum(issue.has_match for issue in sheet.unreviewed)
    return _(
        "Of %(all)d outcomes and points, %(to_come)d are on an agenda and not reviewed yet, and"
        " %(without)d have no review of their own on record; %(matching)d of these stand beside"
        " earlier items of the unofficial track.",
        all=len(sheet.issues),
        to_come=len(sheet.to_come),
        without=len(sheet.unreviewed),
        matching=matching,
    )


def nothing_words(sheet: ReviewSheet) -> str:
    if sheet.issues:
        return _("Whatever matches an earlier item has a review on record.")
    return _("No outcome, and no point of a read-out, is on record.")


def issue_table(pen: TalksPen, sheet: ReviewSheet) -> Table:
    """A row for each issue that was asked for, in that order."""
    head = pen.head(
        _("Outcome or point"), _("What had been prepared"), _("Match and basis"), _("Review")
    )
    rows = tuple(_issue_row(pen, sheet, issue) for issue in sheet.asked_for)
    return Table(_("Outcomes and points of read-outs"), head, rows, (6, 5, 5, 4))


def _issue_row(pen: TalksPen, sheet: ReviewSheet, issue: Issue) -> tuple[Cell, ...]:
    return (
        _issue(pen, sheet, issue),
        _prepared(pen, issue),
        _match(pen, issue),
        _review(pen, issue),
    )


def _issue(pen: TalksPen, sheet: ReviewSheet, issue: Issue) -> Cell:
    if issue.read_out is not None:
        number = issue.key.rpartition(":")[2]
        ref = pen.cited(pen.home, issue.ref)
        named = _("%(account)s, point %(number)s", account=ref, number=number)
        by = account_words(pen, issue.read_out)
        return cell((pen.own(named, Tone.STRONG),), by, (pen.text(issue.text),))
    standing: Line = ()
    if issue.line is not None:
        words = standing_words(issue.line, in_full(sheet.meeting.dialogue.sides), pen.locale)
        standing = (pen.own(words, Tone.NOTE),)
    named = ref_words(pen, pen.cited(pen.home, issue.ref), issue.title)
    return cell(named, (pen.text(issue.text),), standing)


def account_words(pen: Pen, account: ReadOut) -> Line:
    by = pen.text(account.issued_by.name) if account.issued_by else None
    return pen.line(pen.label(account.kind), by)


def _prepared(pen: TalksPen, issue: Issue) -> Cell:
    nodes = {link.there.id: link.there for link in issue.prepared}
    linked = [node_words(pen, node) for node in nodes.values()]
    beside = [_related(pen, one) for one in issue.same_topics]
    near = [_related(pen, one) for one in issue.alike]
    if not (linked or beside or near):
        return cell((pen.own(_("nothing on record"), Tone.NOTE),))
    lines = list(linked)
    if beside:
        lines += [(pen.own(_("Under the same topics, not linked:"), Tone.NOTE),), *beside]
    if near:
        lines += [(pen.own(_("In words that are near, not linked:"), Tone.NOTE),), *near]
    return cell(*lines)


def _related(pen: TalksPen, one: Related) -> Line:
    ref = pen.cited(one.home.slug, one.line.ref)
    return pen.line(ref_words(pen, ref, one.line.title), pen.text(one.home.name))


def _claimed(pen: TalksPen, link: RecordLink) -> Line:
    ref = pen.cited(link.there.dialogue_slug, link.there.ref)
    return termed(pen, ref, link_words(pen, link))


def _match(pen: TalksPen, issue: Issue) -> Cell:
    lines = [_claimed(pen, link) for link in issue.prepared]
    for passed in issue.passed:
        one = passed.handover
        if one.match:
            ref = pen.cited(one.dialogue.slug, one.ref)
            lines.append(termed(pen, ref, (pen.label(one.match),)))
        if one.quoted:
            lines.append((pen.text(one.quoted),))
    return cell(*lines) if lines else cell((pen.own(_("not recorded"), Tone.NOTE),))


def _review(pen: TalksPen, issue: Issue) -> Cell:
    later = [_claimed(pen, link) for link in issue.led_to]
    reviews = [_reviewed_at(pen, one) for one in issue.reviews]
    if issue.is_on_an_agenda:
        return cell(*reviews, *later)
    words = _("No review is on record.")
    if later:
        words = _("No review is on record. Linked, but not as a review:")
    none = (pen.own(words, Tone.NOTE),)
    proposed = termed(pen, _("Proposed topic"), (pen.text(issue.proposal),))
    return cell(*reviews, none, *later, *([proposed] if issue.proposal else []))


def _reviewed_at(pen: TalksPen, one: Review) -> Line:
    there = one.link.there
    waits = None
    if one.is_to_come:
        at = pen.cited(there.dialogue_slug, one.at or there.ref)
        waits = pen.own(_("on the agenda of %(ref)s, not held yet", ref=at), Tone.STRONG)
    elif not one.is_held and one.status:
        waits = pen.label(one.status, Tone.STRONG)
    return pen.line(node_words(pen, there), waits)


LIKENESS_OF_BOTH = (Likeness.SAME, Likeness.NEAR, Likeness.BY_HAND)


def compared_words(beside: SideBySide) -> str:
    if beside.language is None:
        return _("The two share no language: points can be put side by side by hand alone.")
    return _("Compared word by word in %(language)s.", language=label(beside.language))


def beside_table(pen: TalksPen, beside: SideBySide) -> Table:
    """What is in both first, then only here, then only there."""
    head = (
        (pen.own(_("Where")),),
        _account_head(pen, beside.here),
        _account_head(pen, beside.there),
    )
    rows = tuple(_beside_row(pen, beside, row) for row in in_groups(beside))
    return Table(_("Two read-outs side by side"), head, rows, (2, 5, 5), is_comparison=True)


def in_groups(beside: SideBySide) -> list[Row]:
    """What is in both first; sorting keeps the order within."""
    order = list(Likeness)
    first = LIKENESS_OF_BOTH
    return sorted(
        beside.rows, key=lambda row: 0 if row.likeness in first else order.index(row.likeness)
    )


def _account_head(pen: TalksPen, account: ReadOut) -> Line:
    return pen.line(pen.copied(pen.cited(pen.home, account.ref)), account_words(pen, account))


def is_compared(beside: SideBySide) -> bool:
    """Whether each point was looked for in the whole of the other account."""
    longest = max(len(beside.here.points), len(beside.there.points))
    return beside.language is not None and longest <= MOST_COMPARED


def _beside_row(pen: TalksPen, beside: SideBySide, row: Row) -> tuple[Cell, ...]:
    words = {
        Likeness.SAME: _("in both, in the same words"),
        Likeness.NEAR: _("in both, as suggested: the words are near"),
        Likeness.BY_HAND: _("in both, put together by hand"),
        Likeness.ONLY_HERE: _("only in %(ref)s", ref=beside.here.ref),
        Likeness.ONLY_THERE: _("only in %(ref)s", ref=beside.there.ref),
    }
    where, none = words[row.likeness], _("no such point on record")
    if not is_compared(beside) and None in (row.here, row.there):
        where = _("not compared, and not put together with a point of the other")
        none = "–"
    return (
        cell((pen.own(where),)),
        _said(pen, beside.here, row.here, none),
        _said(pen, beside.there, row.there, none),
    )


def _said(pen: Pen, account: ReadOut, place: int | None, none: str) -> Cell:
    if place is None:
        return cell((pen.own(none, Tone.NOTE),))
    return cell(pen.line(pen.own(f"{place + 1}."), pen.text(account.points[place]), between=" "))
