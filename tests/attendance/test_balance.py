"""How rounds were composed: people once, and nobody singled out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.balance import balance_of
from app.attendance.over_rounds import OverRounds
from app.attendance.presences import Presence
from app.people.models import Naming, Sector
from app.people.naming import Printed
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, Capacity, Round
from app.rounds.tally import Tally, tally_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECTORS = st.sampled_from([None, *Sector])
SIDES = (1, 2)


@st.composite
def rosters(draw):
    """The rosters of three rounds: each person at most once at each, anywhere and as anything."""
    present = {}
    for round_id in (1, 2, 3):
        people = draw(st.sets(st.integers(1, 12)))
        present[round_id] = [
            Presence(
                round_id=round_id,
                side_id=draw(st.sampled_from([*SIDES, None])),
                person_id=person_id,
                name=f"Person {person_id}",
                role=AttendanceRole.PARTICIPANT,
                sector=draw(SECTORS),
                capacity=draw(st.sampled_from([None, *Capacity])),
            )
            for person_id in people
        ]
        for number in draw(st.lists(st.sampled_from([None, 1, 4]), max_size=2)):
            present[round_id].append(Presence(round_id=round_id, side_id=1, number=number))
    return present


@given(rosters())
def test_over_the_rounds_people_are_counted_once(present):
    rounds = [Round(id=number, ref=f"R{number}") for number in present]
    found = OverRounds(
        rounds=rounds,
        of_how_many=3,
        everybody=[],
        attendees=[],
        present=present,
        last_recorded=None,
    )
    lines = [one for roster in present.values() for one in roster]
    people = {one.person_id for one in lines if one.person_id}
    unnamed = sum(one.number or 0 for one in lines if not one.person_id)

    balance = balance_of(found, SIDES)

    assert balance.total.over.named == len(people)
    assert balance.total.over.unnamed == unnamed
    for shares in (balance.sides, balance.sectors, balance.capacities, balance.institutions):
        assert sum(share.over.named for share in shares) == len(people)
        at_most = [max((at.named for at in s.by_round.values()), default=0) for s in shares]
        assert max(at_most, default=0) <= len(people)
    for round_id, roster in present.items():
        at = sum((s.by_round.get(round_id, Tally()) for s in balance.sides), Tally())
        assert at == sum((one.tally for one in roster), Tally())


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(), "not recorded"),
        (Tally(named=17), "17 named"),
        (Tally(named=17, undisclosed=True), "17 named + a few, number not disclosed"),
        (Tally(named=2, unnamed=3), "2 named + 3 not named"),
        (Tally(2, 3, True), "2 named + 3 not named + a few, number not disclosed"),
        (Tally(unnamed=3), "3 not named"),
        (Tally(unnamed=3, undisclosed=True), "3 not named + a few, number not disclosed"),
        (Tally(undisclosed=True), "a few, number not disclosed"),
    ],
)
def test_a_roster_is_summed_up_in_words(tally, words):
    assert str(tally.words) == words


def test_a_roster_is_summed_up_from_what_is_printed_of_it():
    shown = [
        Printed(name="LI Wei", person_id=1),
        Printed(role=AttendanceRole.PARTICIPANT),
        Printed(is_counted=True, is_group=True, number=4),
        Printed(name="a few", is_group=True, number=None),
    ]

    assert tally_of(shown) == Tally(named=1, unnamed=5, undisclosed=True)


@on_sqlite
def test_a_roster_that_is_not_recorded_is_not_a_round_to_which_nobody_came(
    rounds, comes, over_rounds
):
    ours, theirs = rounds[0].dialogue.sides
    comes("LI Wei", 0)

    balance = balance_of(over_rounds(), [ours.id, theirs.id])

    assert {side.key: side.by_round for side in balance.sides} == {
        ours.id: {rounds[0].id: Tally(named=1)},
        theirs.id: {},
    }
    assert balance.unrecorded == [theirs.id]
    assert balance.unrecorded_at(rounds[1].id) == [ours.id, theirs.id]


def test_no_sector_or_institution_singles_out_somebody_withheld(make, rounds, comes, over_rounds):
    ours, theirs = rounds[0].dialogue.sides
    kept = {"naming": Naming.ROLE_AND_SIDE, "sector": Sector.MILITARY, "capacity": Capacity.EXPERT}
    for attended in comes("LI Wei", 0, 2, side=theirs, **kept):
        attended.institutions.append(make.institution(name="Academy"))
    comes("SUN Mei", 0, 2, sector=Sector.BUSINESS)

    balance = balance_of(over_rounds(Disclosure.PARTICIPANTS), [ours.id, theirs.id])

    assert [share.key for share in balance.sectors] == [Sector.BUSINESS]
    assert [share.key for share in (*balance.capacities, *balance.institutions)] == [None, None]
    assert [side.over for side in balance.sides] == [Tally(named=1), Tally(unnamed=2)]
    # That both were the same person is not told: by another round it could be somebody named.
    assert balance.unnamed.over == Tally(unnamed=2)
    assert (Sector.MILITARY, 0) in balance.thin


@on_sqlite
def test_thin_sectors_are_told_only_where_sectors_are_on_record(rounds, comes, over_rounds):
    sides = [side.id for side in rounds[0].dialogue.sides]
    comes("LI Wei", 0)
    assert balance_of(over_rounds(), sides).thin == []

    comes("SUN Mei", 0, 2, sector=Sector.MILITARY)
    for name in ("ZHAO An", "KIM Ho"):
        comes(name, 2, sector=Sector.ACADEMIA)

    balance = balance_of(over_rounds(), sides)
    thin = dict(balance.thin)
    assert (thin[Sector.MILITARY], thin[Sector.TECHNOLOGY]) == (1, 0)
    assert Sector.ACADEMIA not in thin
    assert balance.sector_unknown == 1


@on_sqlite
def test_a_sector_that_was_recorded_once_holds_where_it_was_left_out_later(
    rounds, comes, make, over_rounds
):
    [first] = comes("LI Wei", 0, sector=Sector.MILITARY)
    make.attendance(round=rounds[2], person=first.person)

    balance = balance_of(over_rounds(), [side.id for side in rounds[0].dialogue.sides])

    assert {share.key: share.over.named for share in balance.sectors} == {
        Sector.MILITARY: 1,
        None: 0,
    }
