"""Where an item stands, by the sides' positions on its latest wording."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product

import pytest
import sqlalchemy as sa

from app.consensus.models import ConsensusItem, ItemKind, Stance
from app.consensus.queries import Filter, counts_by_standing, register
from app.consensus.standing import Standing, sides_concerned, standing, standings_of_dialogue
from app.db import Base
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import RecordKind
from app.trace.models import Basis, LinkKind
from tests.make import NOW, WRITTEN, text

NO_ROW = None
ASSENT = {"endorsed", "endorsed-with-reservation", "no-objection"}
DISSENT = {"objected", "withdrawn"}
PROVISIONAL = {"ad-referendum"}


@dataclass(frozen=True)
class Case:
    """What is known of an item of two sides; `before` is the answer to its earlier wording."""

    one: Stance | None
    other: Stance | None
    bracketed: bool
    before: Stance
    kind: ItemKind
    withdrawn: bool
    superseded: bool


CASES = [
    Case(*values)
    for values in product(
        (*Stance, NO_ROW),
        (*Stance, NO_ROW),
        (False, True),
        (Stance.SOUGHT, Stance.OBJECTED),
        (ItemKind.CONSENSUS, ItemKind.DIVERGENCE),
        (False, True),
        (False, True),
    )
]


def stands(case: Case) -> str:
    """The rule of the secretariat, in the order in which it is told."""
    answers = {str(stance) for stance in (case.one, case.other) if stance is not NO_ROW}
    everybody = NO_ROW not in (case.one, case.other)
    waited_for = answers & (ASSENT | PROVISIONAL | {"sought"}) or case.before is Stance.OBJECTED
    told = {
        "withdrawn": case.withdrawn,
        "superseded": case.superseded,
        "diverging": case.kind is ItemKind.DIVERGENCE,
        "objected": answers & DISSENT,
        "bracketed": case.bracketed,
        "agreed": everybody and answers <= ASSENT,
        "ad-referendum": everybody and answers <= ASSENT | PROVISIONAL,
        "awaiting": waited_for,
        "draft": "not-sought" in answers,
        "not-recorded": True,
    }
    return next(name for name, holds in told.items() if holds)


def rows(case, dialogue, number, later):
    """What the tables hold of a case, by table: without the ORM, for there are thousands."""
    wording = [{"id": 2 * number + n, "item_id": number, "number": n, **WRITTEN} for n in (1, 2)]
    plain, bracketed = text("They agree."), text("They [may] agree.")
    # The earlier wording is the other way round: it must not be what counts.
    wording[0]["text"] = plain if case.bracketed else bracketed
    wording[1]["text"] = bracketed if case.bracketed else plain
    kind = RecordKind.CONSENSUS_ITEM
    yield (
        "record",
        {"id": number, "kind": kind, "dialogue_id": dialogue.id, "ref": f"C{number}"},
    )
    yield (
        "consensus_item",
        {
            "id": number,
            "item_kind": case.kind,
            "latest": 2,
            "withdrawn_on": PartialDate("2024") if case.withdrawn else None,
            "withdrawn_because": "Overtaken." if case.withdrawn else "",
        },
    )
    yield from (("wording", row) for row in wording)
    one, other = dialogue.sides
    answers = ((wording[0], one, case.before), (wording[1], one, case.one),
               (wording[1], other, case.other))  # fmt: skip
    for on, side, stance in answers:
        if stance is not NO_ROW:
            yield "position", taken(on, side, stance)
    link = LinkKind.SUPERSEDES if case.superseded else LinkKind.REFINES
    yield "trace_link", linked(number, later, link)


def taken(wording, side, stance):
    return {
        "item_id": wording["item_id"],
        "wording_id": wording["id"],
        "side_id": side.id,
        "number": 1,
        "stance": stance,
        "reason": text("For a reason."),
        **WRITTEN,
    }


def linked(number, later, kind):
    return {
        "earlier_id": number,
        "later_id": later.id,
        "kind": kind,
        "basis": Basis.INFERRED,
        "rationale": "The same words.",
        "earlier_revision": 1,
        "later_revision": 1,
        "asserted_by": "Somebody",
        "asserted_at": NOW,
    }


def test_standing_follows_from_every_combination_of_facts(db, make):
    dialogue = make.dialogue()
    later = make.consensus_item(dialogue=dialogue, meeting=None)
    cases = dict(enumerate(CASES, start=1000))
    by_table = defaultdict(list)
    for number, case in cases.items():
        for table, row in rows(case, dialogue, number, later):
            by_table[table].append(row)
    for table, found in by_table.items():
        db.connection().execute(Base.metadata.tables[table].insert(), found)

    expected = {number: stands(case) for number, case in cases.items()}
    for as_of in (None, PartialDate("2026")):
        of_all = standings_of_dialogue(dialogue.id, as_of)
        by_one = sa.select(ConsensusItem.id, standing(as_of))
        at_once = sa.select(ConsensusItem.id, of_all.c.standing).join(
            of_all, of_all.c.item_id == ConsensusItem.id
        )
        for form in (by_one, at_once):
            found = dict(db.execute(form).all())

            assert found.pop(later.id) is Standing.NOT_RECORDED
            wrong = {cases[n]: (found[n], expected[n]) for n in cases if found[n] != expected[n]}
            assert wrong == {}
            assert set(found.values()) == set(Standing)


STANCES = {
    "E": Stance.ENDORSED,
    "R": Stance.ENDORSED_WITH_RESERVATION,
    "N": Stance.NO_OBJECTION,
    "A": Stance.AD_REFERENDUM,
    "O": Stance.OBJECTED,
    "W": Stance.WITHDRAWN,
    "S": Stance.SOUGHT,
    "-": Stance.NOT_SOUGHT,
    "?": Stance.NOT_RECORDED,
    " ": NO_ROW,
}


def positions(dialogue, letters):
    """The stances of the sides in their order, by code."""
    return {side.code: STANCES[one] for side, one in zip(dialogue.sides, letters, strict=True)}


@pytest.mark.parametrize(
    ("stances", "expected", "concerned"),
    [
        ("EEE", Standing.AGREED, ""),
        ("ERN", Standing.AGREED, ""),
        ("EE ", Standing.AWAITING, "C"),
        ("EE?", Standing.AWAITING, "C"),
        ("E-S", Standing.AWAITING, "BC"),
        ("EEA", Standing.AD_REFERENDUM, "C"),
        ("AAA", Standing.AD_REFERENDUM, "ABC"),
        ("AA ", Standing.AWAITING, "C"),
        ("EEO", Standing.OBJECTED, "C"),
        ("OE ", Standing.OBJECTED, "A"),
        ("WAO", Standing.OBJECTED, "AC"),
        ("---", Standing.DRAFT, ""),
        ("-  ", Standing.DRAFT, ""),
        ("S  ", Standing.AWAITING, "ABC"),
        ("???", Standing.NOT_RECORDED, ""),
        ("   ", Standing.NOT_RECORDED, ""),
    ],
)
def test_both_sides_means_every_side(db, make, stances, expected, concerned):
    dialogue = make.dialogue(sides="ABC")
    make.consensus_item(dialogue=dialogue, positions=positions(dialogue, stances))

    [line] = register(db, dialogue, Filter())

    codes = {side.id: side.code for side in dialogue.sides}
    assert line.standing is expected
    assert "".join(codes[side] for side in line.concerned) == concerned


def test_an_item_of_a_dialogue_without_sides_is_not_agreed(db, make):
    item = make.consensus_item(dialogue=make.dialogue(sides=()))

    [line] = register(db, item.dialogue, Filter())

    assert (line.standing, line.stands) == (Standing.NOT_RECORDED, {})


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(ItemKind.CONSENSUS, Standing.DRAFT), (ItemKind.DIVERGENCE, Standing.DIVERGING)],
)
def test_an_item_without_a_wording_is_a_draft_unless_the_sides_diverge(db, make, kind, expected):
    item = make.consensus_item(text=None, item_kind=kind)

    [line] = register(db, item.dialogue, Filter())

    assert (line.standing, line.wording_number, bool(line.text)) == (expected, 0, False)


def test_what_is_not_recorded_is_never_shown_as_a_no(db, make):
    item = make.consensus_item(positions={"AV": Stance.ENDORSED})
    ours, theirs = item.dialogue.sides

    [line] = register(db, item.dialogue, Filter())

    assert line.stands[ours.id].stance is Stance.ENDORSED
    assert line.stands[theirs.id].stance is Stance.NOT_RECORDED
    assert line.standing is Standing.AWAITING
    assert sides_concerned(Standing.OBJECTED, {theirs.id: Stance.NOT_RECORDED}) == []


@pytest.mark.parametrize(
    ("words", "bracketed"),
    [
        ({"en": "They [may] meet."}, True),
        ({"en": "They ［may］ meet."}, True),
        ({"en": "They meet.", "zh-Hans": "双方［可以］会晤。"}, True),
        ({"en": "They (may) meet — {soon}."}, False),
        ({"en": r"They met \[sic\] at \［Port］."}, False),
        ({"en": r"They met \[sic\] and [may] again."}, True),
        ({"en": r"They \\[may] meet."}, True),
        ({"en": "They meet.", "zh-Hans": "双方【会晤】。"}, False),
    ],
)
def test_square_brackets_of_either_width_are_words_not_yet_agreed(db, make, words, bracketed):
    item = make.consensus_item(text=words, endorsed_by_all=True)

    [line] = register(db, item.dialogue, Filter())

    assert line.standing is (Standing.BRACKETED if bracketed else Standing.AGREED)


def test_a_stale_translation_is_not_a_bracket(db, make):
    words = LocalizedText(
        {"en": "They meet.", "zh-Hans": "会晤。", "zh-Hant": "會晤。"},
        translations={"zh-Hans": "agreed"},
        stale=frozenset({"zh-Hans", "zh-Hant"}),
    )
    item = make.consensus_item(text=words, endorsed_by_all=True)

    [line] = register(db, item.dialogue, Filter())

    assert line.text.stale == {"zh-Hans", "zh-Hant"}
    assert line.standing is Standing.AGREED


def test_the_register_its_counts_and_its_filter_go_by_one_rule(db, make):
    dialogue = make.dialogue()
    for stances in product(" EO-A", repeat=2):
        known = positions(dialogue, stances)
        make.consensus_item(dialogue=dialogue, meeting=None, positions=known)

    lines = register(db, dialogue, Filter(), limit=None)

    by_standing = Counter(line.standing for line in lines)
    assert counts_by_standing(db, dialogue) == by_standing
    for name in Standing:
        chosen = register(db, dialogue, Filter(standing=name), limit=None)
        assert [line.id for line in chosen] == [line.id for line in lines if line.standing is name]
    assert len(by_standing) >= 5
