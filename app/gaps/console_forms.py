"""The gaps of a dialogue as the console prints them: the board's own list, in the same words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.gaps.finding import Gap, found_in
from app.gaps.look import Limits, Look
from app.gaps.queries import Filter, Shown, by_rule, narrowed
from app.gaps.rules import RULES, groundless
from app.gaps.words_forms import (
    SHOWN,
    count_words,
    gap_words,
    limit_words,
    named,
    rule_words,
    since_words,
    state_words,
)


def gaps_told(
    db: Session, dialogue: Dialogue, today: date, *, limits: Limits, shown: Shown
) -> dict[str, Any]:
    """The list with its rules and its filter, ready to be JSON."""
    look = Look(db, dialogue, today, limits)
    gaps = narrowed(found_in(look), Filter(shown=shown))
    nothing = groundless(look)
    return {
        "dialogue": dialogue.slug,
        "today": today.isoformat(),
        "filter": {"show": shown.value},
        "limits": asdict(limits),
        "filter_words": [_("Show: %(state)s", state=SHOWN[shown]), *limit_words(limits)],
        "rules": [
            {
                "rule": rule.key,
                "words": rule_words(rule),
                "looked_at": _(rule.looked_at),
                "cure": _(rule.cure),
                "found": len(found),
                "found_words": count_words(rule, found, nothing),
            }
            for rule, found in by_rule(gaps, RULES).items()
        ],
        "gaps": [_told(gap, dialogue.slug) for gap in gaps],
    }


def _told(gap: Gap, slug: str) -> dict[str, Any]:
    held = gap.acceptance
    return {
        "rule": gap.rule.key,
        "key": gap.key,
        "records": [f"{one.dialogue_slug}/{one.ref}" for one in gap.records],
        "mended_at": f"{gap.at.dialogue_slug}/{gap.at.ref}",
        "names": [named(one, slug) for one in gap.records],
        "words": gap_words(gap),
        "since": str(gap.since) if gap.since else None,
        "since_words": since_words(gap),
        "stage": gap.stage.value if gap.stage else None,
        "state": gap.state.value,
        "state_words": state_words(gap),
        "accepted": {
            "by": held.by,
            "because": held.because,
            "until": str(held.until) if held.until else None,
            "has_ended": held.has_ended,
        }
        if held
        else None,
        "actions": [one.ref for one in gap.actions],
    }


def in_lines(told: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Rule by rule, those that found nothing too."""
    for board in told:
        yield f"{board['dialogue']} ({' · '.join(board['filter_words'])})"
        for rule in board["rules"]:
            yield f"  {rule['words']}: {rule['found_words']}"
            for gap in board["gaps"]:
                if gap["rule"] == rule["rule"]:
                    names = " → ".join(gap["names"])
                    yield f"    {gap['since_words']}  {names}: {gap['words']}"
