"""What stands in a brief before talks."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from app.accounts.models import Role
from app.consensus.models import Stance
from app.records.models import Disclosure
from tests.briefs.made import FORMATS, asked, text_of
from tests.conftest import statements

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BRIEF = "/talks/R1/brief"


def page_of(words: str, topic: str) -> str:
    """The part of a brief about one topic, in Markdown."""
    return words.split(f"## **{topic}**")[1].split("\n## ")[0]


def test_each_topic_has_what_bears_on_it_and_why(browser, prepared):
    """Question 9, by one address, on both databases."""
    prepared.add_the_rest()

    words = text_of(browser, f"{BRIEF}/md", as_of="2026-05")
    topic = page_of(words, prepared.topic.ref)

    assert "> Each side gives notice." in topic
    assert "Agreed text" in topic
    assert "**Linked**: reported by Side AV as raised" in topic
    assert "under the same topics of the tree: AS-1" in topic
    assert "| In its words | Ports alone. | Ports and roads. |" in topic
    groups = ["### Where the items stand", "#### Agreed", "#### Apart", "### Groundwork on record"]
    places = [topic.index(one) for one in (*groups[:2], "here/R1-C1", groups[2], "here/R1-C2")]
    assert places == sorted(places)
    assert groups[3] in topic
    assert "Closer" in topic
    assert "between 10 February 2024 and 10 February 2025" in topic
    assert "| International governance goals | First words." in topic
    assert "different words" in topic
    assert "Ministry of Ports, Side SN" in topic
    assert "here/R1-C1, wording 2" in topic
    assert "handed over for this: here/H1" in words.split("## **")[0]
    assert "reply here/H9 · 1 February 2026" in topic
    assert "| **here/R2-A1** | Write it out" in topic
    assert "the earlier appears to have prepared the later · The dates are near." in words


@on_sqlite
def test_a_topic_of_which_nothing_is_known_says_so_and_no_more(browser, prepared):
    topic = page_of(text_of(browser, f"{BRIEF}/md"), prepared.other.ref)

    for missing in (
        "No item of the unofficial track is on record that these readers may see.",
        "Besides items, none is on record that these readers may see.",
        "No expectation is on record that these readers may see.",
        "No hand-over is on record that these readers may see.",
        "No open action is on record that these readers may see.",
        "No term is recorded under this topic; the agreed ones stand at the end.",
    ):
        assert missing in topic


@on_sqlite
def test_a_brief_stands_as_of_its_day(browser, prepared):
    prepared.add_the_rest()

    early = text_of(browser, f"{BRIEF}/md", as_of="2024-06")
    before = text_of(browser, f"{BRIEF}/md", as_of="2024-01")

    topic = page_of(early, prepared.topic.ref)
    assert "> Each side \\[shall\\] give notice." in topic
    assert "Objected to by Side AV" in topic
    assert "Ministry of Ports" not in early
    assert "Write it out" not in early
    assert "As of June 2024." in early
    assert "No item of the unofficial track" in page_of(before, prepared.topic.ref)
    assert "No term is recorded." in before


@on_sqlite
def test_agreed_terms_stand_at_the_end_and_what_is_not_agreed_does_not(browser, make, prepared):
    make.consensus_item(
        meeting=prepared.second,
        text="Not agreed yet.",
        topics=[prepared.terms],
        positions={"AV": Stance.ENDORSED},
    )

    terms = text_of(browser, f"{BRIEF}/md").split("## Agreed terms")[1]

    assert "> Signal: a sign that is sent." in terms
    assert "Not agreed yet." not in terms


@on_sqlite
def test_every_format_carries_its_level_its_date_and_that_it_is_fictional(browser, prepared):
    prepared.here.illustrative = True

    for format_ in FORMATS:
        body = asked(browser, f"{BRIEF}/{format_}", as_of="2026-05").data
        if format_ == "pdf":
            heads = [page.extract_text() for page in PdfReader(BytesIO(body)).pages]
        elif format_ == "docx":
            section = Document(BytesIO(body)).sections[0]
            heads = [section.header.paragraphs[0].text, section.footer.paragraphs[0].text]
            assert "As of May 2026." in heads.pop()
        else:
            heads = [body.decode()]
        for head in heads:
            assert "Illustrative: fictional" in head
            assert "For: Secretariat. As of May 2026." in head


@on_sqlite
def test_each_topic_begins_a_page(browser, prepared):
    pdf = PdfReader(BytesIO(asked(browser, f"{BRIEF}/pdf").data)).pages
    docx = Document(BytesIO(asked(browser, f"{BRIEF}/docx").data))
    page = browser.get(BRIEF)

    heads = [prepared.topic.ref, prepared.other.ref]
    texts = [each.extract_text() for each in pdf]
    assert [any(head in text[:200] for text in texts[1:]) for head in heads] == [True] * 2
    broken = [part.text for part in docx.paragraphs if part.paragraph_format.page_break_before]
    assert [text.split(" On ")[0] for text in broken] == heads
    assert [tag.text.split(" On ")[0] for tag in page.select("h2.new-page")] == heads


@on_sqlite
def test_the_page_is_the_paper_in_the_language_asked_for(browser, prepared):
    page = browser.get(f"{BRIEF}?language=zh-Hans")

    assert page.article["lang"] == "zh-Hans"
    assert "第二次会谈" in page.article.text
    assert len(page.select("a[download]")) == len(FORMATS)
    for bad, words in (("as_of=soon", "This is no date"), ("audience=side", "Choose one")):
        page = browser.get(f"{BRIEF}?{bad}")
        assert words in page.select_one(".row-error").text
        assert not page.select("article")
        name, value = bad.split("=")
        assert asked(browser, f"{BRIEF}/md", **{name: value}).status_code == 302


@on_sqlite
def test_a_brief_is_of_talks_and_for_whoever_prints_papers(browser, make, prepared, reader):
    prepared.member(reader, Role.READER)

    browser.get("/here/R1/brief", status=404)
    browser.get("/talks/R9/brief", status=404)
    browser.as_(reader).get(BRIEF, status=403)


@on_sqlite
def test_what_only_a_topic_brings_is_cut_and_counted(browser, make, prepared):
    for number in range(14):
        make.consensus_item(
            meeting=prepared.second, title=f"Beside {number}", topics=[prepared.signals]
        )

    topic = page_of(text_of(browser, f"{BRIEF}/md"), prepared.topic.ref)

    assert topic.count("Beside ") == 7  # and the divergence
    assert "7 more items under these topics are in the register." in topic


def test_a_brief_takes_as_many_statements_for_ten_times_as_much(browser, make, db, prepared):
    def grow(times: int) -> None:
        for _time in range(times):
            topic = make.agenda_topic(session=prepared.topic.session, topics=[prepared.signals])
            meeting = make.round(dialogue=prepared.here, happened="2025-03-01")
            person = make.person(dialogue=prepared.here)
            item = make.consensus_item(meeting=meeting, endorsed_by_all=True)
            make.link(earlier=item, later=topic)
            make.action(meeting=meeting, origin=item, owners=[person, *prepared.here.sides])
            make.expectation(record=topic, held_by=prepared.here)
            sent = make.handover(dialogue=prepared.here, wordings=item.wordings)
            make.handover(dialogue=prepared.here, answers=sent)
        db.commit()

    counts = []
    for more in (2, 18):
        grow(more)
        for audience in ("secretariat", "participants"):
            with statements() as sent:
                browser.get(f"{BRIEF}?audience={audience}")
            counts.append(len([one for one in sent if one != "BEGIN"]))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 40


@on_sqlite
def test_items_of_dialogues_that_the_talks_are_not_linked_with_stay_out(browser, make, prepared):
    elsewhere = make.dialogue(slug="elsewhere")
    meeting = make.round(dialogue=elsewhere, disclosure=Disclosure.PUBLIC)
    make.consensus_item(
        meeting=meeting, title="Foreign", topics=[prepared.signals], disclosure="public"
    )

    assert "Foreign" not in text_of(browser, f"{BRIEF}/md")
