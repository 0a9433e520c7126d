"""The page of the register: as it stood, in pages, with as many statements for many as for few."""

import pytest

from app.accounts.models import Role
from app.consensus.models import ItemKind, Method, Stance
from app.dialogues.models import Track
from app.trace.models import LinkKind
from tests.conftest import statements
from tests.pages import words
from tests.register.narrow import counts, refs

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make, lead):
    here = make.dialogue(slug="here", sides=("AV", "SN", "TH"))
    make.membership(user=lead, dialogue=here, role=Role.LEAD)
    return here


def grow(make, here, talks, topic, times):
    """More items of every standing, with whatever stands in their rows."""
    for _time in range(times):
        meeting = make.round(dialogue=here, happened="2024-02")
        agreed = make.consensus_item(meeting=meeting, endorsed_by_all=True, topics=[topic])
        asked = make.consensus_item(
            meeting=meeting, text="In [brackets].", positions={"AV": Stance.SOUGHT}
        )
        make.consensus_item(
            meeting=meeting, parent_id=asked.id, positions={"AV": Stance.AD_REFERENDUM}
        )
        old = make.consensus_item(meeting=meeting, item_kind=ItemKind.DIVERGENCE)
        make.rendering(wording=agreed.wordings[0])
        make.link(earlier=old, later=agreed, kind=LinkKind.SUPERSEDES)
        make.link(
            earlier=agreed, later=make.document(dialogue=talks), kind=LinkKind.PARTLY_TAKEN_UP
        )
        make.working_group(meeting=meeting, meetings=[meeting], origin=agreed)


QUERIES = (
    "",
    "?mode=reading&standing=agreed",
    "?text=in&since=2020&as_of=2024-03&from=R1&to=R9&topic=TT&awaited=AV&agenda=reached",
    "?since=report&group=R1-W1&from=talks/R1",
)


def test_it_takes_as_many_statements_for_five_times_as_much(browser, db, make, here, lead):
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    topic = make.topic(code="TT")
    browser.as_(lead)

    def counted():
        db.commit()
        found = []
        for query in QUERIES:
            with statements() as sent:
                assert browser.client.get(f"/here/consensus{query}").status_code == 200
            found.append(len([one for one in sent if not one.startswith("BEGIN")]))
        return found

    grow(make, here, talks, topic, 1)
    counted()
    few = counted()
    grow(make, here, talks, topic, 4)
    many = counted()

    assert many == few
    assert many[0] <= 10


@ON_SQLITE
def test_a_register_is_paged_forth_and_back_and_a_filter_begins_anew(browser, make, here, lead):
    meeting = make.round(dialogue=here)
    for _number in range(103):
        make.consensus_item(meeting=meeting, text=None)
    page = browser.as_(lead).get("/here/consensus?kind=consensus")
    tallies, shown = [], []

    while True:
        tallies.append(words(page.select_one(".tally")))
        shown += refs(page)
        older = page.select_one(".pager [rel=next]")
        if older is None:
            break
        page = browser.get(older["href"])
    back = browser.get(page.select_one(".pager [rel=prev]")["href"])

    assert tallies == ["1–50 of 103 items", "51–100 of 103 items", "101–103 of 103 items"]
    assert shown == [f"{meeting.ref}-C{number}" for number in range(103, 0, -1)]
    assert refs(back) == shown[50:100]
    # Newest first; the way to the other mode and to a filter begins at the first again.
    assert "after" not in back.select_one(".facets a")["href"]
    assert "kind=consensus" in back.select_one(".pager a")["href"]


@ON_SQLITE
def test_the_place_reached_is_kept_when_its_item_no_longer_matches(browser, make, here, lead):
    meeting = make.round(dialogue=here)
    for _number in range(60):
        make.consensus_item(meeting=meeting, text=None)
    place = f"{meeting.ref}-C31"
    make.consensus_item(meeting=meeting, text=None, item_kind=ItemKind.DIVERGENCE)

    browser.as_(lead)
    after = browser.get(f"/here/consensus?kind=consensus&after={meeting.ref}-C61")
    beyond = browser.get(f"/here/consensus?kind=divergence&after={place}")

    assert words(after.select_one(".tally")) == "1–50 of 60 items"
    # Nothing of that kind comes later: the end of the list is shown.
    assert refs(beyond) == [f"{meeting.ref}-C61"]


def test_the_register_as_it_stood(browser, make, here, lead):
    meeting = make.round(dialogue=here, happened="2024-02-12", number=1)
    item = make.consensus_item(meeting=meeting, text=None)
    first = make.wording(item=item, happened="2024-02-12", text="The first words.")
    make.position(wording=first, happened="2024-02-12")
    make.position(
        wording=first, side=here.sides[1], stance=Stance.SOUGHT, happened="2024-02-12",
        method=Method.SILENCE, deadline="2024-02-20",
    )  # fmt: skip
    make.position(wording=first, side=here.sides[2], happened="2024-02-12")
    make.wording(item=item, happened="2024-06-01", text="The second words.")
    make.consensus_item(meeting=make.round(dialogue=here, happened="2024-06-01"))
    browser.as_(lead)

    after_round = browser.get("/here/consensus?as_of=R1")
    later = browser.get("/here/consensus?as_of=2024-02-21")

    assert "As it stood on 12 February 2024, after Round 1" in words(
        after_round.select_one(".as-of")
    )
    assert refs(after_round) == refs(later) == [item.ref]
    assert "The first words." in words(after_round.main)
    assert counts(after_round)["Standing"]["Awaiting"] == 1
    assert counts(after_round)["Answer awaited from"]["Side SN"] == 1
    assert "SN Sought, silence until 20 February 2024" in words(after_round.main)
    assert counts(later)["Standing"]["Agreed text"] == 1
    assert counts(later)["Answer awaited from"]["Side SN"] == 0
    assert len(refs(browser.get("/here/consensus"))) == 2


@ON_SQLITE
def test_what_took_an_item_s_place_is_one_step_away_for_who_may_read_it(
    browser, make, here, lead, reader
):
    make.membership(user=reader, dialogue=here, role=Role.READER)
    old = make.consensus_item(dialogue=here)
    new = make.consensus_item(dialogue=here, disclosure="secretariat")
    make.link(earlier=old, later=new, kind=LinkKind.SPLIT_FROM)

    known = browser.as_(lead).get("/here/consensus?standing=superseded")
    unknown = browser.as_(reader).get("/here/consensus?standing=superseded")

    assert f"Split into {new.ref}" in words(known.select_one(f"#{old.ref}"))
    assert refs(known) == refs(unknown) == [old.ref]
    assert new.ref not in unknown.text


@ON_SQLITE
def test_a_ring_of_sub_points_breaks_no_page(browser, make, here, lead):
    one, other = make.consensus_item(dialogue=here), make.consensus_item(dialogue=here)
    one.parent_id, other.parent_id = other.id, one.id

    page = browser.as_(lead).get("/here/consensus")

    assert set(refs(page)) == {one.ref, other.ref}
