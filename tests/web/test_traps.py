"""The traps in the two texts from which the public record is made: each as its pages show it."""

import re

import pytest
import sqlalchemy as sa

from app.partial_date import PartialDate
from app.people.models import Person, TeamMember
from app.rounds.models import Attendance, Round
from app.trace.models import Basis, LinkKind, TraceLink
from tests.pages import words
from tests.reports.made import every_byte
from tests.web.conftest import on_sqlite
from tests.web.crawl import Crawl

FILOLI = "woodside-2023"


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@pytest.fixture
def reading(browser, accounts):
    return browser.as_(accounts["reader"])


@pytest.fixture
def report(browser, accounts):
    """What the paper says as of a day, by default the printed report's own, to the public."""

    def read(as_of: str = "2024-04-06", dialogue: str = "ciss-brookings") -> str:
        author = browser.as_(accounts["author"])
        page = author.get(f"/{dialogue}/report?as_of={as_of}&audience=public")
        return words(page.select_one("main"))

    return read


def text(page) -> str:
    return words(page.select_one("main"))


def rounds(db) -> dict[str, Round]:
    found = db.scalars(sa.select(Round)).all()
    return {one.ref: one for one in found if one.dialogue.slug == "ciss-brookings"}


@on_sqlite
def test_the_figures_are_of_february_2023_as_printed(reading, report):
    printed = "As of February 2023, CISS and Brookings experts have proposed 64 and 42 terms"
    item = text(reading.get("/ciss-brookings/C2"))
    assert printed in item
    assert "As of February 2024, CISS" not in item
    # A note says what is odd about it.
    assert "Kept as printed" in item

    assert printed in report()
    assert "106" not in report()


@on_sqlite
def test_the_joint_terms_and_those_discussed_are_two_facts(reading):
    page = text(reading.get("/ciss-brookings/C2"))
    assert "with 25 terms achieving joint interpretation" in page
    assert "discussed the first six terms" in page

    agenda = text(reading.get("/ciss-brookings/R9"))
    terms = ["weapons systems", "unmanned systems", "autonomy and automation",
             "autonomous weapons systems", "lethality", "human-machine interaction"]  # fmt: skip
    assert all(term in agenda for term in terms)
    topics = set(re.findall(r"R9-T\d+", agenda))
    assert topics == {f"R9-T{number}" for number in range(1, 7)}
    assert words(reading.get("/ciss-brookings/R9-T3").select_one("h1")).endswith(
        "autonomy and automation"
    )


@on_sqlite
def test_nothing_is_filled_in_for_rounds_of_which_nothing_is_known(reading, db):
    dated = {ref: str(one.happened) for ref, one in rounds(db).items() if one.happened}
    assert dated == {
        "R6": "2022-04-07",
        "R8": "2023-09-29",
        "R9": "2024-02",
        "R11": "2024-10-07",
        "R14": "2026-02-11",
    }
    for ref in ("R1", "R2", "R3", "R4", "R5", "R7"):
        meeting = rounds(db)[ref]
        assert (meeting.ended, meeting.head_count, meeting.mode) == (None, "", None)
        assert not meeting.place
        assert not meeting.sessions
        facts = words(reading.get(f"/ciss-brookings/{ref}").select_one("main dl"))
        assert facts == "Datenot recorded Placenot recorded AttributionNot recorded"
    # Those that are dated say by which source.
    assert "P1" in text(reading.get("/ciss-brookings/R6"))
    assert "inferred" in text(reading.get("/ciss-brookings/R8"))


@on_sqlite
def test_nine_rounds_had_been_held_by_february_2024(report):
    assert "9 rounds on record" in report("2024-02")
    assert "R11" not in report("2024-02")
    assert "R11 7 October 2024 Venice" in report("2024-10-07")


@on_sqlite
def test_a_date_is_as_precise_as_its_source(reading, db):
    assert rounds(db)["R9"].happened == PartialDate("2024-02")
    page = text(reading.get("/ciss-brookings/R9"))
    assert "February 2024" in page
    assert not re.search(r"\d+ February 2024", page)


@on_sqlite
def test_agreed_to_form_does_not_say_that_it_met(reading):
    page = text(reading.get("/ciss-brookings/C3"))

    assert "agreed to establish" in page
    assert "does not say that the working group has met" in page


@on_sqlite
def test_seventeen_are_named_and_a_few_are_not(reading, db, report):
    team = db.scalars(sa.select(TeamMember)).all()
    ours = [one for one in team if one.side.dialogue.slug == "ciss-brookings"]
    assert sum(one.person_id is not None for one in ours) == 17
    [group] = [one for one in ours if one.person_id is None]
    assert group.group_count is None

    label = "a few important team members who prefer not to be identified"
    for shown in (text(reading.get("/ciss-brookings")), report()):
        assert "17 named" in shown or label in shown
        assert shown.index(label) > max(
            shown.index(name) for name in ("ZHANG Ding", "ZHENG Lefeng", "XIAO Qian")
        )
        assert "18" not in shown[shown.index("XIAO Qian") : shown.index(label)]


@on_sqlite
def test_the_team_is_at_no_round_and_the_other_side_is_not_recorded(reading, db, report):
    attended = db.scalars(sa.select(Attendance).join(Attendance.round)).all()
    of_r9 = [one for one in attended if one.round.ref == "R9"]
    assert not [one for one in of_r9 if one.round.dialogue.slug == "ciss-brookings"]

    page = reading.get("/ciss-brookings/R9")
    assert "not recorded" in words(page.select_one("#attendance, [id*=attendance]").parent).lower()
    assert "DONG Ting" not in page.text
    for shown in (text(reading.get("/ciss-brookings")), report()):
        assert re.search(r"(?i)(United States|Brookings)[^.]{0,60}not recorded", shown), shown


@on_sqlite
def test_posts_are_kept_as_printed(reading, db):
    two = {"LI Ruishen", "Lu Chuanying"}
    for name in two:
        page = text(reading.get(f"/people/{person(db, name).id}"))
        assert "Nonresident Fellow, Center for International Security" in page
    assert "Vice President of Beijing Normal University Internet" in text(
        reading.get(f"/people/{person(db, 'LI Ruishen').id}")
    )
    retired = text(reading.get(f"/people/{person(db, 'XU Weidi').id}"))
    assert "Senior Colonel (Ret.)" in retired
    assert "former Research Fellow" in retired
    assert "Senior Colonel (Ret.), Former Associate Professor" in text(
        reading.get("/ciss-brookings")
    )


def person(db, printed: str) -> Person:
    [found] = [
        one
        for one in db.scalars(sa.select(Person))
        if any(name.printed.replace("\u00a0", " ") == printed for name in one.names)
    ]
    return found


def test_a_person_in_two_spellings_is_one(reading, db):
    sun = person(db, "SUN Chenghao")
    assert person(db, "Sun Chenghao") is sun
    assert {name.family for name in sun.names} == {"Sun"}
    for typed in ("SUN Chenghao", "Sun Chenghao", "chenghao sun", "Sun\u00a0Chenghao"):
        page = reading.client.get("/people", query_string={"q": typed})
        assert page.text.count(f'href="/people/{sun.id}"') == 1, typed


def test_a_space_that_does_not_break_is_kept_and_found_by_any_other(reading, db):
    chen = person(db, "CHEN Qi")
    assert [name.printed for name in chen.names] == ["CHEN\u00a0Qi"]

    page = reading.client.get("/people", query_string={"q": "chen qi"})

    assert "CHEN\u00a0Qi" in page.text
    assert f'href="/people/{chen.id}"' in page.text


def test_an_institution_printed_in_two_ways_is_one(reading):
    for typed in (
        "Center for International Security and Strategy, Tsinghua University",
        "Center for International Security and Strategy at Tsinghua University",
    ):
        page = reading.client.get("/institutions", query_string={"q": typed})
        assert len(set(re.findall(r'href="(/institutions/\d+)"', page.text))) == 1, typed
    [address] = set(re.findall(r'href="(/institutions/\d+)"', page.text))
    shown = text(reading.get(address))
    assert "Center for International Security and Strategy, Tsinghua University" in shown
    assert "Center for International Security and Strategy at Tsinghua University" in shown


def test_no_uptake_is_claimed(reading, db):
    uptake = {LinkKind.TAKEN_UP, LinkKind.PARTLY_TAKEN_UP, LinkKind.SET_ASIDE, LinkKind.RAISED}
    public = {"ciss-brookings", "china-us-government"}
    links = [
        link for link in db.scalars(sa.select(TraceLink)) if link.earlier.dialogue.slug in public
    ]
    assert not [link for link in links if link.kind in uptake]
    assert {(link.earlier.ref, link.later.ref): link.basis for link in links} == {
        (FILOLI, "R1"): Basis.DOCUMENTED,
        ("R9", "R1"): Basis.INFERRED,
        ("R1", "R11"): Basis.INFERRED,
    }
    shown = text(reading.get("/china-us-government/R1/trace"))
    assert re.search(r"appears to have prepared [^:]*inferred: Met three months before", shown)
    assert re.search(r"appears to look back [^:]*inferred: The next Track II round on", shown)
    assert "mandated, per " in shown


@on_sqlite
def test_each_side_has_its_name_for_the_dialogue(reading):
    shown = text(reading.get("/ciss-brookings"))

    assert "U.S.–China dialogue on AI and national security" in shown
    assert "Artificial Intelligence and International Security" in words(
        reading.get("/ciss-brookings").select_one("h1")
    )


@on_sqlite
def test_one_sides_account_is_shown_as_one_sides(reading, report):
    for page in ("/ciss-brookings/C1", "/ciss-brookings/consensus"):
        assert "Not recorded reported by China" in text(reading.get(page))
    positions = text(reading.get("/ciss-brookings/C1"))
    assert "ChinaUnited States Not recorded Not recorded As reported by China alone." in positions
    assert "agreed text" not in positions.lower()

    assert "reported by CISS; Brookings not recorded" in report()


@on_sqlite
def test_an_open_list_stays_open(reading, report):
    shown = text(reading.get("/ciss-brookings/C1"))

    assert "include, but are not limited to" in shown
    assert re.search(r"(?i)open list|not limited to these|among others", shown)
    assert all(f"C{number}" in shown for number in (5, 6, 7))


@on_sqlite
def test_the_menu_of_the_site_is_no_part_of_the_record(reading, browser, accounts):
    crawl = Crawl(browser.as_(accounts["author"]), "/ciss-brookings", "/ciss-brookings/report")
    menu = ("You might also like", "Back to Top", "External Security Risks", "Language :")
    for url, answer in crawl.pages(lambda url: url.startswith("/ciss-brookings")):
        body = every_byte(url.split("?")[0].rpartition("/")[2], answer.data)
        assert not [words_ for words_ in menu if words_.encode() in body], url
    assert not crawl.wrong


@on_sqlite
def test_what_is_fictional_says_so_on_every_page(browser, accounts):
    lead = browser.as_(accounts["lead"])
    crawl = Crawl(lead, "/harbour-dialogue", "/harbour-talks", each=2)
    seen = 0
    for url, answer in crawl.pages(lambda url: url.startswith("/harbour-")):
        if "/files/" in url:
            continue  # somebody's own bytes, which nothing of ours may change
        body = every_byte(url.split("?")[0].rpartition("/")[2], answer.data)
        assert "llustrative" in body.decode("utf-8", "ignore"), url
        seen += 1
    assert seen > 30
    for slug in ("ciss-brookings", "china-us-government"):
        page = lead.get(f"/{slug}")
        assert not page.select(".subnav .badge-illustrative")
