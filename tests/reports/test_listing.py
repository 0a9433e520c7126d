"""The files of a listing are opened again and read; nothing in them computes."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.register.cells_forms import WordsColumns
from app.reports.listing import Column, Group, Row
from app.reports.listing_forms import LISTED, ListingPen, View, listed, listing_written, own_cell
from app.reports.paper import Words, cell

DAY = date(2026, 1, 2)
COMPUTED = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "－1", "a;=1", "a\n=1", "a\t+1"]
HARMLESS = ["#N/A", "a=1", "1-2", "a, -1", "'=1", "_x003D_1+1", "TRUE", "3", "2024-02-12"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = on_sqlite


@pytest.fixture
def written(app, make):
    """`written(texts, …)`: a listing of one text a row, in every format."""
    dialogue = make.dialogue(slug="av-sn", name={"en": "A & B"}, illustrative=True)

    def write(values, *, depth=0, groups=("",), locale="en", **view):
        with app.test_request_context(headers={"Accept-Language": locale}):
            pen = ListingPen(locale)
            rows = tuple(Row((_cell(pen, one), 3), depth) for one in values)
            listing = listed(
                pen,
                View(title="Register", name="register", dialogue=dialogue, **view),
                [Column("Text", 20), Column("Count", 8, below=True, named=True)],
                [Group(pen.head(one)[0], rows) for one in groups],
                audience=Disclosure.PARTICIPANTS,
                level=Disclosure.SIDE,
                today=DAY,
                grouped_by="Topic" if groups != ("",) else "",
            )
            return {format_: listing_written(listing, format_) for format_ in LISTED}

    return write


def _cell(pen, value):
    return own_cell(pen, value) if isinstance(value, str) else value


def sheets(body):
    return load_workbook(BytesIO(body)).worksheets


def lines(body):
    text = body.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_no_text_is_a_formula_in_a_spreadsheet(written):
    texts = [*COMPUTED, *HARMLESS]

    made = written(texts)

    [rows, _about] = sheets(made["xlsx"])
    cells = [row[0] for row in rows.iter_rows(min_row=3)]
    escaped = [text.replace("_x003D_", "_x005F_x003D_") for text in texts]
    assert [one.value for one in cells] == escaped
    assert {(one.data_type, one.quotePrefix) for one in cells} == {("s", True)}
    with ZipFile(BytesIO(made["xlsx"])) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_no_field_of_a_csv_is_computed_and_nothing_else_is_changed(written):
    made = lines(written([*COMPUTED, *HARMLESS])["csv"])

    fields = [line[0] for line in made[1:]]
    assert fields[: len(COMPUTED)] == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "\t'=1", " '=1", "'＝1+1", "'－1", "a;'=1", "a\n'=1",
        "a\t'+1",
    ]  # fmt: skip
    assert fields[len(COMPUTED) :] == HARMLESS
    assert {line[1] for line in made[1:]} == {"3"}


def test_every_line_of_a_csv_holds_what_must_be_known_of_the_whole(written):
    head, *rows = lines(written(["One", "Two"], filter_words=["Side: AV", "= text"])["csv"])

    assert head == ["Text", "Count", "Dialogue", "Printed for", "As it stood on", "Filter",
                    "Rows", "Printed on", "Notice", "Note"]  # fmt: skip
    for row in rows:
        told = dict(zip(head, row, strict=True))
        assert told["Filter"] == "Side: AV;' = text".replace(";' =", "; '=")
        assert (told["Rows"], told["Notice"]) == ("2", "Illustrative: fictional")
        assert told["Printed for"] == (
            "the participants of A & B; confidential: it holds one side's own records"
        )


def test_a_listing_without_rows_says_so_in_every_format(written):
    made = written([], filter_words=["Kind: Commitment"])

    read = {
        "xlsx": "\n".join(str(c.value) for s in sheets(made["xlsx"]) for r in s for c in r),
        "csv": made["csv"].decode(),
        "md": made["md"].decode(),
        "docx": "\n".join(one.text for one in Document(BytesIO(made["docx"])).paragraphs),
    }
    for format_, text in read.items():
        assert "No row answers this filter." in text, format_
        assert "Kind: Commitment" in text, format_


def test_a_spreadsheet_keeps_its_head_in_sight_and_on_paper(written):
    [rows, about] = sheets(written(["One"], as_of="12 May 2024", filter_words=["X & Y"])["xlsx"])

    assert (rows.freeze_panes, rows.auto_filter.ref) == ("B3", "A2:B3")
    assert rows.print_title_rows == "$1:$2"
    assert rows.page_setup.orientation == "landscape"
    assert rows.column_dimensions["A"].width == 20
    assert rows["A3"].alignment.wrap_text
    for known in ("A & B", "12 May 2024", "X & Y", "Rows: 1", "Illustrative: fictional"):
        assert known in rows["A1"].value
    assert "one side's own records" in rows["A1"].value
    assert rows.oddHeader.left.text == "Register · A && B"
    assert "Illustrative: fictional" in rows.oddHeader.right.text
    assert {"Printed for", "As it stood on", "Filter"} <= {row[0].value for row in about}


def test_dates_and_numbers_can_be_counted_and_a_month_is_not_made_a_day(written):
    made = written([PartialDate("2024-02-12"), PartialDate("2024-02"), PartialDate("1890-01-01")])

    [rows, _about] = sheets(made["xlsx"])
    [day, month, long_ago] = [row[0] for row in rows.iter_rows(min_row=3)]
    assert (day.is_date, day.value.date()) == (True, date(2024, 2, 12))
    assert (month.value, long_ago.value) == ("2024-02", "1890-01-01")
    assert rows["B3"].value == 3
    assert [line[0] for line in lines(made["csv"])[1:]] == ["2024-02-12", "2024-02", "1890-01-01"]
    assert "12 February 2024" in made["md"].decode()


def test_a_sub_point_stands_in_and_a_group_heads_its_rows(written):
    made = written(["Point"], depth=2, groups=("TS-1", "TS-2"))

    [rows, _about] = sheets(made["xlsx"])
    assert [[one.value for one in row] for row in rows.iter_rows(min_row=2)] == [
        ["Topic", "Text", "Count"], ["TS-1", "Point", 3], ["TS-2", "Point", 3],
    ]  # fmt: skip
    assert rows["B3"].alignment.indent == 2
    assert "## TS-1" in made["md"].decode()
    assert "| \u2003\u2003– Point<br>Count: 3 |" in made["md"].decode()


def test_a_paper_lies_on_its_side_and_says_on_every_page_what_it_is(written):
    document = Document(BytesIO(written(["One"], filter_words=["Side: AV"])["docx"]))

    [section] = document.sections
    assert section.orientation is WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    head, foot = section.header.paragraphs[0].text, section.footer.paragraphs[0].text
    assert head.startswith("Illustrative: fictional · For: the participants of A & B; confid")
    assert "As it stood on: 2 January 2026" in foot
    assert "Filter: Side: AV · Rows: 1" in foot
    assert (document.core_properties.author, document.core_properties.last_modified_by) == (
        "Throughline", "",
    )  # fmt: skip


def test_a_text_stands_in_its_original_and_beside_it_each_translation_with_its_state(app):
    whole = LocalizedText(
        {"en": "We agree [soon].", "zh-Hans": "同意。", "zh-Hant": "同意。"},
        "zh-Hans",
        {"zh-Hant": "checked"},
        frozenset({"en"}),
    )
    with app.test_request_context():
        columns = WordsColumns("Wording", [whole, LocalizedText({"en": "Alone"})])
        pen = ListingPen("en")
        full = columns.cells(pen, whole)
        alone = columns.cells(pen, LocalizedText({"en": "Alone"}))

    titles = [one.title for one in columns.columns]
    assert titles == ["Wording", "Original language", *(["Translation", titles[3]] * 2)]
    read = ["".join(w.text for p in one for w in p.line) for one in full]
    assert read == [
        "同意。", "简体中文", "We agree [soon].", "English · Stale: made of an earlier text",
        "同意。", "繁體中文 · Checked translation",
    ]  # fmt: skip
    assert full[0] == cell_of("同意。", "zh-Hans")
    assert alone[2:] == [None] * 4


def cell_of(text, lang):
    [paragraph] = cell((Words(text, lang),))
    return (type(paragraph)(paragraph.line, "wording"),)


def test_chinese_stands_in_a_chinese_font(written):
    value = cell((Words("同意", "zh-Hant"),))

    [rows, _about] = sheets(written([value, "Plain"])["xlsx"])

    assert [rows[f"A{n}"].font.name for n in (3, 4)] == ["Microsoft JhengHei", "Arial"]
