"""The files of a mechanism's stability: what its page says."""

import csv
import io

import pytest

from app.accounts.models import Role

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_the_file_says_what_the_page_says(browser, make, mechanism, lead):
    for dialogue in mechanism:
        make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)

    page = browser.as_(lead).get("/ours/stability?meetings=all")
    file = browser.client.get("/ours/stability/export/csv?meetings=all")

    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    written = [cell for row in rows for cell in row]
    assert "7 to 8 months" in page.text
    assert "7 to 8 months" in written
    assert page.select("svg .lasting rect.sure")
    # The rows on the page, and each of them in the file.
    heads = [row for row in rows if row and row[0].startswith(("Months", "From", "Sat"))]
    body = page.select("section.block tbody tr")
    assert len([row for row in heads if len(row) > 5]) == len(body)
    for format_ in ("xlsx", "docx", "md"):
        answer = browser.client.get(f"/ours/stability/export/{format_}")
        assert answer.status_code == 200
    [wei] = [row for row in rows if "WEI Open" in row]
    [head] = [row for row in rows if "Full name" in row]
    by_column = dict(zip(head, wei, strict=True))
    assert (by_column["From"], by_column["To"]) == ("", "")
    assert by_column["Meetings off the government track"] == "R1"
    assert by_column["Meetings between governments"] == "talks/R1"
    # The one number of an exact span is in its words alone.
    known = [dict(zip(head, row, strict=True)) for row in rows if "talks/R1" in " ".join(row)]
    assert {one["Months at least"] for one in known if one["How long"] == "3 months"} == {""}
    assert "talks/R1" in page.select_one("svg .lasting text").text or any(
        "talks/R1" in one.text for one in page.select("svg .lasting text")
    )
