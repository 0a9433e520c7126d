"""Silence procedures: who keeps silent to the end of the deadline does not object."""

from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from app.audit.models import AuditEntry
from app.cli import main
from app.consensus.commands import adopt_wording, withdraw_item
from app.consensus.lines import items_with
from app.consensus.models import ConsensusItem, Method, Position, Stance
from app.consensus.position_commands import take_position
from app.consensus.queries import Filter, counts_by_standing, get_wordings, register
from app.consensus.silence import Fate, all_said
from app.consensus.silence_commands import (
    break_silence,
    circulate,
    extend,
    settle_silences,
)
from app.consensus.stances import supposing
from app.consensus.standing import Standing, standing
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.rules import Refused
from tests.audit.racing import at_once, writing
from tests.conftest import statements
from tests.make import text

ASKED, DEADLINE, AFTER = (PartialDate(f"2025-03-{day}") for day in ("10", "20", "21"))
BECAUSE = text("It goes too far.")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def item(make):
    item = make.consensus_item(meeting=None, happened="2025-03-01", text=None)
    make.wording(item=item, happened="2025-03-01")
    return item


def circulated(db, item, actor, **given):
    return circulate(db, actor=actor, item=item, happened=ASKED, deadline=DEADLINE, **given)


def stands(db, item, as_of=None):
    """The standing, and each side's stance with its date."""
    day = PartialDate(as_of) if as_of else None
    [line] = items_with(db, item.dialogue.sides, ConsensusItem.id == item.id, as_of=day)
    heard = {(str(one.stance), str(one.happened)) for one in line.stands.values()}
    return line.standing, heard


def fates(db, item, as_of=None):
    day = PartialDate(as_of) if as_of else None
    [line] = items_with(db, item.dialogue.sides, ConsensusItem.id == item.id, as_of=day)
    said = all_said(db, item, get_wordings(db, item), line.stands, day)
    return [asked.fate for _wording, history in said[0].history for asked in history]


def test_silence_is_no_objection_from_the_day_after_the_deadline(db, item, secretary):
    circulated(db, item, secretary)

    assert stands(db, item, "2025-03-09")[0] is Standing.NOT_RECORDED
    assert stands(db, item, "2025-03-20") == (Standing.AWAITING, {("sought", "2025-03-10")})
    assert stands(db, item, "2025-03-21") == (Standing.AGREED, {("no-objection", "2025-03-21")})
    [line] = register(db, item.dialogue, Filter())
    ours = line.stands[item.dialogue.sides[0].id]
    assert (ours.method, ours.deadline, ours.since) == (Method.SILENCE, DEADLINE, ASKED)


def test_a_statement_that_was_compiled_today_knows_of_tomorrow(db, item, secretary):
    circulated(db, item, secretary)
    asked = sa.select(standing()).where(ConsensusItem.id == item.id)
    seen, compiled = [], set()

    for day in (date(2025, 3, 20), date(2025, 3, 21), date(2025, 3, 20)):
        with supposing(day), statements(db.get_bind()) as sent:
            seen.append((db.scalar(asked), counts_by_standing(db, item.dialogue)))
            compiled.add(tuple(sent))

    waits = (Standing.AWAITING, {Standing.AWAITING: 1})
    assert seen == [waits, (Standing.AGREED, {Standing.AGREED: 1}), waits]
    assert len(compiled) == 1
    assert db.scalar(asked) is Standing.AGREED


@on_sqlite
def test_a_deadline_is_one_whole_day_after_the_circulation(db, item, secretary):
    for deadline in ("2025", "2025-04", "2025-03-10", "2025-03-09"):
        with pytest.raises(Refused) as refusal:
            circulate(
                db, actor=secretary, item=item, happened=ASKED, deadline=PartialDate(deadline)
            )
        assert refusal.value.field == "deadline"


@on_sqlite
def test_a_wording_is_put_to_the_sides_that_have_not_answered(db, make, secretary):
    item = make.consensus_item(
        dialogue=make.dialogue(sides="ABCD"),
        meeting=None,
        positions={"A": Stance.ENDORSED, "B": Stance.AD_REFERENDUM},
    )
    _a, b, _c, _d = item.dialogue.sides

    asked = circulated(db, item, secretary)

    assert [one.side.code for one in asked] == ["C", "D"]
    assert [one.side for one in circulated(db, item, secretary, sides=[b])] == [b]
    with pytest.raises(Refused) as refusal:
        circulated(db, item, secretary)
    assert refusal.value.field == "sides"


@on_sqlite
def test_an_older_wording_or_an_ended_item_is_not_circulated(db, item, secretary):
    adopt_wording(db, actor=secretary, item=item, text=text("Other."), reason="Why.",
                  happened=PartialDate("2025-03-05"))  # fmt: skip

    with pytest.raises(Refused, match="Wording 2 is newer"):
        circulated(db, item, secretary, newest_known=1)
    withdraw_item(db, actor=secretary, item=item, withdrawn_on=ASKED, because="Overtaken.")
    with pytest.raises(Refused, match="withdrawn"):
        circulated(db, item, secretary, newest_known=2)


@on_sqlite
def test_a_deadline_is_extended_before_it_is_over(db, item, secretary):
    sides = item.dialogue.sides
    circulated(db, item, secretary)
    longer = {"actor": secretary, "item": item, "sides": sides, "reason": text("A holiday.")}
    for wrong, field in (
        ({"happened": AFTER}, "happened"),
        ({"deadline": DEADLINE}, "deadline"),
        ({"reason": EMPTY}, "reason"),
        ({"sides": []}, "sides"),
    ):
        given = {"happened": DEADLINE, "deadline": PartialDate("2025-03-30"), **longer, **wrong}
        with pytest.raises(Refused) as refusal:
            extend(db, **given)
        assert refusal.value.field == field

    extend(db, **longer, happened=DEADLINE, deadline=PartialDate("2025-03-30"))

    assert stands(db, item, "2025-03-21")[0] is Standing.AWAITING
    assert stands(db, item, "2025-03-31")[0] is Standing.AGREED
    assert fates(db, item) == [Fate.EXTENDED, Fate.PASSED]
    assert fates(db, item, "2025-03-19") == [Fate.PENDING]


@pytest.mark.parametrize(
    ("objected", "standings", "fate"),
    [
        ("2025-03-15", ["objected", "objected"], Fate.BROKEN),
        ("2025-03-25", ["agreed", "objected"], Fate.BROKEN_LATE),
    ],
)
@pytest.mark.parametrize("noted", [False, True])
@on_sqlite
def test_silence_is_broken_in_time_or_late_and_both_stay_on_record(
    db, item, secretary, objected, standings, fate, noted
):
    circulated(db, item, secretary)
    if noted:
        settle_silences(db)

    broken = break_silence(
        db,
        actor=secretary,
        item=item,
        side=item.dialogue.sides[0],
        reason=BECAUSE,
        happened=PartialDate(objected),
    )

    assert (broken.stance, broken.deadline) == (Stance.OBJECTED, DEADLINE)
    assert [str(stands(db, item, day)[0]) for day in ("2025-03-22", "2025-03-26")] == standings
    assert fates(db, item)[0] is fate
    with pytest.raises(Refused, match="has spoken since"):
        break_silence(db, actor=secretary, item=item, side=item.dialogue.sides[0], reason=BECAUSE,
                      happened=AFTER)  # fmt: skip


@pytest.mark.parametrize("before", [True, False])
@on_sqlite
def test_a_silence_lapses_where_a_newer_wording_comes_first(db, item, secretary, before):
    circulated(db, item, secretary)
    adopt_wording(db, actor=secretary, item=item, text=text("Other."), reason="Why.",
                  happened=DEADLINE if before else AFTER)  # fmt: skip

    settled = settle_silences(db)

    assert fates(db, item)[0] is (Fate.OVERTAKEN if before else Fate.PASSED)
    assert len(settled) == (0 if before else 2)
    expected = Standing.NOT_RECORDED if before else Standing.AWAITING
    assert stands(db, item)[0] is expected


@pytest.mark.parametrize("end", ["withdrawn", "superseded"])
@on_sqlite
def test_nothing_is_settled_on_an_item_that_ended_first(db, make, item, secretary, end):
    circulated(db, item, secretary)
    if end == "withdrawn":
        withdraw_item(db, actor=secretary, item=item, withdrawn_on=DEADLINE, because="Overtaken.")
    else:
        make.link(
            earlier=item,
            later=make.consensus_item(dialogue=item.dialogue, meeting=None, happened="2025-03-20"),
            kind="supersedes",
        )

    assert settle_silences(db) == []
    assert fates(db, item) == [Fate(end)]
    assert stands(db, item)[1] == {("sought", "2025-03-10")}


def test_a_passed_silence_is_noted_once_whoever_notes_it(db, engine, item, secretary):
    circulated(db, item, secretary)
    db.commit()

    def ticks(day):
        with writing(engine) as mine:
            noted = len(settle_silences(mine, today=day))
            mine.commit()
            return noted

    assert ticks(date(2025, 3, 20)) == 0
    noted = at_once(*[partial(ticks, date(2025, 3, 21))] * 4)

    assert sorted(noted) == [0, 0, 0, 2]
    assert ticks(date(2025, 3, 21) + timedelta(days=400)) == 0
    rows = db.scalars(sa.select(Position).where(Position.stance == Stance.NO_OBJECTION)).all()
    assert {(one.number, one.happened, one.recorded_by) for one in rows} == {
        (2, AFTER, "the console")
    }
    actions = db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.serial)).all()
    assert actions == ["silence.circulated"] * 2 + ["silence.settled"] * 2


@on_sqlite
def test_an_answer_by_mail_ends_the_silence(db, item, secretary):
    circulated(db, item, secretary)
    settle_silences(db)

    take_position(
        db,
        actor=secretary,
        item=item,
        side=item.dialogue.sides[0],
        stance=Stance.ENDORSED,
        happened=PartialDate("2025-03-18"),
    )

    assert ("endorsed", "2025-03-18") in stands(db, item, "2025-03-19")[1]
    assert fates(db, item)[0] is Fate.ANSWERED


def test_the_console_settles_once_and_says_what(db, database_url, item, secretary):
    circulated(db, item, secretary)
    db.commit()

    def tick(*words):
        environment = {"DATABASE_URL": database_url, "SECRET_KEY": "test-only"}
        result = CliRunner().invoke(main, ["tick", *words], env=environment)
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    place = f"{item.dialogue.slug}/{item.ref}, wording 1"
    said = [f"{place}, {code}: no objection by the end of 2025-03-20" for code in ("AV", "SN")]
    assert [tick("--dry-run"), tick("--dry-run"), tick(), tick()] == [
        said,
        said,
        said,
        ["nothing to settle"],
    ]
