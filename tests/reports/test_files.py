"""What stands in the files of an interim report, and what stands in none of them."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml.ns import qn

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Stance
from app.localized import LocalizedText, Translation
from app.people.models import Naming
from app.records.models import Disclosure
from app.reports.files import FORMATS
from tests.reports.made import TODAY, composed, every_byte, files

HOSTILE = (
    '<script>alert(1)</script> | [x](javascript:alert) `code` *bold* #eval(read("/etc/passwd"))'
    " $x$ \\ {{ 7*7 }} &lt; &amp;"
)


@pytest.fixture
def dialogue(make):
    made = make.dialogue(slug="av-sn", name="The AV–SN dialogue", sides=())
    make.side(dialogue=made, code="AV", name="Avaria", convener_short="AVI")
    make.side(dialogue=made, code="SN", name="Sonland", convener_short="SNC")
    return made


@pytest.fixture
def written(app, db, open_db, dialogue):
    """`written(…)`: every file of the report, by format."""

    def write(**asked):
        return files(app, composed(db, open_db, dialogue, **asked))

    return write


def markdown(written, **asked):
    return written(**asked)["md"].decode()


def test_what_is_withheld_is_in_no_byte(written, make, dialogue):
    meeting = make.round(dialogue=dialogue, disclosure=Disclosure.PUBLIC)
    hidden = make.person(dialogue=dialogue, names={"en": "Zed Unnameable", "zh-Hans": "匿名人"})
    make.attendance(round=meeting, person=hidden, naming=Naming.COUNTED)
    make.team_member(side=dialogue.sides[0], person=hidden, naming=Naming.COUNTED)
    secret = make.round(dialogue=dialogue, disclosure=Disclosure.SECRETARIAT, place="Secretplace")
    item = make.consensus_item(meeting=secret, disclosure=Disclosure.SECRETARIAT, text="Secrettext")
    source = make.source(dialogue=dialogue, title="Secretsource", key="H9")
    make.citation(record=item, source=source)
    make.action(meeting=meeting, disclosure=Disclosure.PUBLIC, owners=[hidden])
    make.action(meeting=meeting, disclosure=Disclosure.SECRETARIAT, title="Secretaction")
    make.link(earlier=secret, rationale="Secretreason")
    never = ["Unnameable", "匿名", "Secret", "H9"]

    for audience in (Disclosure.PUBLIC, Disclosure.PARTICIPANTS):
        for format_, body in written(audience=audience).items():
            read = every_byte(format_, body)
            assert [word for word in never if word.encode() in read] == [], format_
    told = markdown(written, audience=Disclosure.SECRETARIAT)
    assert [word for word in never[:1] + never[2:] if word not in told] == []


def test_the_same_record_makes_the_same_bytes(written, make, dialogue):
    make.consensus_item(dialogue=dialogue, endorsed_by_all=True)

    assert written() == written()


def test_hostile_texts_are_text(written, make, dialogue):
    lines = ["# heading", "- list", "1. list", "===", "> quote", "| a | b |", "    code", HOSTILE]
    make.consensus_item(dialogue=dialogue, title=HOSTILE, text="\n".join(lines), verb=HOSTILE)
    make.action(dialogue=dialogue, title=f"{HOSTILE}\x07\n| --- |", owners=[HOSTILE])
    make.team_member(side=dialogue.sides[0], group=HOSTILE, naming=Naming.PARTICIPANTS)
    made = written()

    page = BeautifulSoup(made["html"], "html.parser")
    assert not page.select("script, a, img")
    assert "\n".join(lines) == page.select_one(".wording").text
    text = made["md"].decode()
    assert "<script" not in text.replace("\\<script", "")
    assert "[x]" not in text
    assert "\n> \\# heading\\\n> \\- list\\\n> 1\\. list\\\n> \\===\\\n> \\> quote\\\n" in text
    [row] = [line for line in text.split("\n") if "-A1**" in line]
    assert row.replace("\\|", "").count("|") == 6
    document = Document(BytesIO(made["docx"]))
    assert "\n".join(lines) in [paragraph.text for paragraph in document.paragraphs]
    assert made["pdf"].startswith(b"%PDF-")


def test_a_document_can_be_worked_on(written, make, dialogue):
    make.consensus_item(dialogue=dialogue)
    body = written(locale="zh-Hans")["docx"]

    document = Document(BytesIO(body))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Wording", "List Bullet"} <= styles
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == (
        "Throughline",
        "",
        "",
    )
    assert properties.modified.date() == TODAY
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "SimSun"
    assert not [name for name in fonts.attrib if "Theme" in name]
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:eastAsia")) == "zh-CN"
    [quoted] = [p for p in document.paragraphs if p.style.name == "Wording"]
    assert quoted.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    foot = document.sections[0].footer._element.xml
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_the_archive_holds_no_clock(written):
    with ZipFile(BytesIO(written()["docx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_standings_are_said_with_their_sides(written, make, dialogue):
    first = dialogue.sides[0]

    def item(**given):
        return make.consensus_item(dialogue=dialogue, **given)

    item(endorsed_by_all=True)
    item(positions={"AV": Stance.ENDORSED, "SN": Stance.SOUGHT})
    item(positions={"AV": Stance.ENDORSED, "SN": Stance.AD_REFERENDUM})
    item(positions={"AV": Stance.OBJECTED, "SN": Stance.ENDORSED})
    item(text=None)
    make.wording(item=item(text=None), reported_by=first)
    text = markdown(written)

    for words in (
        "· Agreed text ·",
        "· Awaiting SNC ·",
        "· Ad referendum by SNC ·",
        "· Objected to by AVI ·",
        "AVI: Objected · For a reason.",
        "No wording is on record.",
        "· reported by AVI; SNC not recorded ·",
    ):
        assert words in text


def test_an_open_list_excludes_nothing(written, make, dialogue):
    whole = make.consensus_item(dialogue=dialogue, open_list=True)
    make.consensus_item(dialogue=dialogue, parent_id=whole.id, text="the first risk")
    closed = make.consensus_item(dialogue=dialogue)
    make.consensus_item(dialogue=dialogue, parent_id=closed.id)

    text = markdown(written)

    assert text.count("including, but not limited to:") == text.count("namely:") == 1
    assert "  > the first risk" in text


def test_a_divergence_gives_each_side_a_column(written, make, dialogue):
    item = make.consensus_item(
        dialogue=dialogue, item_kind=ItemKind.DIVERGENCE, positions={"AV": Stance.ENDORSED}
    )
    make.position(wording=item.wordings[0], statement="We would go first.", happened="2025-04")

    text = markdown(written)

    assert "| Side | AVI | SNC |" in text
    assert "| In its words | We would go first. | not recorded |" in text
    assert "| Date | April 2025 | date not recorded |" in text


def test_a_text_says_how_far_it_can_be_relied_on(written, make, dialogue):
    checked = LocalizedText(
        {"en": "Original.", "zh-Hans": "已核对。"}, "en", {"zh-Hans": Translation.CHECKED}
    )
    unchecked = LocalizedText(
        {"en": "Other.", "zh-Hans": "未核对。"}, "en", {}, frozenset({"zh-Hans"})
    )
    for words in (checked, unchecked, "English alone."):
        make.consensus_item(dialogue=dialogue, meeting=None, text=words)

    original = markdown(written)
    translated = markdown(written, locale="zh-Hans")

    assert "nchecked translation" not in original
    assert "> 已核对。\n\n" in translated
    assert "> 未核对。\n\n译文未核对；原文为English。 译文完成后，原文已有更改。" in translated
    assert "> English alone.\n\n没有在案的简体中文文本，此处为English文本。" in translated


def test_an_action_says_who_when_and_whence(written, make, dialogue):
    meeting = make.round(dialogue=dialogue, number=3, happened="2024-02")
    person = make.person(dialogue=dialogue, names="LI Wei")
    make.attendance(round=meeting, person=person, naming=Naming.PARTICIPANTS)
    make.action(meeting=meeting, title="Draft", owners=[person, "the drafters"], due="2024-06")
    make.action(meeting=meeting, title="Answer", due_round=4, status=ActionStatus.WAITING)

    text = markdown(written)

    assert (
        "| **R3-A1** | Draft<br>Open | LI Wei; the drafters | June 2024, **overdue** | R3 |" in text
    )
    assert "| **R3-A2** | Answer<br>Waiting on SNC | AVI | before round 4 | R3 |" in text


def test_what_is_fictional_says_so_first(written, dialogue):
    dialogue.illustrative = True

    made = written()

    notice = "Illustrative: fictional"
    assert made["md"].decode().startswith(f"**{notice}**")
    page = BeautifulSoup(made["html"], "html.parser")
    assert page.body.get_text(" ", strip=True).startswith(notice)
    document = Document(BytesIO(made["docx"]))
    assert document.paragraphs[0].text == notice
    assert notice in document.sections[0].header.paragraphs[0].text


def test_every_format_says_as_of_when_and_for_whom(db, open_db, written, dialogue, make):
    made = written(as_of="2024-02", audience=Disclosure.SECRETARIAT)
    report = composed(db, open_db, dialogue, as_of="2024-02", locale="zh-Hant")

    for format_ in ("md", "html"):
        text = made[format_].decode()
        assert "As of February 2024. For: Secretariat. Generated from the record." in text
    assert [f"{report.file_stem}.{format_}" for format_ in FORMATS] == [
        f"av-sn-interim-report-2024-02-participants-zh-Hant.{format_}" for format_ in FORMATS
    ]
