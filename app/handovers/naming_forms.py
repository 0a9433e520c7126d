"""What a hand-over, its parties and what was sent are called on pages and in papers."""

from flask import Blueprint
from flask_babel import gettext as _

from app.consensus.standing import Standing
from app.dialogues.models import Dialogue, Side
from app.handovers.lines import Sent, place_shown
from app.handovers.models import Direction, Handover
from app.i18n import in_words, plain_text
from app.labels import label
from app.records.models import Record, Source


def handover_name(handover: Handover) -> str:
    """Its title or, without one, what it was and for whom or from whom."""
    if handover.title:
        return plain_text(handover.title)
    kind = label(handover.handover_kind)
    if handover.direction is Direction.TO_GOVERNMENT:
        party = party_name(handover.to_side, handover.to_body)
        if party:
            return _("%(kind)s to %(party)s", kind=kind, party=party)
        return _("%(kind)s to a government", kind=kind)
    party = party_name(handover.from_side, handover.from_body)
    if party:
        return _("%(kind)s from %(party)s", kind=kind, party=party)
    return _("%(kind)s from a government", kind=kind)


def party_name(side: Side | None, body: str) -> str:
    """A side with the body as written; empty where neither is recorded."""
    name = plain_text(side.name) if side else ""
    return _("%(side)s (%(body)s)", side=name, body=body) if name and body else name or body


def sent_name(sent: Sent) -> str:
    """Which wording or version it is."""
    if sent.wording is not None:
        return _("Wording %(number)d", number=sent.number)
    if sent.number is None:
        return _("without a file")
    return _("version %(number)d", number=sent.number)


def stands_words(sent: Sent, standing: Standing | None) -> str:
    """How the item stands or, of an earlier wording, which one stands now; nothing of a paper."""
    if sent.wording is None or standing is None:
        return ""
    if sent.has_newer:
        return _("wording %(number)d stands now", number=sent.latest)
    return _("standing: %(standing)s", standing=label(standing))


def source_name(source: Source, home: Dialogue) -> str:
    """A source and, of another dialogue, of which."""
    named = f"{source.key}: {source.title}"
    if source.dialogue_id == home.id:
        return named
    return f"{named} – {plain_text(source.dialogue.name)}"


def cited_from(record: Record, home: Dialogue) -> str:
    """A reference and, of another dialogue, where it stands."""
    return record.ref if record.dialogue_id == home.id else f"{record.dialogue.slug}/{record.ref}"


def choice_name(record: Record, home: Dialogue, *more: str) -> str:
    """A record as a form offers it: where it stands, what it is called, and when it was."""
    title = plain_text(record.title)
    words = (cited_from(record, home), *more, title, in_words(record.happened))
    return " · ".join(word for word in words if word)


def init_blueprint(bp: Blueprint) -> None:
    """Let templates say the same."""
    for said in (cited_from, handover_name, party_name, place_shown, sent_name):
        bp.add_app_template_filter(said)
