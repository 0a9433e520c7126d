"""Where an item of many sides stands, some of whom were asked by silence."""

from itertools import product

import pytest
import sqlalchemy as sa

from app.consensus.models import ConsensusItem, Method, Stance
from app.consensus.standing import Standing, standing, standings_of_dialogue
from app.db import Base
from app.partial_date import PartialDate
from tests.consensus.test_standing import ASSENT, PROVISIONAL, STANCES, taken

ASKED, DEADLINE = PartialDate("2025-03-10"), PartialDate("2025-03-20")


def of_silence(wording, side, kind):
    """The positions that make a silence procedure what it is, as rows."""
    asked = {**taken(wording, side, Stance.SOUGHT), "method": Method.SILENCE,
             "happened": ASKED, "deadline": DEADLINE}  # fmt: skip
    further = {
        "p": [],
        "n": [{**asked, "stance": Stance.NO_OBJECTION, "happened": PartialDate("2025-03-21")}],
        "b": [{**asked, "stance": Stance.OBJECTED, "happened": PartialDate("2025-03-15")}],
        "x": [{**asked, "deadline": PartialDate("2025-05")}],
    }
    return [{**row, "number": place + 1} for place, row in enumerate([asked, *further[kind]])]


# Three sides: every stance, none, and a silence that nobody noted the end of, that somebody did,
# that was broken, or whose deadline is no day.
MANY = [*product("EAOS- ", "E ", "pnbx"), *product("EO", "pn", "pb")]


@pytest.mark.parametrize("day", ["2025-03-14", "2025-03-20", "2025-03-21", None])
def test_standing_follows_from_silences_and_from_many_sides(db, make, day):
    dialogue = make.dialogue(sides="ABC")
    as_of = PartialDate(day) if day else None
    over = day in ("2025-03-21", None)
    expected, positions_of_all = {}, []
    for letters in MANY:
        item = make.consensus_item(dialogue=dialogue, meeting=None)
        heard = set()
        for side, letter in zip(dialogue.sides, letters, strict=True):
            if letter in "pnbx":
                positions_of_all += of_silence(
                    {"item_id": item.id, "id": item.wordings[0].id}, side, letter
                )
                broken = letter == "b" and day != "2025-03-14"
                passed = over and letter in "pn"
                heard.add("objected" if broken else "no-objection" if passed else "sought")
            else:
                stance = STANCES[letter]
                heard.add(stance and str(stance))
                if stance:
                    make.position(wording=item.wordings[0], side=side, stance=stance)
        expected[item.id] = of_many(heard)
    db.connection().execute(Base.metadata.tables["position"].insert(), positions_of_all)

    of_all = standings_of_dialogue(dialogue.id, as_of)
    rows = db.execute(
        sa.select(ConsensusItem.id, standing(as_of), of_all.c.standing, of_all.c.against).join(
            of_all, of_all.c.item_id == ConsensusItem.id
        )
    ).all()

    assert {item: (one, at_once) for item, one, at_once, _against in rows} == {
        item: (Standing(name), Standing(name)) for item, name in expected.items()
    }
    assert {item for item, *_standings, against in rows if against} == {
        item for item, name in expected.items() if name == "objected"
    }


def of_many(heard):
    """The rule of the secretariat, of what every side says (None: nothing is known of it)."""
    if "objected" in heard:
        return "objected"
    if None not in heard and heard <= ASSENT:
        return "agreed"
    if None not in heard and heard <= ASSENT | PROVISIONAL:
        return "ad-referendum"
    return "awaiting"
