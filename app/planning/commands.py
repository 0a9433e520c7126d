"""Bringing open matters of earlier rounds back to an agenda."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.accounts.models import User
from app.actions.models import Action
from app.consensus.lines import ItemLine
from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.localized import EMPTY, LANGUAGES, LocalizedText
from app.planning.queries import OpenMatters, open_matters
from app.records.models import Disclosure, Record
from app.rounds.commands import add_topic, as_it_is, edit_topic
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import AgendaTopic, DialogueSession, Round, TopicFormat
from app.rules import Refused, _
from app.topics.models import Topic
from app.trace.commands import link
from app.trace.models import Basis, LinkKind

NARROW_TO_WIDE = list(Disclosure)
FOLLOW_UP = LocalizedText({"en": "Follow-up actions", "zh-Hans": "后续行动", "zh-Hant": "後續行動"})
# As much of an item's words as names a topic, where the item has no title.
LONGEST = {"en": 80, "zh-Hans": 36, "zh-Hant": 36}


def bring_back(
    db: Session,
    *,
    actor: User,
    held: DialogueSession,
    refs: Collection[str] | None,
    together: bool = True,
) -> list[AgendaTopic]:
    """Put open matters of earlier rounds on a session's agenda; `refs` None: all there are.

    Each item becomes a topic, and each action or, `together`, all actions of one level become
    one. A topic is linked with what it comes from and is read by nobody who may not read that.
    What is settled or on the agenda meanwhile is left out; Refused where nothing else was asked.
    """
    refuse_confirmed(db, held.meeting_id, to_change=True)
    meeting = db.get_one(Round, held.meeting_id)
    found = open_matters(db, meeting, datetime.now(UTC).date(), refs=refs)
    if not found.shown:
        raise Refused(_("Choose what is to come back: none of this is open and off the agenda."))
    made = _for_actions(db, actor, held, found, together=together)
    return made + _for_items(db, actor, held, found.items)


def _for_actions(
    db: Session, actor: User, held: DialogueSession, found: OpenMatters, *, together: bool
) -> list[AgendaTopic]:
    bundles: dict[tuple[Disclosure, Side | None, int], list[Action]] = {}
    for line in found.actions:
        disclosure, side = narrower(line.action, held)
        own = 0 if together else line.action.id
        bundles.setdefault((disclosure, side, own), []).append(line.action)
    return [
        _topic(
            db,
            actor,
            held,
            actions,
            title=FOLLOW_UP if together else actions[0].title,
            format=TopicFormat.PROCEDURE,
            summary=listed(actions) if together else EMPTY,
        )
        for actions in bundles.values()
    ]


def _for_items(
    db: Session, actor: User, held: DialogueSession, lines: list[ItemLine]
) -> list[AgendaTopic]:
    asked = sa.select(ConsensusItem).where(ConsensusItem.id.in_([line.id for line in lines]))
    whole = asked.options(
        selectinload(ConsensusItem.topics),
        selectinload(ConsensusItem.dialogue),
        selectinload(ConsensusItem.side),
    )
    items = {item.id: item for item in db.scalars(whole)}
    return [
        _topic(
            db,
            actor,
            held,
            [items[line.id]],
            title=heading(line),
            format=_format(line),
            topics=items[line.id].topics,
        )
        for line in lines
    ]


def _format(line: ItemLine) -> TopicFormat:
    bracketed = line.standing is Standing.BRACKETED
    return TopicFormat.DRAFTING if bracketed else TopicFormat.DISCUSSION


def _topic(
    db: Session,
    actor: User,
    held: DialogueSession,
    origins: list[Action] | list[ConsensusItem],
    *,
    title: LocalizedText,
    format: TopicFormat,
    summary: LocalizedText = EMPTY,
    topics: Iterable[Topic] = (),
) -> AgendaTopic:
    made = add_topic(
        db,
        actor=actor,
        held=held,
        title=title,
        format=format,
        summary=summary,
        topics=list(topics),
    )
    disclosure, side = narrower(origins[0], held)
    if (disclosure, side) != (made.disclosure, made.side):
        edit_topic(db, actor=actor, **as_it_is(made) | {"disclosure": disclosure, "side": side})
    for origin in origins:
        link(
            db,
            actor=actor,
            earlier=origin,
            later=made,
            kind=LinkKind.FOLLOWS_FROM,
            basis=Basis.INFERRED,
            rationale=f"Brought back to the agenda of {held.ref.rsplit('-', 1)[0]}.",
        )
    return made


def narrower(one: Record, other: Record) -> tuple[Disclosure, Side | None]:
    """The level that gives away neither."""
    chosen = min(one, other, key=lambda record: NARROW_TO_WIDE.index(record.disclosure))
    return chosen.disclosure, chosen.side


def heading(line: ItemLine) -> LocalizedText:
    """The item's title, else its first words in each language, else its reference."""
    if line.title or not line.text:
        return line.title or LocalizedText({"en": line.ref})
    texts = {lang: _first_words(text, lang) for lang, text in line.text}
    return replace(line.text, texts=texts)


def _first_words(text: str, lang: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST[lang]:
        return words
    cut = words[: LONGEST[lang]]
    return f"{cut.rpartition(' ')[0] or cut}…"


def listed(actions: list[Action]) -> LocalizedText:
    """One action to a line, in the languages in which each has a title, else as each is."""
    known = [lang for lang in LANGUAGES if all(lang in one.title.texts for one in actions)]
    return LocalizedText(
        {
            lang: "\n".join(f"{one.ref} {one.title.text_for(lang)}" for one in actions)
            for lang in known or ["en"]
        }
    )
