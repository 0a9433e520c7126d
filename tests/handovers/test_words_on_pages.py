"""What pages of hand-overs say of what is not on record, and of what does not apply."""

import pytest

from app.accounts.models import Role
from app.handovers.models import Direction, HandoverKind, Match
from app.records.models import Disclosure
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REGISTER = "/here/handovers"
FROM = Direction.FROM_GOVERNMENT
OURS = {"disclosure": Disclosure.SECRETARIAT}


@pytest.fixture
def here(make, secretary):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    return here


@pytest.fixture
def item(make, here):
    item = make.consensus_item(meeting=make.round(dialogue=here), text="First [words]")
    make.wording(item=item, text="Second words")
    return item


def cells(browser, ref):
    row = browser.get(REGISTER).find(id=ref)
    return {one["data-column"]: words(one) for one in row.select("td")}


def test_what_is_not_on_record_is_said_apart_from_what_does_not_apply(
    browser, make, secretary, here
):
    make.handover(dialogue=here, **OURS)
    mandate = {"direction": FROM, "handover_kind": HandoverKind.MANDATE}
    make.handover(dialogue=here, **mandate, **OURS)
    browser.as_(secretary)

    sent, received = cells(browser, "H1"), cells(browser, "H2")

    names = ("Acknowledged", "Reply", "Match")
    assert [sent[name] for name in names] == [
        "no acknowledgement on record",
        "none on record",
        "No search on record",
    ]
    assert [received[name] for name in names] == ["–", "–", "–"]
    assert "no acknowledgement on record" in words(browser.get("/here/H1").main)
    assert "acknowledgement" not in words(browser.get("/here/H2").main)
    exported = browser.client.get(f"{REGISTER}/export/md").text
    assert "No search on record" in exported
    assert "no acknowledgement on record" in exported


def test_each_finding_of_a_match_has_a_look_of_its_own(browser, make, secretary, here):
    for match in Match:
        make.handover(dialogue=here, match=match, **OURS)
    browser.as_(secretary)

    page = browser.get(REGISTER)

    marks = [one.span for one in page.select("td[data-column=Match]")]
    assert len({tuple(one["class"]) for one in marks}) == len(Match)
    assert "muted" in next(one for one in marks if words(one) == "No information")["class"]


def test_a_hand_over_says_what_it_carries_and_for_what_before_its_links(
    browser, make, secretary, here, item
):
    talks = make.round(dialogue=make.dialogue(slug="talks"), disclosure=Disclosure.PUBLIC)
    make.handover(dialogue=here, wordings=item.wordings[:1], meant_for=talks, **OURS)
    make.handover(dialogue=here, **OURS)
    browser.as_(secretary)

    said = words(browser.get("/here/H1").aside)
    bare = words(browser.get("/here/H2").aside)

    assert said.index("It carries R1-C1.") < said.index("Where did")
    assert said.index("It was meant for talks/R1.") < said.index("Where did")
    assert "It carries" not in bare
    assert "meant for" not in bare


def test_a_form_says_which_hand_over_it_is_about(browser, make, secretary, here):
    aven = here.sides[0]
    make.handover(dialogue=here, to_side=aven, happened="2024-03", **OURS)
    browser.as_(secretary)

    for form in ("acknowledge", "reply", "match", "feedback", "edit"):
        page = browser.get(f"/here/H1/{form}")
        assert page.select_one(f".crumbs a[href='{REGISTER}']"), form
        assert page.select_one(".crumbs a[href='/here/H1']"), form
        assert "to Side AV" in words(page.main.p), form
        assert "March 2024" in words(page.main.p), form


def test_each_item_is_offered_with_its_standing(browser, make, secretary, item):
    browser.as_(secretary)

    of_round = browser.get("/here/handovers/new?of=R1")
    of_item = browser.get("/here/handovers/new?of=R1-C1")

    assert "standing: Not recorded" in words(of_round.find(id="things"))
    latest, first = [words(one) for one in of_item.select("#things .choice")]
    assert "standing: Not recorded" in latest
    assert "wording 2 stands now" in first


def test_one_side_only_tells_where_else_it_went_only_where_something_is_on_record(
    browser, make, secretary, here, item
):
    to = {"dialogue": here, "wordings": item.wordings[:1], **OURS}
    make.handover(to_side=here.sides[0], **to)
    browser.as_(secretary)
    page = f"{REGISTER}/one-side-only"
    heading = "What else is on record"

    bare = words(browser.get(page).main)
    make.handover(to_body="both co-chairs", title="To all", **to)
    told = words(browser.get(page).main)

    assert heading not in bare
    assert heading in told
    assert "To which side is not recorded: H2 To all to both co-chairs" in told


def test_a_round_without_a_date_is_offered_last(browser, make, secretary, here):
    for day in ("2024", None, "2025"):
        make.round(dialogue=here, happened=day)
    browser.as_(secretary)

    page = browser.get("/here/handovers/new")

    assert [one["value"] for one in page.select("#meeting option")] == ["", "R3", "R1", "R2"]
    served = [words(one)[:2] for one in page.select("#meant_for option")]
    assert served[1:] == ["R3", "R1", "R2"]
