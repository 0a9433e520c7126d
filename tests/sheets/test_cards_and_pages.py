"""Name cards, and the page on which sheets are chosen."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from app.accounts.models import Role
from app.people.models import Naming
from app.sheets.card_forms import HEIGHT, ROOM, SIZES, points_for
from app.sheets.sheet import SheetKind
from tests.conftest import statements
from tests.sheets.made import FILES, asked

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LONG = "Maximiliana Wilhelmina VON UND ZU HOHENWALDSTEIN-MITTERNDORF"


@pytest.fixture
def here(make, browser, author):
    made = make.dialogue(slug="here", name="Here", sides=())
    make.side(dialogue=made, code="AV", name="Avaria", convener_short="AVI")
    make.membership(user=author, dialogue=made, role=Role.AUTHOR)
    browser.as_(author)
    return made


@pytest.fixture
def meeting(make, here):
    meeting = make.round(dialogue=here)
    for names in ({"en": "LI Wei", "zh-Hans": "李伟"}, LONG, {"zh-Hans": "欧阳娜娜"}):
        person = make.person(dialogue=here, names=names)
        make.attendance(
            round=meeting, person=person, naming=Naming.PUBLIC, affiliation="Director, AVI"
        )
    return meeting


@on_sqlite
def test_a_card_says_the_same_on_both_faces_in_both_scripts(browser, make, meeting):
    institution = make.institution(name={"en": "University of Port"})
    meeting.attendances[0].institutions.append(institution)
    for language, first, second in (("en", "LI Wei", "李伟"), ("zh-Hans", "李伟", "LI Wei")):
        body = asked(browser, "name-cards", "html", language=language, audience="secretariat").data
        cards = BeautifulSoup(body, "html.parser").select(".card")

        assert len(cards) == 3
        for card in cards:
            back, front = card.select(".face")
            assert back["class"] == ["face", "face-back"]
            assert back.text == front.text
        words = [part.text for part in cards[0].select(".face:not(.face-back) p")]
        assert words == [first, second, "AVI · University of Port"]
        assert [part.text for part in cards[1].select(".face-back p")] == [
            LONG,
            "AVI · Director, AVI",
        ]


@on_sqlite
def test_cards_are_set_two_to_a_page(browser, meeting):
    pages = PdfReader(BytesIO(asked(browser, "name-cards", "pdf").data)).pages

    texts = [page.extract_text() for page in pages]
    assert len(pages) == 3
    assert "3 cards" in texts[0]
    assert texts[1].count("LI Wei") == texts[1].count("李伟") == 2
    # The longest name is whole, on each face.
    assert "".join(texts[1].split()).count("".join(LONG.split())) == 2
    assert texts[2].count("欧阳娜娜") == 2


@pytest.mark.parametrize(
    ("name", "points"),
    [("李伟", 66), ("LI Wei", 66), ("欧阳娜娜", 66), ("Robert Alexander Smith", 34), (LONG, 24)],
)
def test_a_name_is_as_large_as_its_card_allows(name, points):
    assert points_for(name) == points


@pytest.mark.parametrize("letter", ["W", "李"])
def test_no_name_is_too_long_for_a_card(letter):
    sizes = [points_for(letter * length) for length in range(1, 200)]

    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) <= set(SIZES)
    for length, size in enumerate(sizes, start=1):
        lines = -(-length * size // ROOM)
        assert lines * size <= max(HEIGHT, size)


@on_sqlite
@pytest.mark.parametrize(
    ("choice", "words"),
    [("sheet=programme", "Choose one"), ("audience=side", "Choose one"), ("language=fr", "Choose")],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, meeting, choice, words):
    page = browser.get(f"/here/R1/sheets?{choice}")

    assert words in page.select_one(".row-error").text
    assert not page.select("article")


@on_sqlite
def test_the_page_leads_to_the_files_of_what_it_shows(browser, meeting):
    for sheet in SheetKind:
        page = browser.get(f"/here/R1/sheets?sheet={sheet}&audience=secretariat")
        links = [link["href"] for link in page.select("a[download]")]
        wanted = [format_ for kind, format_ in FILES if kind is sheet]
        assert len(links) == len(wanted)
        for link in links:
            assert f"/sheets/{sheet}/" in link
            assert "audience=secretariat" in link
    assert asked(browser, "name-cards", "docx").status_code == 404
    assert asked(browser, "programme").status_code == 404
    assert asked(browser, "agenda", "exe").status_code == 404


@on_sqlite
def test_a_reader_prints_no_sheet(browser, make, reader, meeting):
    make.membership(user=reader, dialogue=meeting.dialogue, role=Role.READER)

    browser.as_(reader).get("/here/R1/sheets", status=403)


def test_a_sheet_takes_as_many_statements_for_ten_times_as_much(browser, make, db, here, meeting):
    """Of rounds, and of everything at the round itself."""
    first = make.agenda_topic(meeting=meeting)

    def grow(times: int) -> None:
        for _time in range(times):
            make.round(dialogue=here)
            topic = make.agenda_topic(session=first.session)
            person = make.person(dialogue=here)
            attended = make.attendance(round=meeting, person=person, naming=Naming.PUBLIC)
            make.moderator(session=make.session(meeting=meeting), attendance=attended)
            item = make.consensus_item(agenda_topic=topic, endorsed_by_all=True)
            make.action(meeting=meeting, origin=item, owners=[person, *here.sides])
            make.link(earlier=item)
        db.commit()

    counts = []
    for more in (2, 18):
        grow(more)
        count = {}
        for kind in SheetKind:
            with statements() as sent:
                browser.get(f"/here/R1/sheets?sheet={kind}&audience=participants")
            count[kind] = len([one for one in sent if one != "BEGIN"])
        counts.append(count)

    assert counts[0] == counts[1]
    assert counts[0][SheetKind.AGENDA] <= 6
