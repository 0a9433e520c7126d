"""What is waited for, from whom and since when."""

from datetime import date

import pytest

from app.accounts.models import Role
from app.actions.models import ActionStatus
from app.consensus.models import BracketReason, ItemKind, Method, Stance
from app.consensus.stances import supposing
from app.dialogues.queries import get_dialogue
from app.partial_date import PartialDate
from app.reading import Viewer
from app.records.models import Disclosure
from app.register.awaiting import Want, awaiting
from app.register.waiting import Waited, waited
from app.trace.models import LinkKind
from tests.pages import words

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2024, 11, 18)


@pytest.fixture
def dialogue(make, lead):
    dialogue = make.dialogue(slug="here")
    make.membership(user=lead, dialogue=dialogue, role=Role.LEAD, side=dialogue.sides[0])
    return dialogue


@pytest.fixture
def meeting(make, dialogue):
    return make.round(dialogue=dialogue, happened="2024-02", number=1)


def found(db, dialogue, as_of=None):
    """By side, what it is waited for and since when, as somebody reads it on the day."""
    day = PartialDate(as_of) if as_of else None
    with supposing(TODAY):
        every = awaiting(db, get_dialogue(db, dialogue.slug), today=TODAY, as_of=day)
    return {
        one.side and one.side.code: {
            (row.want, row.ref): str(row.since) if row.since else None for row in one.rows
        }
        for one in every
    }


def asked(make, meeting, stances, day, *, item=None, **taken):
    """An item in the words of a round, with what each side of `stances` said on a day."""
    item = make.consensus_item(meeting=meeting, text=None, **(item or {}))
    wording = make.wording(item=item, happened=meeting.happened)
    for side in item.dialogue.sides:
        if (stance := stances.get(side.code)) is not None:
            more = taken if stance is Stance.SOUGHT else {}
            make.position(wording=wording, side=side, stance=stance, happened=day, **more)
    return item


def test_a_side_is_waited_for_where_it_was_asked_or_agreed_for_the_time_being(
    db, make, dialogue, meeting
):
    yes, sought = {"AV": Stance.ENDORSED}, {"AV": Stance.ENDORSED, "SN": Stance.SOUGHT}
    by_silence = {"method": Method.SILENCE, "deadline": "2024-12-01"}
    by_then = {"method": Method.SILENCE, "deadline": "2024-11-01"}
    plain = asked(make, meeting, sought, "2024-03")
    silent = asked(make, meeting, sought, "2024-10-01", **by_silence)
    unconfirmed = asked(make, meeting, yes | {"SN": Stance.AD_REFERENDUM}, "2024-05-06")
    # Senning is waited for since there is something to answer, whether or not it was asked.
    answered = asked(make, meeting, yes, "2024-02-20")
    undated = asked(make, make.round(dialogue=dialogue, happened=None), sought, None)
    # Nobody is waited for who is not to be asked, objects or was silent for long enough, nor on
    # what nobody was asked about, what is a divergence or what no longer stands.
    asked(make, meeting, yes | {"SN": Stance.NOT_SOUGHT}, "2024-03")
    asked(make, meeting, yes | {"SN": Stance.OBJECTED}, "2024-03")
    asked(make, meeting, sought, "2024-10-01", **by_then)
    make.consensus_item(meeting=meeting)
    make.consensus_item(meeting=meeting, item_kind=ItemKind.DIVERGENCE)
    gone = asked(make, meeting, sought, "2024-03")
    make.link(earlier=gone, later=answered, kind=LinkKind.SUPERSEDES)

    assert found(db, dialogue) == {
        "AV": {},
        "SN": {
            (Want.POSITION, answered.ref): "2024-02",
            (Want.POSITION, plain.ref): "2024-03",
            (Want.POSITION, undated.ref): None,
            (Want.SILENCE, silent.ref): "2024-10-01",
            (Want.CONFIRMATION, unconfirmed.ref): "2024-05-06",
        },
    }
    before = found(db, dialogue, as_of="2024-04-30")["SN"]
    assert before[(Want.POSITION, plain.ref)] == "2024-03"
    # Nobody had said anything on this one yet, nor was asked.
    assert silent.ref not in {ref for _want, ref in before}


@ON_SQLITE
def test_an_action_is_the_turn_of_whom_it_waits_for_and_else_of_its_owners(
    db, make, dialogue, meeting
):
    av, sn = dialogue.sides
    owed = make.action(meeting=meeting, owners=[av, sn])
    waiting = make.action(meeting=meeting, owners=[av], status=ActionStatus.WAITING, waiting_for=sn)
    for status, day in (("open", "2024-03"), ("waiting", "2024-04"), (None, "2024-06")):
        make.action_update(action=waiting, status=status, happened=day)
    body = make.action(meeting=meeting, owners=["Scenario group"])
    make.action(meeting=meeting, owners=[sn], status=ActionStatus.DONE)

    assert found(db, dialogue) == {
        "AV": {(Want.ACTION, owed.ref): "2024-02"},
        "SN": {(Want.ACTION, owed.ref): "2024-02", (Want.ACTION, waiting.ref): "2024-04"},
        None: {(Want.ACTION, body.ref): "2024-02"},
    }
    # For whom it waited on an earlier day, the record does not keep.
    assert (Want.ACTION, waiting.ref) in found(db, dialogue, as_of="2024-05-01")[None]
    assert (Want.ACTION, waiting.ref) in found(db, dialogue, as_of="2024-03-31")["AV"]
    assert found(db, dialogue, as_of="2024-01")["AV"] == {}


def test_a_bracket_waits_for_instructions_until_something_else_is_said_of_it(
    db, make, dialogue, meeting
):
    sn = dialogue.sides[1]
    item = make.consensus_item(meeting=meeting, text=None)
    wording = make.wording(item=item, happened="2024-02", text="[One [two]] and [three].")
    waits = {"wording": wording, "reason": BracketReason.AWAITING_INSTRUCTIONS}
    make.bracket_note(**waits, place=2, side=sn, happened="2024-03")
    make.bracket_note(**waits, place=3, side=sn, happened="2024-03")
    make.bracket_note(wording=wording, place=3, reason=BracketReason.TRADING, happened="2024-06")
    make.bracket_note(**waits, place=1)

    [own, nobody] = awaiting(db, get_dialogue(db, "here"), today=TODAY)[1:]

    [row] = own.rows
    assert (row.want, row.instruction.place, row.instruction.words) == (
        Want.INSTRUCTIONS,
        2,
        "[two]",
    )
    assert [row.instruction.words for row in nobody.rows] == ["[One [two]]"]
    assert nobody.rows[0].waited is None
    before = awaiting(db, get_dialogue(db, "here"), today=TODAY, as_of=PartialDate("2024-05"))
    assert [row.instruction.place for row in before[1].rows] == [2, 3]
    make.wording(item=item, happened="2024-07", text="One and [three].")
    assert all(not one.rows for one in awaiting(db, get_dialogue(db, "here"), today=TODAY))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, "2024-11-18", None),
        ("2024-02", "2024-11-18", Waited(0, 9)),
        ("2024-11", "2024-11-18", Waited(0, 0)),
        ("2022-02", "2024-11-18", Waited(2, 9)),
        ("2023", "2024-11-18", Waited(1)),
        ("2024", "2024-11-18", Waited(0)),
        ("2024-11-18", "2024-11-18", Waited(0, 0, 0)),
        ("2024-10-19", "2024-11-18", Waited(0, 0, 30)),
        ("2024-10-18", "2024-11-18", Waited(0, 1, 0)),
        ("2023-11-19", "2024-11-18", Waited(0, 11, 0)),
        ("2024-12-01", "2024-11-18", Waited(0, 0, 0)),
    ],
)
def test_how_long_is_told_as_exactly_as_the_start_is_known(since, until, expected):
    start = PartialDate(since) if since else None

    assert waited(start, PartialDate(until).first_day) == expected


@ON_SQLITE
def test_the_page_is_written_from_the_place_of_the_viewer_s_side(
    browser, make, dialogue, meeting, lead
):
    ours = asked(make, meeting, {"AV": Stance.SOUGHT, "SN": Stance.ENDORSED}, "2024-03")
    theirs = asked(make, meeting, {"AV": Stance.ENDORSED, "SN": Stance.SOUGHT}, None)
    browser.as_(lead)

    def told(query=""):
        page = browser.get(f"/here/awaiting{query}")
        return {
            words(section.h2): [words(ref) for ref in section.select("tbody .ref")]
            for section in page.select("main section")
        }

    assert told() == {
        "What Side AV waits for from Side SN 1": [theirs.ref],
        "What the others wait for from Side AV 1": [ours.ref],
    }
    assert told("?side=SN") == {
        "What Side SN waits for from Side AV 1": [ours.ref],
        "What the others wait for from Side SN 1": [theirs.ref],
    }
    assert told("?side=XX") == {}
    page = browser.get("/here/awaiting")
    assert "since March 2024" in page.get_text()
    page = browser.get("/here/awaiting?side=XX")
    assert "is no side" in words(page.select_one("#filter-side-error"))


@ON_SQLITE
def test_with_three_sides_it_is_said_who_waits(browser, make, lead):
    dialogue = make.dialogue(slug="three", sides=("AA", "BB", "CC"))
    make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    positions = {"AA": Stance.ENDORSED, "BB": Stance.ENDORSED, "CC": Stance.SOUGHT}
    make.consensus_item(dialogue=dialogue, positions=positions)

    page = browser.as_(lead).get("/three/awaiting")

    headings = [words(one) for one in page.select("main h2")]
    assert headings == [f"What is waited for from Side {code}" for code in ("AA 0", "BB 0", "CC 1")]
    assert "Side AA, Side BB" in words(page.select("main section")[2])


@ON_SQLITE
def test_what_is_kept_from_a_viewer_is_not_waited_for_and_no_name_is_told(
    browser, db, make, dialogue, meeting, reader
):
    _av, sn = dialogue.sides
    make.membership(user=reader, dialogue=dialogue, role=Role.READER)
    for level in (Disclosure.SIDE, Disclosure.SECRETARIAT):
        kept = {"disclosure": level, "side": sn if level is Disclosure.SIDE else None}
        asked(make, meeting, {"SN": Stance.SOUGHT}, "2024-03", item=kept)
        make.action(meeting=meeting, owners=[sn], **kept)
    person = make.person(dialogue=dialogue, names="Works Unseen")
    shown = make.action(meeting=meeting, owners=[person])

    page = browser.as_(reader).get("/here/awaiting")

    assert [words(one) for one in page.select("main tbody .ref")] == [shown.ref]
    assert "Works Unseen" not in page.get_text()
    db.info["viewer"] = Viewer(
        participant_of=frozenset({dialogue.id}), own_sides=frozenset({sn.id})
    )
    own = found(db, dialogue)
    assert (len(own["SN"]), len(own["AV"])) == (2, 1)
