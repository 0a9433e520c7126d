"""Where an item stands, by the sides' positions on its latest wording."""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import pytest
import sqlalchemy as sa

from app.consensus.models import ConsensusItem, ItemKind, Position, Stance, Wording
from app.consensus.queries import Filter, counts_by_standing, register
from app.consensus.standing import Standing, sides_concerned, standing
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.trace.models import Basis, LinkKind, TraceLink
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
    if case.withdrawn:
        return "withdrawn"
    if case.superseded:
        return "superseded"
    if case.kind is ItemKind.DIVERGENCE:
        return "diverging"
    if answers & DISSENT:
        return "objected"
    if case.bracketed:
        return "bracketed"
    if everybody and answers <= ASSENT:
        return "agreed"
    if everybody and answers <= ASSENT | PROVISIONAL:
        return "ad-referendum"
    if answers & (ASSENT | PROVISIONAL | {"sought"}) or case.before is Stance.OBJECTED:
        return "awaiting"
    return "draft" if "not-sought" in answers else "not-recorded"


def why(stance: Stance) -> LocalizedText:
    return text("For a reason.") if stance in ("objected", "endorsed-with-reservation") else text("")


def taken(wording, side, stance, number=1):
    return Position(
        item_id=wording.item.id,
        wording=wording,
        side=side,
        number=number,
        stance=stance,
        reason=why(stance),
        **WRITTEN,
    )


def recorded(dialogue, case, number):
    item = ConsensusItem(
        dialogue=dialogue,
        ref=f"C{number}",
        item_kind=case.kind,
        latest=2,
        withdrawn_on=PartialDate("2024") if case.withdrawn else None,
        withdrawn_because="Overtaken." if case.withdrawn else "",
    )
    words = "They [may] agree." if case.bracketed else "They agree."
    # The earlier wording is the other way round: it must not be what counts.
    earlier = "They agree." if case.bracketed else "They [may] agree."
    item.wordings = [
        Wording(number=number, text=text(said), **WRITTEN)
        for number, said in ((1, earlier), (2, words))
    ]
    return item


def answered(item, case, sides):
    first, latest = item.wordings
    yield taken(first, sides[0], case.before)
    for side, stance in zip(sides, (case.one, case.other), strict=True):
        if stance is not NO_ROW:
            yield taken(latest, side, stance)


def linked(item, later, kind):
    return TraceLink(
        earlier=item,
        later=later,
        kind=kind,
        basis=Basis.INFERRED,
        rationale="The same words.",
        earlier_revision=1,
        later_revision=1,
        asserted_by="Somebody",
        asserted_at=NOW,
    )


def test_standing_follows_from_every_combination_of_facts(db, make):
    dialogue = make.dialogue()
    later = make.consensus_item(dialogue=dialogue, meeting=None, ref="C0")
    items = [recorded(dialogue, case, number) for number, case in enumerate(CASES, start=1)]
    db.add_all(items)
    db.flush()
    for item, case in zip(items, CASES, strict=True):
        kind = LinkKind.SUPERSEDES if case.superseded else LinkKind.REFINES
        db.add_all((*answered(item, case, dialogue.sides), linked(item, later, kind)))
    db.flush()

    for as_of in (None, PartialDate("2026")):
        found = db.execute(sa.select(ConsensusItem.id, standing(as_of))).all()

        by_id = dict(found)
        wrong = {case: by_id[item.id] for item, case in zip(items, CASES, strict=True)
                 if by_id[item.id] != stands(case)}  # fmt: skip
        assert not wrong
    assert len(by_id) == len(CASES) + 1
    assert set(by_id.values()) == set(Standing)


def stance_of(letter):
    """E endorsed, R with reservation, N no objection, A ad referendum, O objected, W withdrawn,
    S sought, - not sought, ? not recorded; a blank: no row."""
    names = dict(zip("ERNAOWS-?", ("endorsed", "endorsed-with-reservation", "no-objection",
                                   "ad-referendum", "objected", "withdrawn", "sought",
                                   "not-sought", "not-recorded"), strict=True))  # fmt: skip
    return Stance(names[letter]) if letter != " " else NO_ROW


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
    positions = {side.code: stance_of(letter) for side, letter in zip(dialogue.sides, stances, strict=True)}
    make.consensus_item(dialogue=dialogue, positions=positions)

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
        positions = {side.code: stance_of(one) for side, one in zip(dialogue.sides, stances, strict=True)}
        make.consensus_item(dialogue=dialogue, meeting=None, positions=positions)

    lines = register(db, dialogue, Filter(), limit=None)

    by_standing = Counter(line.standing for line in lines)
    assert counts_by_standing(db, dialogue) == by_standing
    for name in Standing:
        chosen = register(db, dialogue, Filter(standing=name), limit=None)
        assert [line.id for line in chosen] == [line.id for line in lines if line.standing is name]
    assert len(by_standing) >= 5
