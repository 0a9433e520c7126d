"""Every page about agreement, and the action register, as files: what is in them, and what not."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from app.accounts.models import Role
from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Stance
from app.people.models import Naming
from app.records.models import Disclosure
from app.reports.listing_forms import LISTED
from app.trace.models import LinkKind
from tests.conftest import statements
from tests.reports.made import every_byte

VIEWS = ("consensus", "ledger", "awaiting", "decisions", "consensus/brackets", "actions")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def exported(browser, view, format_, query=""):
    browser.db.commit()
    response = browser.client.get(f"/av-sn/{view}/export/{format_}{query}")
    assert response.status_code == 200, (view, format_, response.status_code)
    return response


@pytest.fixture
def dialogue(make):
    dialogue = make.dialogue(slug="av-sn", name="The AV–SN dialogue", sides=())
    make.side(dialogue=dialogue, code="AV", name="Avaria")
    make.side(dialogue=dialogue, code="SN", name="Sonland")
    make.topic(code="TS")
    return dialogue


@pytest.fixture
def record(make, dialogue):
    """Something on every page, beside it something that only some may read."""
    ours, theirs = dialogue.sides
    meeting = make.round(dialogue=dialogue, number=4, happened="2024-02-12")
    item = make.consensus_item(
        meeting=meeting, title="Plain", text="We agree.", positions={"AV": Stance.ENDORSED}
    )
    make.consensus_item(
        meeting=meeting, item_kind=ItemKind.DIVERGENCE, title="Apart", text="We differ [much]."
    )
    withheld = make.person(dialogue=dialogue, names={"en": "Zed Unnameable", "zh-Hans": "匿名人"})
    make.attendance(round=meeting, person=withheld, naming=Naming.COUNTED)
    place = make.institution(name="Zedplace")
    owed = make.action(meeting=meeting, title="Send it", due="2024-03", owners=[withheld, theirs])
    owed.owners[0].institution = place
    waits = {"status": ActionStatus.WAITING, "origin": item}
    make.action(meeting=meeting, title="Waits", **waits)
    for level, side, word in (
        (Disclosure.SECRETARIAT, None, "Housesecret"),
        (Disclosure.SIDE, ours, "Sidesecret"),
    ):
        known = {"meeting": meeting, "disclosure": level, "side": side, "title": word}
        hidden = make.consensus_item(
            **known, text=f"{word} [words]", positions={"SN": Stance.SOUGHT}
        )
        make.link(earlier=item, later=hidden, kind=LinkKind.REFINES, rationale=word)
        make.action(**known, origin=item, owners=[word], due="2023")
    return item


def member(make, dialogue, role, code=None):
    user = make.user()
    side = next((one for one in dialogue.sides if one.code == code), None)
    make.membership(user=user, dialogue=dialogue, role=role, side=side)
    return user


NEVER = ["Unnameable", "匿名", "Zedplace", "Housesecret", "Sidesecret"]


@on_sqlite
@pytest.mark.parametrize(
    ("role", "side", "told"),
    [
        (Role.READER, "SN", []),
        (Role.AUTHOR, "SN", NEVER[:4]),
        (Role.SECRETARY, "SN", NEVER[:4]),
        (Role.SECRETARY, "AV", NEVER),
    ],
)
def test_what_is_withheld_is_in_no_byte_of_any_file(
    browser, make, dialogue, record, role, side, told
):
    browser.as_(member(make, dialogue, role, side))
    never = [word for word in NEVER if word not in told]
    read = b""

    for view in VIEWS:
        for format_ in LISTED:
            response = exported(browser, view, format_)
            body = every_byte("", response.data) + str(response.headers).encode()
            assert [word for word in never if word.encode() in body] == [], (view, format_)
            read += body

    assert b"Send it" in read
    assert [word for word in told if word.encode() not in read and word != "匿名"] == []


def rows(browser, view, query=""):
    text = exported(browser, view, "csv", query).data.decode().removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text)))


@on_sqlite
@pytest.mark.parametrize(
    ("role", "side", "words"),
    [
        (Role.READER, None, "the participants of The AV–SN dialogue; not public: it holds what is"),
        (
            Role.SECRETARY,
            None,
            "the secretariat of The AV–SN dialogue; confidential: it holds what",
        ),
        (Role.SECRETARY, "AV", "the secretariat of The AV–SN dialogue; confidential: it holds one"),
    ],
)
def test_a_file_says_for_whom_it_is_and_how_confidential(
    browser, make, dialogue, record, role, side, words
):
    browser.as_(member(make, dialogue, role, side))

    for view in VIEWS:
        assert rows(browser, view)[0]["Printed for"].startswith(words), view


@pytest.fixture
def secretary_of(browser, make, dialogue):
    return browser.as_(member(make, dialogue, Role.SECRETARY))


@on_sqlite
@pytest.mark.parametrize(
    ("view", "query", "refs", "words"),
    [
        ("consensus", "?kind=divergence", ["R4-C2"], "Divergence"),
        ("consensus", "?text=agree", ["R4-C1"], "agree"),
        ("consensus", "?text=agree&after=R4-C2&mode=reading", ["R4-C1"], "agree"),
        ("consensus", "?as_of=2024-02-11", [""], ""),
        ("decisions", "?to=R4", ["R4-C1", "R4-C2", "R4-C3", "R4-C4"][:3], "Round 4"),
        ("actions", "?state=all&side=SN", ["R4-A1", "R4-A2"], "Side: Sonland"),
        ("actions", "?state=overdue&text=send", ["R4-A1"], "“send”"),
        ("actions", "?as_of=2024-02-11", [""], "Unfinished"),
    ],
)
def test_a_file_holds_what_the_page_was_narrowed_to_and_says_so(
    secretary_of, record, view, query, refs, words
):
    found = rows(secretary_of, view, query)

    named = [row.get("Reference", "") or "" for row in found]
    expected = refs if refs != [""] else ["No row answers this filter."]
    assert sorted(named) == sorted(expected)
    assert all(words in row["Filter"] for row in found)
    assert {row["Rows"] for row in found} == {"0" if refs == [""] else str(len(refs))}
    if "as_of" in query:
        assert found[0]["As it stood on"] == "11 February 2024"


@on_sqlite
def test_a_file_is_named_after_its_dialogue_its_page_and_its_day(secretary_of, record):
    for view, query, name in (
        ("consensus", "?as_of=2024-02-14", "av-sn-consensus-2024-02-14.xlsx"),
        ("actions", "?as_of=R4", "av-sn-actions-2024-02-12.xlsx"),
        ("ledger", "?as_of=2024", "av-sn-ledger-2024.xlsx"),
    ):
        response = exported(secretary_of, view, "xlsx", query)
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"


@on_sqlite
@pytest.mark.parametrize("view", VIEWS)
def test_what_cannot_be_read_in_an_address_is_said_by_the_page(secretary_of, record, view):
    secretary_of.db.commit()
    response = secretary_of.client.get(f"/av-sn/{view}/export/md?as_of=someday")

    assert response.status_code == 302
    page = secretary_of.get(response.headers["Location"])
    assert "Write a date" in page.main.text


@on_sqlite
def test_a_page_leads_to_its_files_with_the_same_address(secretary_of, record):
    page = secretary_of.get("/av-sn/actions?state=all&text=send&after=2020.1&as_of=R4")

    links = [str(link["href"]) for link in page.select("nav.export a")]

    asked = "?state=all&text=send&as_of=R4"
    assert links == [f"/av-sn/actions/export/{format_}{asked}" for format_ in LISTED]


@on_sqlite
def test_both_languages_brackets_and_open_lists_stand_in_the_register(secretary_of, make, dialogue):
    meeting = make.round(dialogue=dialogue, number=4)
    whole = make.consensus_item(
        meeting=meeting,
        open_list=True,
        text={"en": "They [shall|SN: may] warn of:", "zh-Hans": "提前通报："},
    )
    make.consensus_item(meeting=meeting, parent_id=whole.id, text={"zh-Hans": "演习"})

    book = load_workbook(BytesIO(exported(secretary_of, "consensus", "xlsx").data))

    head, *lines = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(2)]
    first, point = (dict(zip(head, line, strict=True)) for line in lines)
    assert first["Wording"] == "They [shall|SN: may] warn of:"
    assert (first["Translation"], first["Open brackets"]) == ("提前通报：", 1)
    assert first["Language and state of the translation"] == "简体中文 · Unchecked translation"
    assert first["Sub-points"] == "including, but not limited to:"
    assert (point["Reference"], point["Sub-point of"]) == ("R4-C2", "R4-C1")
    assert (point["Wording"], point["Original language"]) == ("演习", "简体中文")
    assert book.worksheets[0]["A4"].alignment.indent == 1


@on_sqlite
def test_the_files_take_as_many_statements_for_five_times_as_much(
    browser, make, dialogue, record, db
):
    browser.as_(member(make, dialogue, Role.SECRETARY))
    counted = []

    for times in (1, 5):
        for _time in range(times):
            meeting = make.round(dialogue=dialogue, happened="2024-06")
            item = make.consensus_item(meeting=meeting, text="We [may] agree.")
            make.action(meeting=meeting, origin=item, due="2024-07")
        db.commit()
        sent_by_view = {}
        for view in VIEWS:
            with statements() as sent:
                exported(browser, view, "md")
            sent_by_view[view] = len(sent)
        counted.append(sent_by_view)

    assert counted[0] == counted[1]
