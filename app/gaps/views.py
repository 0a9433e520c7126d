"""The gap board, and what is done about a gap: accepted, made an action, seen."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.actions.commands import assign_action
from app.actions.forms import ActionFields
from app.addresses import record_url
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.gaps import commands
from app.gaps.cures_views import cure_url
from app.gaps.finding import Gap, gaps_of
from app.gaps.forms import AcceptForm, SeenForm, WithdrawForm
from app.gaps.found_views import chosen_limits, found_gaps, limits_asked, narrowed_to
from app.gaps.listing_views import gaps_listing
from app.gaps.matrix import Worst, matter_rows, topic_rows
from app.gaps.queries import Shown, by_rule, digest_of, narrowed
from app.gaps.rules import RULES
from app.gaps.words_forms import (
    SHOWN,
    WORST,
    cell_words,
    count_words,
    gap_words,
    limit_words,
    rule_words,
    since_words,
    state_words,
)
from app.i18n import page_locale, plain_text
from app.localized import LocalizedText
from app.matters.models import Stage
from app.people.naming import person_name
from app.people.queries import institutions, people
from app.records.models import Disclosure
from app.records.queries import get_record
from app.reports.listing_forms import ListingPen
from app.reports.listing_views import sent
from app.rounds.views import today
from app.web import db, performed, requires, viewer

bp = Blueprint("gaps", __name__)
bp.add_app_template_filter(rule_words, "rule_words")
bp.add_app_template_filter(gap_words, "gap_words")
bp.add_app_template_filter(since_words, "gap_since")
bp.add_app_template_filter(state_words, "gap_state")
bp.add_app_template_filter(cell_words, "cell_words")

# So many gaps of a rule stand on the board; narrowed to one rule, so many of it.
FEW, MANY = 25, 400


@bp.get("/<dialogue>/gaps")
@requires(Permission.REPORT)
def show_gaps(dialogue: str) -> str:
    """Looking changes nothing: what was seen is said with a button."""
    held_in = get_dialogue(db, dialogue)
    found = found_gaps(held_in)
    form = SeenForm(formdata=None, data={"looked": digest_of(found.every)})
    look = found.look
    return render_template(
        "gaps/show_gaps.html",
        dialogue=held_in,
        found=found,
        form=form,
        rows=by_rule(found.gaps, found.rules),
        most=MANY if found.chosen.rule else FEW,
        new=sum(gap.is_new and not gap.is_accepted for gap in found.every),
        topics=topic_rows(look, found.every) if look else (),
        matters=matter_rows(look, found.every) if look else (),
        stages=Stage,
        worst_words=WORST,
        worst=Worst,
        all_rules=RULES,
        shown_words=SHOWN,
        counted={
            one: len(narrowed(found.every, replace(found.chosen, shown=one))) for one in Shown
        },
        shown=Shown,
        has_talks=bool(look and look.talks),
        limit_words=limit_words(found.limits),
        kept=limits_asked(),
        narrowed_to=narrowed_to(),
        count_words=partial(count_words, groundless=found.groundless),
        cure_url=partial(cure_url, home=held_in),
    )


@bp.get("/<dialogue>/gaps/export/<any(xlsx, csv, docx, md):format_>")
@requires(Permission.REPORT)
def export_gaps(dialogue: str, format_: str) -> ResponseReturnValue:
    """The file; where something in the address cannot be read, the page, which says what."""
    found = found_gaps(get_dialogue(db, dialogue))
    if found.problems:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for('.show_gaps', dialogue=dialogue)}?{query}")
    return sent(gaps_listing(ListingPen(page_locale()), found), format_)


@bp.post("/<dialogue>/gaps/seen")
@requires(Permission.REPORT)
def see_gaps(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    form = SeenForm()
    known = {"dialogue": held_in, "gaps": gaps_of(db, held_in, today(), limits=chosen_limits()[0])}
    if performed(form, commands.note_visit, **known):
        flash(_("What comes from now on is marked as new."))
    for error in form.form_errors:
        flash(error, "error")
    return redirect(url_for(".show_gaps", dialogue=dialogue, **limits_asked()))


@bp.route("/<dialogue>/gaps/accept", methods=["GET", "POST"])
@requires(Permission.TRACE)
def accept_gap(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    gap = _asked(held_in)
    if gap is None or gap.is_accepted:
        return _gone(held_in)
    form = AcceptForm()
    known = {"dialogue": held_in, "gap": gap, "today": today()}
    if performed(form, commands.accept_gap, **known):
        flash(_("The gap is accepted."))
        return redirect(_board(held_in))
    return render_template("gaps/accept_gap.html", form=form, dialogue=held_in, gap=gap)


@bp.route("/<dialogue>/gaps/withdraw", methods=["GET", "POST"])
@requires(Permission.TRACE)
def withdraw_acceptance(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    gap = _asked(held_in)
    if gap is None or not gap.is_accepted:
        return _gone(held_in)
    form = WithdrawForm()
    if performed(form, commands.withdraw_acceptance, dialogue=held_in, gap=gap):
        flash(_("The gap is open again."))
        return redirect(_board(held_in))
    return render_template("gaps/withdraw_acceptance.html", form=form, dialogue=held_in, gap=gap)


@bp.route("/<dialogue>/gaps/act", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP)
def act_on_gap(dialogue: str) -> ResponseReturnValue:
    """The action follows from the record at which the gap is mended."""
    held_in = get_dialogue(db, dialogue)
    gap = _asked(held_in)
    if gap is None:
        return _gone(held_in)
    origin = get_record(db, gap.at.dialogue_slug, gap.at.ref)
    form = ActionFields(data=_proposed(gap, held_in))
    form.offer(
        held_in.sides,
        people(db),
        institutions(db),
        person_name=lambda person: person_name(person, page_locale()),
        text=plain_text,
    )
    # Of no round, so that confirmed minutes stay as they are.
    known = {"dialogue": held_in, "meeting": None, "origin": origin}
    if performed(form, assign_action, **known):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("gaps/act_on_gap.html", form=form, dialogue=held_in, gap=gap)


def _proposed(gap: Gap, home: Dialogue) -> dict[str, Any]:
    """Whoever may read the action is told by it that something is missing, and of no record that
    they may not know of."""
    levels = {(one.dialogue_slug == home.slug, one.disclosure) for one in gap.records}
    told_of = all(is_own or level is Disclosure.PUBLIC for is_own, level in levels)
    words = f"{rule_words(gap.rule)}: {gap_words(gap)}" if told_of else rule_words(gap.rule)
    title = _(gap.rule.cure).rstrip(".。")
    if told_of:
        title = _("%(cure)s: %(ref)s", cure=title, ref=gap.at.cited_from(home.slug))
    proposed = {
        "title": LocalizedText({page_locale(): title}),
        "note": LocalizedText({page_locale(): words}),
        "disclosure": Disclosure.SECRETARIAT,
    }
    if (True, Disclosure.SIDE) in levels:
        side = next(one for one in home.sides if one.id in viewer().own_sides)
        proposed |= {"disclosure": Disclosure.SIDE, "side": side}
    return proposed


def _asked(dialogue: Dialogue) -> Gap | None:
    """The gap of which the address holds the key; None: it is not there, or not any more."""
    key = request.args.get("gap") or abort(404)
    gaps = gaps_of(db, dialogue, today(), limits=chosen_limits()[0])
    return next((gap for gap in gaps if gap.key == key), None)


def _board(dialogue: Dialogue) -> str:
    return url_for(".show_gaps", dialogue=dialogue.slug, **limits_asked())


def _gone(dialogue: Dialogue) -> ResponseReturnValue:
    flash(_("This is not among the gaps any more."))
    return redirect(_board(dialogue))
