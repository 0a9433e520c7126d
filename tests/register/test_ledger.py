"""The divergence ledger: what it holds at which moment, and its page."""

import pytest

from app.accounts.models import Role
from app.consensus.models import ItemKind, Stance
from app.dialogues.queries import get_dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import Viewer
from app.records.models import Disclosure
from app.register.ledger import Part, last_round, ledger
from app.register.movement import Direction
from app.register.topic_rows import cut
from app.rounds.models import RoundKind, RoundStatus
from app.rounds.queries import rounds_of
from app.topics.queries import tree
from app.trace.models import LinkKind
from tests.conftest import statements
from tests.pages import words

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EARLY, LATE = "2024-02", "2025-03-01"


@pytest.fixture
def dialogue(make, lead):
    dialogue = make.dialogue(slug="here")
    make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    return dialogue


@pytest.fixture
def first(make, dialogue):
    return make.round(dialogue=dialogue, happened=EARLY)


def item(make, meeting, *, stances=None, **given):
    """An item of a round, its first wording and the positions on it of that day."""
    item = make.consensus_item(meeting=meeting, text=None, **given)
    wording = make.wording(item=item, happened=meeting.happened, text="[One] and [two].")
    for side in item.dialogue.sides:
        if stance := (stances or {}).get(side.code):
            make.position(wording=wording, side=side, stance=stance, happened=meeting.happened)
    return item


def found(db, dialogue, **asked):
    given = {name: PartialDate(day) for name, day in asked.items()}
    sections = ledger(db, get_dialogue(db, dialogue.slug), tree(db), **given)
    return {row.line.ref: row for section in sections for row in section.rows}


def directions(db, dialogue, **asked):
    rows = found(db, dialogue, **asked)
    return {ref: row.movement and row.movement.direction for ref, row in rows.items()}


def test_each_item_has_its_movement_between_two_days(db, make, dialogue, first):
    still = item(make, first, stances={"AV": Stance.ENDORSED})
    nearer = item(make, first, stances={"AV": Stance.ENDORSED, "SN": Stance.OBJECTED})
    both = {"AV": Stance.ENDORSED, "SN": Stance.ENDORSED}
    redrafted = item(make, first, stances=both)
    differs = item(make, first, item_kind=ItemKind.DIVERGENCE)
    gone = item(make, first, stances=both)
    [wording] = nearer.wordings
    sn = dialogue.sides[1]
    make.position(wording=wording, side=sn, stance=Stance.AD_REFERENDUM, happened="2025-01")
    make.wording(item=redrafted, happened="2025-01", text="[One] and two.")
    later = item(make, make.round(dialogue=dialogue, happened="2025-01-20"))
    make.link(earlier=differs, later=later, kind=LinkKind.SUPERSEDES)
    gone.withdrawn_on, gone.withdrawn_because = PartialDate("2024-06"), "Overtaken."

    assert directions(db, dialogue, as_of=LATE, since=EARLY) == {
        still.ref: Direction.UNCHANGED,
        nearer.ref: Direction.CLOSER,
        redrafted.ref: Direction.CLOSER,
        # What took its place is not settled either: nothing tells a direction.
        differs.ref: Direction.ENDED,
        gone.ref: Direction.ENDED,
        later.ref: Direction.NEW,
    }
    # Whoever asks later finds only what still stands; and nothing is told without a day before.
    assert gone.ref not in directions(db, dialogue, as_of=LATE, since="2024-07")
    assert set(directions(db, dialogue, as_of=EARLY).values()) == {None}
    assert later.ref not in found(db, dialogue, as_of=EARLY)


@ON_SQLITE
def test_agreements_divergences_and_what_is_not_settled_stand_apart(db, make, dialogue, first):
    both = {"positions": {"AV": Stance.ENDORSED, "SN": Stance.ENDORSED}}
    agreed = make.consensus_item(meeting=first, **both)
    reserved = {"AV": Stance.ENDORSED, "SN": Stance.ENDORSED_WITH_RESERVATION}
    make.consensus_item(meeting=first, positions=reserved)
    question = make.consensus_item(meeting=first, item_kind=ItemKind.OPEN_QUESTION, **both)
    divergence = make.consensus_item(meeting=first, item_kind=ItemKind.DIVERGENCE)
    asked = {"AV": Stance.SOUGHT}
    open_ = make.consensus_item(meeting=first, positions=asked)
    silent = make.consensus_item(meeting=first)

    rows = found(db, dialogue)

    assert [row.part for row in rows.values()] == [
        Part.AGREEMENTS,
        Part.AGREEMENTS,
        Part.UNSETTLED,
        Part.DIVERGENCES,
        Part.UNSETTLED,
        # What is not recorded is not said to be unsettled.
        Part.NOT_RECORDED,
    ]
    # An agreed text needs no column for each side, unless a side says more than yes.
    each = [ref for ref, row in rows.items() if row.shows_each_side]
    assert each == ["R1-C2", question.ref, divergence.ref, open_.ref]
    assert not {agreed.ref, silent.ref} & set(each)


@ON_SQLITE
def test_an_item_is_in_full_once_and_a_sub_point_below_its_parent(db, make, dialogue, first):
    above = make.topic(code="AA")
    below, other = make.topic(code="AA-1", parent=above), make.topic(code="BB")
    parent = make.consensus_item(meeting=first, topics=[other])
    alone = make.consensus_item(meeting=first, topics=[other, below])
    point = make.consensus_item(meeting=first, topics=[above], parent_id=parent.id)
    stray = make.consensus_item(meeting=first)

    sections = ledger(db, get_dialogue(db, "here"), tree(db))

    told = [
        (
            section.topic and section.topic.code,
            [row.line.ref for row in section.rows],
            [row.line.ref for row in section.elsewhere],
        )
        for section in sections
    ]
    assert told == [
        ("AA", [], [point.ref]),
        ("AA-1", [alone.ref], []),
        ("BB", [parent.ref, point.ref], [alone.ref]),
        (None, [stray.ref], []),
    ]
    [row] = [row for row in sections[2].rows if row.line.id == point.id]
    assert row.parent_ref == parent.ref


@ON_SQLITE
def test_a_page_holds_the_first_rows_and_says_what_it_leaves_out(db, make, dialogue, first):
    above, other = make.topic(code="AA"), make.topic(code="BB")
    for topics in ([above], [above], [above, other], [other], []):
        make.consensus_item(meeting=first, topics=topics)
    sections = ledger(db, get_dialogue(db, "here"), tree(db))

    def told(most):
        page = cut(sections, most)
        kept = [[row.line.ref for row in section.rows] for section in page.sections]
        return kept, [(topic and topic.code, number) for topic, number in page.left_out]

    assert told(5) == ([["R1-C1", "R1-C2", "R1-C3"], ["R1-C4"], ["R1-C5"]], [])
    assert told(2) == ([["R1-C1", "R1-C2"]], [("AA", 1), ("BB", 1), (None, 1)])


@ON_SQLITE
def test_the_last_round_is_the_last_one_held_that_was_over_by_then(db, make, dialogue, first):
    make.round(dialogue=dialogue, happened=None)
    make.round(dialogue=dialogue, happened="2025-03", status=RoundStatus.PLANNED)
    group = {"round_kind": RoundKind.WORKING_GROUP, "ref": "wg-one", "happened": "2023"}
    make.round(dialogue=dialogue, **group)
    make.round(dialogue=dialogue, **(group | {"ref": "wg-two", "happened": "2025"}))
    second = make.round(dialogue=dialogue, happened="2024-05-01", ended="2024-05-02")
    rounds = rounds_of(db, dialogue)

    def before(day):
        meeting = last_round(rounds, PartialDate(day).first_day)
        return meeting and meeting.ref

    assert before("2024-02-29") == "wg-one"  # February is not over
    assert before("2023-12-31") is None
    assert before("2024-03-01") == first.ref
    assert before("2024-05-02") == first.ref  # the round is on its last day
    assert before("2026-01-01") == second.ref


@ON_SQLITE
def test_the_page_gives_each_side_its_own_words_and_nobody_s_name(
    browser, make, dialogue, first, lead
):
    speaker = make.person(dialogue=dialogue, names="Speaks Quietly")
    item = make.consensus_item(meeting=first, item_kind=ItemKind.DIVERGENCE)
    [wording] = item.wordings
    said = {"zh-Hans": "先谈民用。", "en": "Civil matters first."}
    make.position(
        wording=wording,
        side=dialogue.sides[1],
        stance=Stance.OBJECTED,
        statement=LocalizedText(said, original="zh-Hans", stale=frozenset({"en"})),
        reason="Not yet.",
        person=speaker,
        body="Delegation",
    )

    page = browser.as_(lead).get("/here/ledger")

    [av, sn] = page.select(f"#{item.ref} + .each-side > td")
    assert "not recorded" in words(av)
    assert "Civil matters first." in words(sn)
    assert sn.select_one(".words")["lang"] == "en"
    assert "Stale: made of an earlier text" in words(sn)
    assert "Not yet." in words(sn)
    for hidden in ("Speaks Quietly", "Delegation"):
        assert hidden not in page.get_text()


@ON_SQLITE
def test_what_the_address_asks_for_and_cannot_have_is_said_beside_the_field(
    browser, make, dialogue, first, lead
):
    item = make.consensus_item(meeting=first)
    browser.as_(lead)
    for address, field in (
        ("since=soon", "since"),
        ("since=R1&as_of=R1", "since"),
        ("topic=NONE", "topic"),
        ("as_of=R99", "as_of"),
    ):
        page = browser.get(f"/here/ledger?{address}")

        error = page.select_one(f"#filter-{field}-error")
        assert error is not None, address
        assert page.select_one(f"#filter-{field}")["aria-describedby"] == error["id"]
        # Never the ledger of another moment or topic than the one asked for.
        assert not page.select(f"#{item.ref}"), address


@ON_SQLITE
def test_without_an_earlier_round_no_movement_is_told(browser, make, lead, dialogue):
    undated = make.round(dialogue=dialogue, happened=None)
    item = make.consensus_item(meeting=undated)

    page = browser.as_(lead).get("/here/ledger")

    assert "no earlier round to compare with" in words(page.select_one(f"#{item.ref}"))


@ON_SQLITE
def test_a_side_s_own_items_are_in_its_ledger_alone(db, make, dialogue, first):
    av, sn = dialogue.sides
    own = make.consensus_item(meeting=first, disclosure=Disclosure.SIDE, side=av)
    old = make.consensus_item(meeting=first)
    make.link(earlier=old, later=own, kind=LinkKind.SUPERSEDES)

    def seen(side):
        here = frozenset({dialogue.id})
        db.info["viewer"] = Viewer(
            participant_of=here, secretariat_of=here, own_sides=frozenset({side.id})
        )
        rows = found(db, dialogue, since="2023", as_of="2026")
        return {ref: [heir.ref for heir in row.heirs] for ref, row in rows.items()}

    assert own.ref in seen(av)
    assert seen(sn) == {}


@ON_SQLITE
def test_the_pages_take_as_many_statements_for_many_items_as_for_one(
    browser, db, make, dialogue, first, lead
):
    zeta = make.topic(code="ZZ")
    pages = ("ledger?since=2023", "ledger?topic=ZZ&as_of=R1&since=2023", "awaiting?side=AV")
    pages = (*pages, "awaiting?as_of=R1", "decisions", "decisions?from=R1&to=R1&as_of=R1")
    browser.as_(lead)
    counted = []
    for times in (1, 3):
        for _ in range(times):
            stances = {"AV": Stance.SOUGHT, "SN": Stance.AD_REFERENDUM}
            one = item(make, first, stances=stances, topics=[zeta])
            make.bracket_note(wording=one.wordings[0], reason="awaiting-instructions")
            other = make.consensus_item(meeting=first, parent_id=one.id)
            person = make.person(dialogue=dialogue)
            action = make.action(meeting=first, origin=one, owners=[person, dialogue.sides[0]])
            make.action_update(action=action)
            make.link(earlier=other, later=one, kind=LinkKind.SUPERSEDES)
        for address in pages:
            browser.get(f"/here/{address}")
        sizes = {}
        for address in pages:
            with statements() as sent:
                browser.get(f"/here/{address}")
            sizes[address] = len(sent)
        counted.append(sizes)

    assert counted[0] == counted[1]
    assert max(counted[1].values()) <= 17
