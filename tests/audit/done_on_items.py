"""The commands about consensus items, with what each needs and what it changes."""

from datetime import date
from typing import Any

from app.consensus import bracket_commands as brackets
from app.consensus import commands as consensus
from app.consensus import position_commands as positions
from app.consensus import rendering_commands as renderings
from app.consensus import review_commands as reviews
from app.consensus import silence_commands as silences
from app.consensus.models import BracketReason, ItemKind, Method, Stance
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.trace import succession_commands as succession
from tests.audit.world import NEW, World, changed, made

ITEM = ("title", "item_kind", "level", "verb", "topics", "open_list", "disclosure", "side", "note")
ACT = succession.Act(happened=PartialDate("2025-05"), because="Why.")


def bracketed(w: World) -> dict[str, Any]:
    item = w.make.consensus_item(meeting=w.meeting, text="They [may] meet.")
    return {"item": item, "wording": item.wordings[0]}


def circulated(w: World) -> dict[str, Any]:
    days = {"happened": PartialDate("2025-03-10"), "deadline": PartialDate("2025-03-20")}
    return {"item": w.item, **days}


def asked(w: World) -> Any:
    """A side of the dialogue that was asked by silence, and has not answered."""
    return w.make.position(wording=w.item.wordings[-1], stance=Stance.SOUGHT,
                           method=Method.SILENCE, happened="2025-03-10", deadline="2025-03-20"
    ).side  # fmt: skip


def asked_longer(w: World) -> dict[str, Any]:
    days = {"happened": PartialDate("2025-03-15"), "deadline": PartialDate("2025-04-20")}
    return {"item": w.item, "sides": [asked(w)], "reason": NEW, **days}


def broken(w: World) -> dict[str, Any]:
    day = PartialDate("2025-03-15")
    return {"item": w.item, "side": asked(w), "reason": NEW, "happened": day}


def passed(w: World) -> dict[str, Any]:
    asked(w)
    return {"today": date(2025, 3, 21)}


def translated(w: World) -> dict[str, Any]:
    wording = w.item.wordings[-1]
    texts = {**wording.shown.texts, "zh-Hant": "新。"}
    text = LocalizedText(texts, wording.shown.original)
    return {"item": w.item, "wording": wording, "text": text}


# fmt: off
DONE_ON_ITEMS = [
    made(consensus.record_item, "consensus-item.recorded",
         lambda w: {"dialogue": w.dialogue, "meeting": w.meeting, "text": NEW,
                    "item_kind": ItemKind.CONSENSUS}, "wording.adopted"),
    changed(consensus.edit_item, "consensus-item.edited", "verb title",
            lambda w: {"item": w.item, **w.known(w.item, *ITEM, verb="concur", title=NEW)}),
    made(consensus.adopt_wording, "wording.adopted",
         lambda w: {"item": w.item, "text": NEW, "reason": "Why."}),
    made(positions.take_position, "position.taken",
         lambda w: {"item": w.item, "side": w.dialogue.sides[0], "stance": Stance.ENDORSED}),
    changed(consensus.withdraw_item, "consensus-item.withdrawn", "withdrawn_on withdrawn_because",
            lambda w: {"item": w.item, "withdrawn_on": PartialDate("2025"), "because": "Why."}),
    made(silences.circulate, "silence.circulated", circulated, "silence.circulated"),
    made(silences.extend, "silence.extended", asked_longer),
    made(silences.break_silence, "silence.broken", broken),
    made(silences.settle_silences, "silence.settled", passed),
    changed(renderings.translate_wording, "wording.translated",
            "id item_id wording_id number text happened recorded_at recorded_by", translated),
    made(brackets.give_bracket_reason, "bracket.reason-given",
         lambda w: {**bracketed(w), "place": 1, "reason": BracketReason.CONTENTIOUS}),
    made(brackets.resolve_brackets, "wording.adopted",
         lambda w: {**bracketed(w), "choices": {"en": {1: 0}}, "reason": "Why."}),
    changed(reviews.set_review, "consensus-item.review-set", "review_round",
            lambda w: {"item": w.item, "review_round": 12}),
    made(succession.supersede_item, "consensus-item.recorded",
         lambda w: {"item": w.item, "by": succession.NewItem(NEW), "act": ACT},
         "wording.adopted", "link.made"),
    made(succession.split_item, "consensus-item.recorded",
         lambda w: {"item": w.item, "into": [succession.NewItem(NEW)] * 2, "act": ACT},
         "wording.adopted", "consensus-item.recorded", "wording.adopted", "link.made",
         "link.made"),
    made(succession.merge_items, "consensus-item.recorded",
         lambda w: {"items": [w.item, w.make.consensus_item(meeting=w.meeting)],
                    "into": succession.NewItem(NEW), "act": ACT},
         "wording.adopted", "link.made", "link.made"),
]
