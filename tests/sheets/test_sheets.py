"""What stands on the sheets of a round."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from app.accounts.models import Role
from app.consensus.models import ItemKind, Stance
from app.dialogues.models import Attribution, Track
from app.people.models import Naming
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, RoundStatus
from tests.sheets.made import asked, text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make, browser, author):
    made = make.dialogue(slug="here", name={"en": "Here", "zh-Hans": "此处"}, sides=())
    make.side(dialogue=made, code="AV", name={"en": "Avaria", "zh-Hans": "阿国"})
    make.side(dialogue=made, code="SN", name={"en": "Sonland", "zh-Hans": "松国"})
    make.membership(user=author, dialogue=made, role=Role.AUTHOR)
    browser.as_(author)
    return made


@pytest.fixture
def meeting(make, here):
    return make.round(
        dialogue=here, happened="2025-02", place="Port", title="Signals", status=RoundStatus.HELD
    )


def attending(make, meeting, name, **given):
    person = make.person(dialogue=meeting.dialogue, names=name)
    return make.attendance(round=meeting, person=person, **given)


def sheet(browser, kind, **choice) -> str:
    answer = asked(browser, kind, **choice)
    assert answer.status_code == 200, answer.location
    return answer.data.decode()


def test_an_agenda_has_its_sessions_in_order_and_room_for_notes(browser, make, meeting):
    second = make.session(meeting=meeting, position=2, title="Second")
    first = make.session(meeting=meeting, position=1, title={"en": "First", "zh-Hans": "首场"})
    make.agenda_topic(session=second, title="Later")
    make.agenda_topic(session=first, title="Glossary", position=2)
    make.agenda_topic(session=first, title="Terms", position=1)
    named = attending(make, meeting, "LI Wei", naming=Naming.PARTICIPANTS)
    hidden = attending(make, meeting, "Zed", naming=Naming.COUNTED)
    for who in (named, hidden):
        make.moderator(session=first, attendance=who)

    words = sheet(browser, "agenda", audience="participants")
    chinese = sheet(browser, "agenda", audience="secretariat", language="zh-Hans")

    places = [words.index(part) for part in ("Session 1: First", "Terms", "Glossary", "Session 2")]
    assert places == sorted(places)
    assert "**Moderator**: LI Wei (Avaria); name not disclosed" in words
    assert "| No. | Topic | Format | Notes |" in words
    assert "**Date**: February 2025" in words
    assert "**Place**: Port" in words
    assert ":" not in words.split("| --- |")[1].split("##")[0]  # no time of day
    assert "首场" in chinese


def test_a_list_names_each_as_agreed_and_sums_up_the_rest(browser, make, meeting):
    post = {"affiliation": "Director", "role": AttendanceRole.CO_CHAIR}
    person = make.person(dialogue=meeting.dialogue, names={"en": "Lila Li", "zh-Hans": "李丽"})
    person.names[0].family = "LI"
    make.attendance(round=meeting, person=person, naming=Naming.PARTICIPANTS, **post)
    attending(make, meeting, "Ann Role", naming=Naming.ROLE_AND_SIDE, affiliation="Secretpost")
    for number in range(2):
        attending(make, meeting, f"Bo Count {number}", naming=Naming.COUNTED)
    make.attendance(round=meeting, group="others", group_count=1, naming=Naming.COUNTED)
    make.attendance(round=meeting, group="a few", naming=Naming.COUNTED)

    words = sheet(browser, "participant-list", audience="participants")
    chinese = sheet(browser, "participant-list", audience="participants", language="zh-Hans")
    house = sheet(browser, "participant-list", audience="secretariat")

    assert "| Lila **Li** | Director | Co-chair |" in words
    assert "| name not disclosed |  | Participant |" in words
    assert "and 3 others, and a few, number not disclosed" in words
    assert "1 named + 4 not named + a few, number not disclosed" in words
    assert "## Sonland\n\nnot recorded" in words
    assert "For: Participants" in words.splitlines()[-1]
    assert "Chatham House Rule" in words.splitlines()[-1]
    assert "| 李丽 | Director |" in chinese
    assert "| Ann Role | Secretpost | Participant | Role and side only |" in house
    hidden = ("Ann", "Bo Count", "Secretpost")
    assert not [part for part in hidden if part in words + chinese]


def test_nothing_of_a_round_is_no_sheet_for_whom_it_is_kept(browser, make, here):
    make.round(dialogue=here, disclosure=Disclosure.SECRETARIAT)

    page = browser.get("/here/R1/sheets?audience=participants")
    assert "Nothing of this round is on record" in page.select_one(".row-error").text
    assert not page.select("article")
    assert asked(browser, "minutes", audience="public").status_code == 302
    # Without a choice it is for those who may read it.
    assert "For: Secretariat" in browser.get("/here/R1/sheets").article.text


@pytest.fixture
def minuted(make, meeting):
    """A topic with a consensus item, a divergence, an action, and a link to talks."""
    topic = make.agenda_topic(meeting=meeting, title="Terms", summary="Six terms were discussed.")
    item = make.consensus_item(
        agenda_topic=topic, title="Glossary", text="Exact [words].", verb="concur"
    )
    apart = make.consensus_item(
        agenda_topic=topic, title="Scope", text="The scope.", item_kind=ItemKind.DIVERGENCE
    )
    for side, words in zip(meeting.dialogue.sides, ("Narrow.", "Wide."), strict=True):
        make.position(wording=apart.wordings[0], side=side, stance=Stance.OBJECTED, statement=words)
    make.action(meeting=meeting, origin=item, title="Circulate it", due="2025-06")
    make.action(meeting=meeting, title="Answer", due_round=2)
    talks = make.dialogue(slug="talks", name="Talks", track=Track.GOVERNMENT)
    make.membership(user=make.user(), dialogue=talks)
    later = make.round(dialogue=talks, happened="2025-06", disclosure="public", title="First talks")
    make.link(earlier=item, later=later, rationale="The same words return.")
    return item


def test_minutes_say_what_was_recorded_in_exact_words(browser, minuted, meeting):
    words = sheet(browser, "minutes")

    assert words.startswith("**Draft – minutes not confirmed**")
    assert "Six terms were discussed." in words
    assert "> Exact \\[words\\]." in words
    assert "Consensus · *concur* · Bracketed" in words
    assert "| In its words | Narrow. | Wide. |" in words
    assert "- **R1-A1** Circulate it · Avaria · June 2025" in words
    apart, loose = words.split("## Recorded under no agenda topic")
    assert "R1-A2" not in apart
    assert "- **R1-A2** Answer · Avaria · before round 2" in loose
    assert "First talks · Government" in words
    assert "Inferred: The same words return." in words
    assert "Under the Chatham House Rule" in words


def test_confirmed_minutes_are_no_draft_and_fiction_stays_fiction(browser, minuted, meeting, here):
    meeting.status, here.illustrative = RoundStatus.CONFIRMED, True
    meeting.attribution = Attribution.OPEN

    for format_ in ("md", "html", "docx", "pdf"):
        words = text(format_, asked(browser, "minutes", format_).data)
        assert "Draft – minutes" not in words
        assert "Illustrative: fictional" in words, format_
        assert "What was said is on the record." in words
    meeting.status = RoundStatus.HELD
    both = "Illustrative: fictional · Draft – minutes not confirmed"
    for format_ in ("md", "html", "docx", "pdf"):
        assert both in text(format_, asked(browser, "minutes", format_).data), format_


def test_what_came_later_does_not_rewrite_the_minutes(browser, make, minuted):
    make.wording(item=minuted, text="Other words.", happened="2025-09")

    words = sheet(browser, "minutes")

    assert "Exact" in words
    assert "Other words." not in words


def test_minutes_keep_from_an_audience_what_is_not_theirs(browser, make, minuted, meeting):
    make.consensus_item(meeting=meeting, text="Kept words.", disclosure=Disclosure.SECRETARIAT)
    meeting.disclosure = Disclosure.PUBLIC

    assert "Kept words." in sheet(browser, "minutes", audience="secretariat")
    assert "Kept words." not in sheet(browser, "minutes", audience="participants")
    public = sheet(browser, "minutes", audience="public")
    assert "Exact" not in public
    assert "Narrow." not in public


def test_a_word_file_has_real_headings_and_tables(browser, minuted):
    document = Document(BytesIO(asked(browser, "minutes", "docx").data))

    styles = {part.style.name for part in document.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Wording"} <= styles
    assert "Draft – minutes not confirmed" in document.sections[0].header.paragraphs[0].text
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_sheet_that_has_nothing_says_so(browser, make, here):
    make.round(dialogue=here, happened=None, title={})

    assert "date not recorded" in sheet(browser, "agenda")
    assert "No session is on record." in sheet(browser, "agenda")
    assert sheet(browser, "participant-list").count("not recorded") >= 3
    assert "**Total**: not recorded" in sheet(browser, "minutes")
    assert "No roster is on record." in browser.get("/here/R1/sheets?sheet=name-cards").article.text
