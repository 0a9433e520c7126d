"""The gaps of a dialogue as the console prints them: the board's own list, in the same words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.gaps.finding import Gap, gaps_of
from app.gaps.look import Limits
from app.gaps.queries import Filter, Shown, by_rule, narrowed
from app.gaps.rules import RULES
from app.gaps.words_forms import gap_words, named, rule_words, state_words


def gaps_told(
    db: Session, dialogue: Dialogue, today: date, *, limits: Limits, shown: Shown
) -> dict[str, Any]:
    """The list with its rules and its filter, ready to be JSON."""
    gaps = narrowed(gaps_of(db, dialogue, today, limits=limits), Filter(shown=shown))
    return {
        "dialogue": dialogue.slug,
        "today": today.isoformat(),
        "filter": {"show": shown.value},
        "limits": asdict(limits),
        "rules": [
            {
                "rule": rule.key,
                "words": rule_words(rule),
                "looked_at": _(rule.looked_at),
                "cure": _(rule.cure),
                "found": len(found),
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
        limits = ", ".join(f"{name} {value}" for name, value in board["limits"].items())
        yield f"{board['dialogue']} ({board['filter']['show']}; {limits})"
        for rule in board["rules"]:
            if not rule["found"]:
                yield f"  {rule['words']}: none found among {rule['looked_at']}"
                continue
            yield f"  {rule['words']}: {rule['found']}"
            for gap in board["gaps"]:
                if gap["rule"] == rule["rule"]:
                    names = " → ".join(gap["names"])
                    yield f"    {gap['since'] or 'date not recorded'}  {names}: {gap['words']}"
