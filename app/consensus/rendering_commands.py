"""Translations of a wording: added, corrected, relied on further; the original stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record
from app.consensus.brackets import refuse_malformed
from app.consensus.models import ConsensusItem, Rendering, Wording
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.commands import renew
from app.rounds.minutes import refuse_into_confirmed
from app.rules import Refused, _


def translate_wording(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    wording: Wording,
    text: LocalizedText,
    happened: PartialDate | None = None,
) -> Rendering:
    """Put down the translations of a wording as they stand from `happened` (None: today) on.

    A translation that is rewritten here is no longer stale, nor one that `text` does not call so:
    it is declared to say what the original says now. The sides' positions stay, as no new words
    were put to them. Raises Refused where the original would change, or nothing does.
    """
    happened = happened or _today(wording)
    refuse_into_confirmed(db, item.meeting_id, happened)
    refuse_into_confirmed(db, wording.settled_at_id, happened)
    now = wording.shown
    rewritten = {lang: words for lang, words in text if words != now.texts.get(lang)}
    text = replace(text, stale=(text.stale & now.stale) - set(rewritten))
    if _original(text) != _original(now):
        raise Refused(_("The original is changed by a new wording."), field="text")
    if text == now:
        raise Refused(_("These are the translations there are already."), field="text")
    refuse_malformed(LocalizedText(rewritten), "text")
    if wording.happened is not None and happened.certainly_before(wording.happened):
        raise Refused(
            _("The wording is of %(date)s: it was not translated on an earlier day."),
            field="happened",
            date=str(wording.happened),
        )
    # Two who write of one item at once meet in its revision: here, too, or one would not see
    # what the other translated.
    renew(item)
    rendering = Rendering(
        item_id=item.id,
        wording=wording,
        number=len(wording.renderings) + 1,
        text=text,
        happened=happened,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(rendering)
    record(
        db,
        actor,
        "wording.translated",
        rendering,
        before={"text": now.to_dict()},
        dialogue_id=item.dialogue_id,
        record_id=item.id,
    )
    return rendering


def _today(wording: Wording) -> PartialDate:
    """The day of recording; of a wording that is to come, its own."""
    today = PartialDate.of(datetime.now(UTC).date())
    return max(today, wording.happened) if wording.happened else today


def _original(text: LocalizedText) -> tuple[str | None, str]:
    return text.original, text.texts.get(text.original or "", "")
