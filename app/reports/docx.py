"""The paper as a DOCX file: real headings, tables with header rows, the language of every word."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paper,
    Paragraph,
    Points,
    Style,
    Table,
    Tone,
    Words,
    plain,
)

# The language of Western letters and of Chinese ones; fonts that every office suite has or knows
# how to replace.
TAGS = {"en": ("en-GB", "zh-CN"), "zh-Hans": ("zh-CN", "zh-CN"), "zh-Hant": ("zh-TW", "zh-TW")}
TEXT_FONTS = {"zh-Hant": ("Times New Roman", "PMingLiU")}
TEXT_FONT = ("Times New Roman", "SimSun")
HEAD_FONTS = {"zh-Hant": ("Arial", "Microsoft JhengHei")}
HEAD_FONT = ("Arial", "SimHei")
INK, SOFT = RGBColor(0x16, 0x19, 0x1D), RGBColor(0x4D, 0x55, 0x5E)
# Styles are set by their ids: looking them up by name takes most of the time of a long paper.
STYLES = {Style.PLAIN: None, Style.LEAD: "Lead", Style.WORDING: "Wording", Style.NOTE: "Note"}
OWN_STYLES = ("Lead", "Wording", "Note", "Cell")
INDENT = Cm(0.6)
STEP = Cm(0.9)
SIDE_MARGIN = Cm(2.2)
A4 = (Cm(21), Cm(29.7))
EARLIEST = (1980, 1, 1, 0, 0, 0)


def write(paper: Paper) -> bytes:
    """The same bytes for the same paper."""
    document = Document()
    _set_properties(document, paper)
    _set_styles(document, paper.locale)
    _set_margins(document, paper)
    if paper.notice:
        _fill(_new(document, "Lead"), (paper.notice,))
    _fill(_new(document, "Title"), paper.title)
    _fill(_new(document, "Subtitle"), paper.subtitle)
    _fill(_new(document, "Note"), (paper.marking,))
    for block in paper.blocks:
        _add(document, block)
    file = BytesIO()
    document.save(file)
    return _undated(file)


def _undated(file: BytesIO) -> bytes:
    """The archive with the clock taken out of it."""
    out = BytesIO()
    with ZipFile(file) as given, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            kept.writestr(entry, given.read(name))
    return out.getvalue()


def _set_properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = f"{plain(paper.title)}: {plain(paper.subtitle)}"[:255]
    properties.author = "Throughline"
    properties.last_modified_by = ""
    properties.comments = ""
    properties.subject = plain(paper.running_head)[:255]
    properties.language = TAGS[paper.locale][0]
    properties.revision = 1
    day = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001 (the format has no zone)
    properties.created = properties.modified = day
    # The template's own picture is not of this paper.
    of_the_file = document.part.package.rels
    for name in [name for name, rel in of_the_file.items() if rel.reltype.endswith("/thumbnail")]:
        del of_the_file[name]


def _set_styles(document: Any, locale: str) -> None:
    styles = document.styles
    for name in OWN_STYLES:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    text, head = TEXT_FONTS.get(locale, TEXT_FONT), HEAD_FONTS.get(locale, HEAD_FONT)
    heads = ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, 5)))
    for name in ("Normal", *heads):
        style = styles[name]
        _set_fonts(style.element.get_or_add_rPr(), head if name in heads else text)
        style.font.color.rgb = INK
        style.font.italic = False
    _set_language(styles["Normal"].element.get_or_add_rPr(), locale)
    default = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_fonts(default, text)
    _set_language(default, locale)
    sizes = {"Normal": 10.5, "Title": 20, "Subtitle": 13, "Note": 9, "Cell": 9}
    for name, size in (*sizes.items(), *zip(heads[2:], (15, 12.5, 11.5, 11), strict=True)):
        styles[name].font.size = Pt(size)
    styles["Note"].font.color.rgb = SOFT
    styles["Lead"].paragraph_format.keep_with_next = True
    styles["Lead"].paragraph_format.space_before = Pt(8)
    styles["Wording"].paragraph_format.left_indent = INDENT
    for name in OWN_STYLES:
        styles[name].paragraph_format.space_after = Pt(4)
    # The template underlines its title in a colour of its own.
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)


def _set_fonts(properties: Any, fonts: tuple[str, str]) -> None:
    western, eastern = fonts
    found = properties.get_or_add_rFonts()
    # The theme's fonts would go before those named.
    for attribute in list(found.attrib):
        del found.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs"):
        found.set(qn(f"w:{script}"), western)
    found.set(qn("w:eastAsia"), eastern)


def _set_language(properties: Any, lang: str) -> None:
    western, eastern = TAGS[lang]
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), western)
    found.set(qn("w:eastAsia"), eastern)


def _set_margins(document: Any, paper: Paper) -> None:
    """A4, with the marking at the head and the page's number at the foot of every page."""
    section = document.sections[0]
    section.page_width, section.page_height = A4[::-1] if paper.is_wide else A4
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = SIDE_MARGIN
    section.top_margin = section.bottom_margin = Cm(2.3)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph._p.style = "Note"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _fill(head, paper.running_head)
    if paper.foot:
        _fill(foot, (*paper.foot, Words(" · ", paper.locale)))
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Any, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _fill(paragraph: Any, line: Line) -> None:
    for words in line:
        run = paragraph.add_run(words.text)
        match words.tone:
            case Tone.STRONG:
                run.bold = True
            case Tone.VERB:
                # Chinese letters have no slanted form.
                run.italic = words.lang == "en" or None
            case Tone.NOTE:
                run.font.color.rgb = SOFT
        properties = run._r.get_or_add_rPr()
        if words.lang != "en":
            # Quotation marks and dashes in Chinese words are Chinese.
            properties.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        _set_language(properties, words.lang)


def _new(parent: Any, style: str | None) -> Any:
    paragraph = parent.add_paragraph()
    paragraph._p.style = style
    return paragraph


def _add(document: Any, block: Block, depth: int = 0) -> None:
    match block:
        case Heading():
            heading = _new(document, f"Heading{block.level}")
            heading.paragraph_format.page_break_before = block.new_page or None
            _fill(heading, block.line)
        case Paragraph():
            paragraph = _new(document, STYLES[block.style])
            if depth:
                own = INDENT if block.style is Style.WORDING else 0
                paragraph.paragraph_format.left_indent = own + STEP * depth
            _fill(paragraph, block.line)
        case Points():
            _add_points(document, block, depth)
        case Table():
            _add_table(document, block)


def _add_points(document: Any, points: Points, depth: int) -> None:
    for first, *others in points.items:
        if isinstance(first, Paragraph):
            bullet = _new(document, "ListBullet")
            bullet.paragraph_format.left_indent = STEP * (depth + 1)
            bullet.paragraph_format.first_line_indent = -Cm(0.5)
            bullet.paragraph_format.keep_with_next = bool(others)
            _fill(bullet, first.line)
        for part in others:
            _add(document, part, depth + 1)


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    across, shares = _text_width(document), sum(block.widths)
    head = table.rows[0]
    for column, cell, share in zip(table.columns, head.cells, block.widths, strict=True):
        # Word takes a cell's own width, other suites the column's; further rows take the column's.
        column.width = cell.width = int(across * share / shares)
    for cell, line in zip(head.cells, block.head, strict=True):
        _fill_cell(cell, (Paragraph(line),), is_head=True)
    _mark_row(head, "w:tblHeader")
    for content in block.rows:
        row = table.add_row()
        for place, (cell, words) in enumerate(zip(row.cells, content, strict=True)):
            _fill_cell(cell, words, is_head=block.is_comparison and place == 0)
        _mark_row(row, "w:cantSplit")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), block.name)
    table._tbl.tblPr.append(caption)
    _new(document, "Note")


def _text_width(document: Any) -> int:
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _mark_row(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fill_cell(cell: Any, content: Cell, *, is_head: bool) -> None:
    for place, block in enumerate(content):
        # A cell always has a first paragraph.
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph._p.style = "Cell"
        _fill(paragraph, block.line)
        if is_head:
            for run in paragraph.runs:
                run.bold = True
