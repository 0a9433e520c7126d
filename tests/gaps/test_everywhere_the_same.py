"""Screen, console and spreadsheet give one list of gaps, on random records.

THROUGHLINE_EXAMPLES=1000 for a long look.
"""

import json
import os
from io import BytesIO

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.accounts.models import Role
from app.actions.models import ActionStatus
from app.cli import main
from app.consensus.models import ItemKind, Level
from app.dialogues.models import Track
from app.handovers.models import Direction, Outcome
from app.records.models import Disclosure, Record
from app.rounds.models import RoundStatus, TopicFormat
from app.trace.models import Basis, LinkKind
from tests.pages import words

EXAMPLES = int(os.environ.get("THROUGHLINE_EXAMPLES", "25"))
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DATES = st.sampled_from([None, "2019", "2022-05", "2024-02-12", "2025-12-30"])
HIDDEN = st.sampled_from([Disclosure.PARTICIPANTS, Disclosure.SECRETARIAT, Disclosure.SIDE])


@st.composite
def graphs(draw):
    """Rounds with what was recorded at them, and what joins any two of these, as plain choices."""
    rounds = draw(
        st.lists(
            st.tuples(
                st.booleans(),
                DATES,
                st.sampled_from(list(RoundStatus)),
                st.sampled_from(list(ItemKind)),
                st.sampled_from([None, *Level]),
                st.booleans(),
                st.sampled_from(list(TopicFormat)),
                HIDDEN,
            ),
            min_size=1,
            max_size=6,
        )
    )
    ends = st.integers(0, 3 * len(rounds) - 1)
    links = draw(
        st.lists(
            st.tuples(ends, ends, st.sampled_from(list(LinkKind)), st.sampled_from(list(Basis))),
            max_size=8,
            unique_by=lambda link: link[:3],
        )
    )
    passed = draw(st.lists(st.tuples(ends, DATES, st.sampled_from(list(Direction))), max_size=3))
    return rounds, links, passed


def build(make, graph):
    """The graph as records; what is hidden from one side's people is the other side's own."""
    rounds, links, passed = graph
    here = make.dialogue(name="Here")
    there = make.dialogue(track=Track.GOVERNMENT)
    make.link(earlier=make.round(dialogue=here), later=make.round(dialogue=there))
    found = []
    for official, day, status, kind, level, agreed, format_, disclosure in rounds:
        dialogue = there if official else here
        side = dialogue.sides[0] if disclosure is Disclosure.SIDE else None
        known = {"disclosure": disclosure, "side": side}
        meeting = make.round(dialogue=dialogue, happened=day, status=status)
        topic = make.agenda_topic(meeting=meeting, format=format_, title="Hid", **known)
        item = make.consensus_item(
            agenda_topic=topic, item_kind=kind, level=level, endorsed_by_all=agreed,
            text="They meet for a second round.", title=f"Of {disclosure}", **known,
        )  # fmt: skip
        make.action(meeting=meeting, origin=item, status=ActionStatus.DONE, **known)
        make.expectation(
            record=topic, held_by=here, outcome=Outcome.MET if agreed else None,
            side=there.sides[1],
        )  # fmt: skip
        found += [meeting, topic, item]
    for earlier, later, kind, basis in links:
        if earlier != later:
            make.link(earlier=found[earlier], later=found[later], kind=kind, basis=basis)
    for about, day, direction in passed:
        make.handover(
            dialogue=here, happened=day, direction=direction, meant_for=found[about],
            wordings=found[about].wordings if about % 3 == 2 else (),
        )  # fmt: skip
    return here, there


def on_screen(browser, dialogue):
    page = browser.get(f"/{dialogue.slug}/gaps")
    return {
        (section.h2["id"], words(row.select("td")[0]))
        for section in page.select("section:has(table.gaps)")
        for row in section.select("tbody tr")
    }, {a["href"].partition("gap=")[2] for a in page.select("table.gaps a[href*='accept?gap=']")}


def in_spreadsheet(browser, dialogue):
    content = browser.client.get(f"/{dialogue.slug}/gaps/export/xlsx").data
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    [start] = [place for place, row in enumerate(rows) if "Key" in row]
    heads = rows[start]
    return [
        (row[heads.index("Key")], row[heads.index("What is missing")])
        for row in rows[start + 1 :]
        if row[heads.index("Key")]
    ]


def on_console(url, dialogue):
    environment = {"DATABASE_URL": url, "SECRET_KEY": "test-only"}
    result = CliRunner().invoke(main, ["gaps", dialogue.slug, "--json"], env=environment)
    assert result.exit_code == 0, result.output
    return [(gap["key"], gap["words"]) for gap in json.loads(result.output)["gaps"]]


@on_sqlite
def test_screen_console_and_spreadsheet_tell_one_list(browser, make, db, database_url):
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
    @given(graphs())
    def agree(graph):
        here, there = build(make, graph)
        whole, partial = make.user(), make.user()
        for dialogue in (here, there):
            # The house is of no side: what one side keeps to itself, only its own people read.
            make.membership(
                user=whole, dialogue=dialogue, role=Role.SECRETARY, side=dialogue.sides[0]
            )
        make.membership(user=partial, dialogue=here, role=Role.SECRETARY, side=here.sides[1])

        db.commit()
        told = on_console(database_url, here)
        browser.as_(whole)
        listed = in_spreadsheet(browser, here)
        shown, accepting = on_screen(browser, here)

        assert listed == told
        assert shown == {(key.partition(":")[0], said) for key, said in told}
        assert len(accepting) == len(told) == len({key for key, _said in told})

        browser.as_(partial)
        page = browser.get(f"/{here.slug}/gaps")
        assert "Of side" not in page.text
        links = {a["href"] for a in page.select("a.record")}
        assert not links & {f"/{here.slug}/{ref}" for ref in _refs(db, here)}

    agree()


def _refs(db, dialogue):
    """The references that only the first side's people may read."""
    rows = db.query(Record).filter_by(dialogue_id=dialogue.id, disclosure=Disclosure.SIDE)
    return [row.ref for row in rows]
