"""Two who adopt a wording of one item, or translate it, at the same moment: nothing is lost.

`THROUGHLINE_RACES=500` runs as many races of each kind on each database.
"""

import os
from collections.abc import Callable
from functools import partial
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.audit.queries import breaks_in_the_chain
from app.consensus.commands import adopt_wording
from app.consensus.models import ConsensusItem, Rendering, Wording
from app.consensus.queries import latest_wording
from app.consensus.rendering_commands import translate_wording
from app.consensus.wording_forms import Basis
from app.localized import LocalizedText
from app.reading import THE_HOUSE
from app.rules import Outdated
from tests.audit.racing import at_once
from tests.make import text

RACES = int(os.environ.get("THROUGHLINE_RACES", "10"))
LOST = (StaleDataError, IntegrityError, Outdated)

Edit = Callable[[Session, User, ConsensusItem], None]


def adopts(words: str, db: Session, actor: User, item: ConsensusItem) -> None:
    adopt_wording(db, actor=actor, item=item, text=text(words), reason=f"For {words}")


def translates(lang: str, words: str, db: Session, actor: User, item: ConsensusItem) -> None:
    """Puts one language in the place of what is there, and leaves the others."""
    wording = latest_wording(db, item)
    now = wording.shown
    given = LocalizedText({**now.texts, lang: words}, now.original)
    translate_wording(db, actor=actor, item=item, wording=wording, text=given)


def saves(
    engine: sa.Engine, item_id: int, actor_id: int, read: Barrier, edit: Edit, words: str
) -> tuple[str, bool]:
    """Opens a form, sends it when both have read and, if the other was first, sends it again.

    As `performed` does it: what was read before is thrown away, and an edit of what has moved
    meanwhile is the user's to make again.
    """
    with Session(engine, info={"viewer": THE_HOUSE}, expire_on_commit=False) as mine:
        item, actor = mine.get(ConsensusItem, item_id), mine.get(User, actor_id)
        began = Basis(item).revision
        mine.commit()
        read.wait(timeout=30)
        try:
            mine.connection(execution_options={"writes": True})
            mine.expire_all()
            if Basis(item).revision != began:
                raise Outdated
            edit(mine, actor, item)
            mine.commit()
        except LOST:
            mine.rollback()
            mine.connection(execution_options={"writes": True})
            edit(mine, actor, item)
            mine.commit()
            return words, True
        return words, False


def race(db: Session, engine: sa.Engine, item_id: int, actor_id: int, edits: Any) -> int:
    """How many of the two had to look again."""
    barrier = Barrier(len(edits))
    run = partial(saves, engine, item_id, actor_id, barrier)
    outcomes = at_once(*(partial(run, edit, words) for words, edit in edits.items()))
    db.rollback()
    assert {outcome[0] for outcome in outcomes} == set(edits), outcomes
    return sum(looked_again for _words, looked_again in outcomes)


@pytest.fixture
def item(db, make) -> ConsensusItem:
    found = make.consensus_item(dialogue=make.dialogue(), meeting=None, text="The first.")
    db.commit()
    return found


def test_of_two_who_adopt_at_once_one_wins_and_the_other_puts_theirs_on_top(
    db, engine, item, secretary
):
    db.commit()
    item_id, actor_id, lost = item.id, secretary.id, 0

    for number in range(RACES):
        edits = {words: partial(adopts, words) for words in (f"A{number}.", f"B{number}.")}
        lost += race(db, engine, item_id, actor_id, edits)

    wordings = db.scalars(
        sa.select(Wording).where(Wording.item_id == item_id).order_by(Wording.number)
    ).all()
    assert lost == RACES, "just one of each two looks again"
    assert [one.number for one in wordings] == list(range(1, 2 * RACES + 2))
    said = [one.text.text_for("en") for one in wordings]
    assert sorted(said) == sorted(
        ["The first.", *(f"{who}{number}." for number in range(RACES) for who in "AB")]
    )
    # The reason is that of the words, not of whoever was faster.
    assert [one.reason for one in wordings[1:]] == [f"For {words}" for words in said[1:]]
    assert db.get(ConsensusItem, item_id, populate_existing=True).latest == 2 * RACES + 1
    assert db.scalar(sa.select(sa.func.count(AuditEntry.id))) == 2 * RACES
    assert breaks_in_the_chain(db) == []


def test_of_two_who_translate_at_once_both_translations_stand(db, engine, item, secretary):
    db.commit()
    item_id, actor_id, lost = item.id, secretary.id, 0

    for number in range(RACES):
        edits = {
            words: partial(translates, lang, words)
            for lang, words in (("zh-Hans", f"简{number}"), ("zh-Hant", f"繁{number}"))
        }
        lost += race(db, engine, item_id, actor_id, edits)

        db.expire_all()
        shown = dict(db.get(ConsensusItem, item_id).wordings[0].shown)
        assert shown == {"en": "The first.", "zh-Hans": f"简{number}", "zh-Hant": f"繁{number}"}
        db.rollback()

    numbers = db.scalars(sa.select(Rendering.number).order_by(Rendering.number)).all()
    assert (lost, numbers) == (RACES, list(range(1, 2 * RACES + 1)))
    assert breaks_in_the_chain(db) == []


def test_who_adopts_while_another_translates_takes_the_translation_along(
    db, engine, item, secretary
):
    """A wording that was begun before the translation would drop it without a word."""
    db.commit()
    item_id, actor_id = item.id, secretary.id

    def adopts_on_top(words, mine, actor, item):
        given = {**latest_wording(mine, item).shown.texts, "en": words}
        adopt_wording(mine, actor=actor, item=item, text=LocalizedText(given), reason="Redrafted.")

    for number in range(RACES):
        edits = {
            f"简{number}": partial(translates, "zh-Hans", f"简{number}"),
            f"A{number}.": partial(adopts_on_top, f"A{number}."),
        }
        race(db, engine, item_id, actor_id, edits)

        db.expire_all()
        shown = db.get(ConsensusItem, item_id).wordings[-1].shown
        assert dict(shown) == {"en": f"A{number}.", "zh-Hans": f"简{number}"}
        db.rollback()
    assert breaks_in_the_chain(db) == []
