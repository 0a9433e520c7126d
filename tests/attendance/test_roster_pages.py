"""The pages by which a roster gets in."""

import io
import json

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from app.accounts.models import Role
from app.people.models import Naming, Person
from app.rounds.models import Attendance, RoundStatus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def dialogue(make):
    dialogue = make.dialogue(slug="talks", sides=())
    make.side(dialogue=dialogue, code="AV", name="Averra")
    make.side(dialogue=dialogue, code="SN", name="Sunda")
    return dialogue


@pytest.fixture
def meeting(make, dialogue):
    return make.round(dialogue=dialogue, number=2, happened="2024-05")


@pytest.fixture
def browser(make, browser, dialogue, meeting, secretary):
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    return browser.as_(secretary)


def sent(page):
    """What the form of a page would send as it stands."""
    [form] = page.select("form.wide")
    data = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    data |= {
        area["name"]: area.text.removeprefix("\r\n").removeprefix("\n")
        for area in form.select("textarea")
    }
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        data[select["name"]] = chosen["value"] if chosen else ""
    return data


def roster(db):
    db.rollback()
    db.expire_all()
    return db.scalars(sa.select(Attendance).order_by(Attendance.id)).all()


def test_a_pasted_roster_is_written_once_it_was_seen(db, browser):
    browser.get("/talks/R2/roster")
    page = browser.post("/talks/R2/roster", {"text": "AV:\nXIAO Qian, Fellow\n3 students\n"})

    assert roster(db) == []
    assert [cell.text for cell in page.select("tbody th span[lang]")] == ["XIAO Qian", "3 students"]
    browser.post("/talks/R2/roster", sent(page) | {"confirm": "1"}, to="/talks/R2#attendance")
    assert [one.group_count for one in roster(db)] == [None, 3]


def test_a_page_that_was_not_looked_at_again_writes_nothing(db, make, browser, dialogue):
    page = browser.post("/talks/R2/roster", {"text": "AV: WANG Wei"})
    make.person(names="WANG Wei", dialogue=dialogue)

    again = browser.post("/talks/R2/roster", sent(page) | {"confirm": "1"})

    assert roster(db) == []
    assert "look again" in again.text
    browser.post("/talks/R2/roster", sent(again) | {"confirm": "1"}, to="/talks/R2#attendance")
    assert len(roster(db)) == 1


def test_a_question_is_answered_on_the_page(db, make, browser, dialogue):
    first, second = (make.person(names="WANG Wei", dialogue=dialogue).id for _ in range(2))
    page = browser.post("/talks/R2/roster", {"text": "AV: WANG Wei"})
    assert not page.select("button[name=confirm]")
    [question] = page.select("select")

    page = browser.post("/talks/R2/roster", sent(page) | {question["name"]: str(second)})
    browser.post("/talks/R2/roster", sent(page) | {"confirm": "1"}, to="/talks/R2#attendance")

    assert [one.person_id for one in roster(db)] == [second]
    assert first != second


def test_nothing_is_asked_about_people_who_may_not_be_known(db, make, browser):
    elsewhere = make.dialogue()
    make.person(names="WANG Hidden", dialogue=elsewhere)

    page = browser.post("/talks/R2/roster", {"text": "AV: WANG Hidden"})
    one = browser.get("/talks/R2/attendance/new")

    assert not page.select("select")
    assert "New person" in page.text
    assert "Hidden" not in one.text


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 20_001])
def test_a_text_that_cannot_be_read_comes_back(browser, text):
    page = browser.post("/talks/R2/roster", {"text": text})

    assert page.select(".error-summary")
    assert page.select_one("textarea").text.strip() == text.strip()


def workbook(*rows):
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def uploaded(browser, content, name="roster.csv"):
    return browser.post("/talks/R2/roster/upload", {"file": (io.BytesIO(content), name)})


def test_a_workbook_is_mapped_seen_and_written(db, browser):
    browser.get("/talks/R2/roster/upload")
    page = uploaded(browser, workbook(
        ["Name", "中文姓名", "Delegation", "Job", "Institution", "Consented on"],
        ["XIAO Qian", "肖茜", "AV", "Fellow", "Harbour Institute", "2024/5/3"],
        ["SUN Mei", None, "SN", "Dean", "Harbour Institute", None],
    ))  # fmt: skip
    data = sent(page)
    assert [data[f"column_{n}"] for n in range(6)] == [
        "name", "chinese", "side", "", "institution", "consented"]  # fmt: skip
    assert roster(db) == []

    page = browser.post("/talks/R2/roster/upload", data | {"column_3": "post"})
    browser.post("/talks/R2/roster/upload", sent(page) | {"confirm": "1"},
                 to="/talks/R2#attendance")  # fmt: skip

    xiao, sun = roster(db)
    assert [(n.language, n.printed) for n in xiao.person.names] == [
        ("en", "XIAO Qian"), ("zh-Hans", "肖茜")]  # fmt: skip
    assert xiao.affiliation.text_for("en") == "Fellow, Harbour Institute"
    assert (str(xiao.consented), xiao.side.code, sun.side.code) == ("2024-05-03", "AV", "SN")
    assert xiao.institutions == sun.institutions


def test_a_mapping_that_was_changed_is_seen_before_it_is_written(db, browser):
    page = uploaded(browser, b"Name,Delegation,Job\nXIAO Qian,AV,Fellow\n")

    again = browser.post("/talks/R2/roster/upload",
                         sent(page) | {"column_2": "post", "confirm": "1"})  # fmt: skip

    assert roster(db) == []
    assert "look again" in again.text
    assert "Fellow" in again.select(".roster-preview")[0].text


def test_a_row_that_cannot_be_used_names_its_column(db, browser):
    page = uploaded(browser, b"Name,Side,Role\nXIAO Qian,AV,wizard\nSUN Mei,Utopia,\n")

    errors = [cell.text for cell in page.select("tbody .error")]

    assert "Column C" in errors[0]
    assert "Utopia" in errors[1]
    assert not page.select("button[name=confirm]")
    browser.post("/talks/R2/roster/upload", sent(page) | {"confirm": "1"})
    assert roster(db) == []


TABLES = ["", "{", "[]", "[[1],[[1]]]", '[["a"],[["b"]]]', "[1,2]", "null", "[[1],[]]",
          "[" * 5000, '[[true],[["XIAO"]]]', json.dumps([[1], [["x"] * 60]])]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_a_table_that_was_tampered_with_is_no_table(db, browser, table):
    page = browser.post("/talks/R2/roster/upload", {"table": table, "confirm": "1"})

    assert page.select("input[type=file]")
    assert roster(db) == []


def test_the_template_is_read_back_as_it_stands(browser):
    content = browser.client.get("/talks/R2/roster/template.csv").data

    page = uploaded(browser, content + "XIAO Qian,肖茜,AV\r\n".encode())

    chosen = [value for name, value in sent(page).items() if name.startswith("column_")]
    assert len(set(chosen)) == 12
    assert "" not in chosen


def test_an_earlier_roster_is_taken_over_with_one_click(db, make, browser, dialogue):
    before = make.round(dialogue=dialogue, number=1, happened="2023")
    people = [make.person(names=name, dialogue=dialogue) for name in ("LI Wei", "SUN Mei")]
    for person in people:
        make.attendance(round=before, person=person, naming=Naming.PUBLIC, consent="by letter")

    page = browser.get("/talks/R2/roster/copy")
    [chosen] = [box["value"] for box in page.select("input[name=chosen]")][:1]
    form = sent(page) | {"chosen": [chosen]}
    browser.post("/talks/R2/roster/copy", form, to="/talks/R2#attendance")

    [copied] = [one for one in roster(db) if one.round_id != before.id]
    assert (copied.naming, copied.consent) == (Naming.ROLE_AND_SIDE, "")
    page = browser.get("/talks/R2/roster/copy")
    assert len(page.select("input[name=chosen]")) == 1
    browser.post("/talks/R2/roster/copy", sent(page))
    assert "Choose whom" in browser.last.text
    browser.post("/talks/R2/roster/copy", sent(page) | {"chosen": ["9999"], "earlier": "R77"})


def test_the_first_round_has_nothing_to_copy(browser):
    assert "No earlier round" in browser.get("/talks/R2/roster/copy").text
    browser.post("/talks/R2/roster/copy", {"earlier": "R9", "chosen": "1"})
    assert browser.last.status_code == 200


def test_the_roster_of_confirmed_minutes_stays(db, browser, meeting):
    page = browser.post("/talks/R2/roster", {"text": "AV: SUN Mei"})
    meeting.status = RoundStatus.CONFIRMED

    again = browser.post("/talks/R2/roster", sent(page) | {"confirm": "1"})

    assert "confirmed" in again.select_one(".error-summary").text
    assert db.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def added(browser, **given):
    data = {"name": "", "side": "AV", "role": "participant", "naming": "role-and-side"} | given
    return browser.post("/talks/R2/attendance/new", data)


@pytest.mark.parametrize("name", ["Qian Xiao", "肖茜教授"])
def test_somebody_on_record_is_added_by_any_form_of_their_name(db, make, browser, dialogue, name):
    xiao = make.person(names={"en": "XIAO Qian", "zh-Hans": "肖茜"}, dialogue=dialogue)
    page = browser.get("/talks/R2/attendance/new")
    assert [one["value"] for one in page.select("datalist option")] == ["XIAO Qian", "肖茜"]

    browser.post("/talks/R2/attendance/new", {"name": name, "role": "observer", "naming": "public"},
                 to="/talks/R2#attendance")  # fmt: skip

    assert [one.person_id for one in roster(db)] == [xiao.id]
    again = added(browser, name=name)
    assert "on the roster already" in again.select_one("#name-error").text


def test_a_new_person_is_added_on_the_same_page_after_a_look(db, browser):
    page = added(browser, name="XIAO Qian")
    fields = {one["name"]: one.get("value") for one in page.select("form input[type=text]")}
    assert (fields["family"], fields["given"]) == ("XIAO", "Qian")
    assert page.select_one("#meant option[selected]")["value"] == "new"
    assert roster(db) == []

    given = {"name": "XIAO Qian", "meant": "new", "language": "en", "family": "Xiao",
             "given": "Qian", "role": "participant", "naming": "public"}  # fmt: skip
    browser.post("/talks/R2/attendance/new", given, to="/talks/R2#attendance")

    [attendance] = roster(db)
    [name] = attendance.person.names
    assert (name.printed, name.family, name.given) == ("XIAO Qian", "Xiao", "Qian")


def test_of_several_who_may_be_meant_one_is_chosen(db, make, browser, dialogue):
    first, second = (make.person(names="WANG Wei", dialogue=dialogue).id for _ in range(2))

    page = added(browser, name="wei wang")
    assert page.select_one("#meant-error")
    offered = [one["value"] for one in page.select("#meant option")]
    assert offered == ["", str(first), str(second), "new"]
    added(browser, name="wei wang", meant="77")
    assert roster(db) == []
    browser.post("/talks/R2/attendance/new", {"name": "wei wang", "meant": str(second),
                 "role": "participant", "naming": "public"}, to="/talks/R2#attendance")  # fmt: skip

    assert [one.person_id for one in roster(db)] == [second]


def test_a_group_is_added_beside_no_person(db, browser):
    for given in ({}, {"name": "LI Wei", "meant": "new", "group_label-en": "a few"}):
        assert added(browser, **given).select("#name-error")

    browser.post("/talks/R2/attendance/new", {"group_label-en": "a few", "role": "participant",
                 "naming": "public"}, to="/talks/R2#attendance")  # fmt: skip
    assert [one.group_label.text_for("en") for one in roster(db)] == ["a few"]
