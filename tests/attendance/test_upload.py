"""Reading uploaded tables: real files in each encoding, and files that are none."""

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.attendance.roster_columns import column_name, guessed, table_entries
from app.attendance.upload import FORMULA, MOST_COLUMNS, MOST_ROWS, read_table
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.people.models import Naming, Sector
from app.rounds.models import AttendanceRole, Capacity
from app.rules import Refused

ROWS = [["Name", "中文姓名", "Side"], ["XIAO Qian", "肖茜", "CN"], ["Zoë, “Z”", "佐伊\n甲", "CN"]]
READ = [["Name", "中文姓名", "Side"], ["XIAO Qian", "肖茜", "CN"], ["Zoë, “Z”", "佐伊 甲", "CN"]]
CHINA = Side(code="CN", name=LocalizedText({"en": "China"}))


def written(rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def workbook(rows):
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def refusal(content):
    with pytest.raises(Refused) as refused:
        read_table(content)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_is_the_same_in_every_encoding(encoding, delimiter):
    assert read_table(written(ROWS, delimiter).encode(encoding)).rows == READ


def test_a_workbook_is_read_as_it_is_printed():
    table = read_table(workbook([["Name", "Count", None], [], ["students", 4.0, None], ["x", 1.5]]))

    assert table.rows == [["Name", "Count"], ["students", "4"], ["x", "1.5"]]
    assert table.numbers == [1, 3, 4]


def test_a_formula_is_never_computed():
    table = read_table(workbook([["Name", "Side"], ["=1+1", "CN"], ["=cmd|' /C calc'!A0", "CN"]]))
    entries = table_entries(table, ["name", "side"], [CHINA])

    assert table.rows[1][0] == f"{FORMULA}=1+1"
    assert [(str(one.problem), one.names) for one in entries] == [
        ("Column A holds a formula, and formulas are not computed: =1+1", ()),
        ("Column A holds a formula, and formulas are not computed: =cmd|' /C calc'!A0", ()),
    ]


@pytest.mark.parametrize("cell", ["=cmd()", "@SUM(A1)", "+1", "-2+3", "=1+1"])
def test_in_a_text_file_such_a_cell_is_text(cell):
    table = read_table(written([["Name", "Title"], ["LI Wei", cell]]).encode())

    [entry] = table_entries(table, ["name", "post"], [])

    assert (entry.affiliation, entry.problem) == (cell, None)


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (80 * 1024 * 1024))
    return kept.getvalue()


def poisoned(rows):
    """A workbook whose first sheet names a file of the server as an entity."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                content = declared + content.split(b"?>", 1)[-1].replace(b"CN", b"&e;")
            new.writestr(name, content)
    return kept.getvalue()


def archive(name):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as parts:
        parts.writestr(name, "<x/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(lambda: b"", "nothing in this file", id="empty"),
        pytest.param(lambda: b"\xef\xbb\xbf \n,,\n", "nothing in this file", id="blank"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 90, "old kind", id="xls"),
        pytest.param(lambda: b"%PDF-1.7\n\x00\x01\x02", "neither", id="pdf"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "", id="png"),
        pytest.param(lambda: b"PK\x03\x04 no archive", "neither", id="no archive"),
        pytest.param(lambda: archive("word/document.xml"), "neither", id="docx"),
        pytest.param(lambda: archive("xl/workbook.xml"), "cannot be read", id="broken"),
        pytest.param(lambda: poisoned(ROWS), "cannot be read", id="entity"),
        pytest.param(lambda: b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB", id="large"),
        pytest.param(bomb, "larger than 5 MB", id="bomb"),
        pytest.param(lambda: b"a\n" * (MOST_ROWS + 2), "more than 2000 rows", id="rows"),
        pytest.param(lambda: b"a," * MOST_COLUMNS + b"a", "or 40 columns", id="columns"),
        pytest.param(lambda: b"a\n" + b"x" * 1001, "Row 2", id="cell"),
        pytest.param(lambda: b"x" * 200_000, "", id="field"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(content, why):
    assert why in refusal(content())


@given(
    st.one_of(st.binary(max_size=300), st.text().map(lambda text: text.encode("utf-8", "ignore")))
)
def test_any_bytes_are_read_or_refused(content):
    table = None
    with suppress(Refused):
        table = read_table(content)
    if table is None:
        assert refusal(content)
        return
    for entry in table_entries(table, guessed(table.rows[0]), [CHINA]):
        assert bool(entry.names) + bool(entry.group) + (entry.problem is not None) == 1


def test_columns_are_guessed_in_both_languages():
    assert guessed(["Full name", "中文姓名", "Delegation", "职务", "单位", "Whatever", "NAME"]) == [
        "name", "chinese", "side", "post", "institution", "", ""]  # fmt: skip


HEADINGS = ["name", "chinese", "side", "role", "post", "institution", "sector", "capacity",
            "naming", "consent", "consented", "count"]  # fmt: skip


def entry_of(**cells):
    row = [cells.get(name, "") for name in HEADINGS]
    table = read_table(written([["Name"], row]).encode())
    [entry] = table_entries(table, HEADINGS, [CHINA])
    return entry


def test_a_row_says_what_its_columns_hold():
    entry = entry_of(name="XIAO Qian", chinese="肖茜", side="China", role="主持", post="Fellow",
                     institution="CISS", sector="think-tank", capacity="private",
                     naming="named publicly", consent="letter", consented="2024年5月")  # fmt: skip

    assert entry.names == (("en", "XIAO Qian"), ("zh-Hans", "肖茜"))
    assert (entry.side, entry.role, entry.sector, entry.capacity, entry.naming) == (
        CHINA, AttendanceRole.MODERATOR, Sector.THINK_TANK, Capacity.PRIVATE, Naming.PUBLIC
    )  # fmt: skip
    assert (entry.affiliation, entry.institution) == ("Fellow", "CISS")
    assert (entry.consent, str(entry.consented)) == ("letter", "2024-05")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"side": "Utopia"}, "No side"),
        ({"role": "wizard"}, "Column D says “wizard”"),
        ({"consented": "soon"}, "Column K says “soon”"),
        ({"consented": "2024/13/40"}, "Column K"),
        ({"count": "-3"}, "Column L says “-3”"),
        ({"name": "123"}, "Nobody is named"),
        ({"name": "x" * 300}, "Column A holds more"),
    ],
)
def test_a_row_that_says_what_nobody_understands_names_its_column(cells, problem):
    assert problem in str(entry_of(**{"name": "LI Wei"} | cells).problem)


def test_a_row_with_a_count_is_a_group():
    entry = entry_of(name="Students", count="12", side="CN")

    assert (entry.group, entry.count, entry.names, entry.side) == ("Students", 12, (), CHINA)


def test_columns_are_named_as_in_a_workbook():
    assert [column_name(n) for n in (0, 25, 26, 39)] == ["A", "Z", "AA", "AN"]
