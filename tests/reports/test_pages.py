"""The page of the report, its form and its downloads."""

import pytest

from app.accounts.models import Role
from app.records.models import Disclosure


@pytest.fixture
def dialogue(make):
    made = make.dialogue(slug="av-sn", illustrative=True)
    make.round(dialogue=made, number=9, happened="2024-02", disclosure=Disclosure.PUBLIC)
    make.consensus_item(dialogue=made, meeting=None, text="Kept among participants.")
    return made


@pytest.fixture
def reading(browser, make, author, dialogue):
    make.membership(user=author, dialogue=dialogue, role=Role.AUTHOR)
    return browser.as_(author)


def test_the_page_is_the_report_for_whom_it_was_asked(reading):
    members = reading.get("/av-sn/report?as_of=2025&audience=participants&language=en")
    everybody = reading.get("/av-sn/report?as_of=2025&audience=public&language=en")

    assert members.select_one("article .wording").text == "Kept among participants."
    assert not everybody.select("article .wording")
    assert "Illustrative: fictional" in everybody.article.text
    assert everybody.select_one("[name=as_of]")["value"] == "2025"


def test_the_report_is_in_the_language_asked_for(reading):
    page = reading.get("/av-sn/report?language=zh-Hant")

    assert page.article["lang"] == "zh-Hant"
    assert page.html["lang"] == "en"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("as_of=2024-13", "This is no date."),
        ("audience=side", "Choose one of these."),
        ("audience=nobody", "Choose one of these."),
        ("language=fr", "Choose one of these."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(reading, asked, words):
    page = reading.get(f"/av-sn/report?{asked}")

    assert words in page.select_one(".row-error").text
    assert not page.select("article")
    reading.get(f"/av-sn/report/docx?{asked}", status=302)


def test_a_dialogue_with_nothing_public_has_no_public_report(reading, make, author):
    inner = make.dialogue(slug="inner")
    make.membership(user=author, dialogue=inner, role=Role.AUTHOR)
    make.round(dialogue=inner)

    page = reading.get("/inner/report?audience=public")

    assert "Nothing in this dialogue is on record" in page.select_one(".row-error").text


@pytest.mark.parametrize("format_", ["docx", "md", "html", "pdf"])
def test_a_file_is_always_saved_under_its_own_name(reading, format_):
    reading.db.commit()
    answer = reading.client.get(f"/av-sn/report/{format_}?as_of=2024-02&audience=public")

    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f"attachment; filename=av-sn-interim-report-2024-02-public.{format_}"


def test_a_reader_prints_no_paper(browser, make, reader, dialogue):
    make.membership(user=reader, dialogue=dialogue, role=Role.READER)

    browser.as_(reader).get("/av-sn/report", status=403)


def test_other_formats_are_not_found(reading):
    reading.get("/av-sn/report/exe", status=404)
