"""The pages on which words are adopted, translated, compared, and read as they were."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import ConsensusItem, Wording
from app.localized import LocalizedText, Translation
from tests.pages import Browser
from tests.web.typed import as_sent, complaints, main_form, typed_in

ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOTH = LocalizedText(
    {"en": "They meet in May.", "zh-Hans": "双方五月会面。"},
    "en",
    {"zh-Hans": Translation.AGREED},
)


@pytest.fixture
def item(make, secretary, lead) -> ConsensusItem:
    here = make.dialogue(slug="here")
    for user, role in ((secretary, Role.SECRETARY), (lead, Role.LEAD)):
        make.membership(user=user, dialogue=here, role=role)
    meeting = make.round(dialogue=here, happened="2025-03-01")
    found = make.consensus_item(meeting=meeting, text=None)
    make.wording(item=found, text=BOTH, happened="2025-03-01")
    return found


@pytest.fixture
def two(app, db, item, secretary, lead) -> tuple[Browser, Browser]:
    return Browser(app, db).as_(secretary), Browser(app, db).as_(lead)


def typed(form, **given):
    data = as_sent(form)
    for name, value in given.items():
        data.setlist(name.replace("_", "-"), [value])
    return data


def wordings(db) -> list[dict[str, str]]:
    db.expire_all()
    return [dict(one.shown) for one in db.scalars(sa.select(Wording).order_by(Wording.number))]


NEW = "/here/R1-C1/wordings/new"
TRANSLATE = "/here/R1-C1/wordings/translate?wording=1"


@ONE_KIND
def test_who_adopts_second_sees_the_difference_and_puts_theirs_on_top(two, db):
    first, second = two
    theirs, ours = (main_form(one.get(NEW)) for one in two)
    theirs = typed(theirs, text_en="They meet in June.", text_zh_Hans="双方六月会面。", reason="A")
    ours = typed(ours, text_en="They may meet in May.", reason="So that they may.")
    ours.setlist("text-zh-Hans", ["双方五月会面。"])
    theirs.setlist("text-zh-Hans", ["双方六月会面。"])

    first.post(NEW, theirs, to="/here/R1-C1")
    page = second.post(NEW, ours)

    met = page.select_one(".conflict")
    english, chinese = met.select(".difference")
    assert [tag.get_text() for tag in english.select("del, ins")] == [
        "[put in:] may  [end]",
        "[taken out:] June [end]",
        "[put in:] May [end]",
    ]
    # Where the second changed nothing, the first's words stand.
    assert not chinese.select("del, ins")
    assert "Sec Retary" in met.text
    assert "They meet in June." in met.text, "theirs, in full"
    assert "双方五月会面。" in met.text, "as it was typed, in full"
    form = main_form(page)
    assert form.select_one("button").text == "Adopt mine as wording 3"
    assert typed_in(form.select_one("[name=reason]")) == "So that they may."
    assert met.select_one("a")["href"] == "/here/R1-C1"

    second.post(NEW, as_sent(form), to="/here/R1-C1")

    assert [one["en"] for one in wordings(db)] == [
        "They meet in May.",
        "They meet in June.",
        "They may meet in May.",
    ]
    assert wordings(db)[2]["zh-Hans"] == "双方六月会面。"


@ONE_KIND
def test_who_files_an_item_is_not_in_the_way_of_who_words_it(two, db):
    first, second = two
    ours = typed(main_form(second.get(NEW)), reason="Redrafted.")
    ours.setlist("text-en", ["They meet in June."])
    filed = main_form(first.get("/here/R1-C1/edit"))
    first.post("/here/R1-C1/edit", typed(filed, verb="agreed"), to="/here/R1-C1")

    second.post(NEW, ours, to="/here/R1-C1")

    assert len(wordings(db)) == 2


@ONE_KIND
def test_a_date_before_that_of_the_last_wording_is_refused_beside_it(two, db):
    page = two[0].get(NEW)
    sent = typed(main_form(page), reason="Redrafted.", happened="2024")
    sent.setlist("text-en", ["They meet in June."])

    page = two[0].post(NEW, sent)

    [complaint] = page.select("#happened-error")
    assert "Wording 1 is of 2025-03-01" in complaint.text
    assert typed_in(page.select_one("#text-en")) == "They meet in June."


@ONE_KIND
def test_a_translation_is_corrected_on_a_page_that_leaves_the_original(two, db):
    page = two[0].get(TRANSLATE)
    form = main_form(page)
    assert not form.select("[name='text-en']"), "the original is shown, not offered"
    assert BOTH.texts["en"] in form.text
    sent = typed(form)
    sent.setlist("text-zh-Hans", ["双方于五月会面。"])

    two[0].post(TRANSLATE, sent, to="/here/R1-C1#wording-1")

    # Nobody said of the new words that the sides agreed on them.
    page = two[0].get("/here/R1-C1")
    entry = page.select_one("#wording-1")
    assert "双方于五月会面。" in entry.text
    assert "Unchecked translation" in entry.text
    older = entry.select_one("details ol").text
    assert ("双方五月会面。" in older, "Agreed by the sides" in older) == (True, True)
    assert wordings(db)[0]["en"] == BOTH.texts["en"]


@ONE_KIND
def test_a_stale_translation_is_declared_up_to_date(two, db, make, item):
    stale = LocalizedText({**BOTH.texts, "en": "They meet."}, "en", {}, frozenset({"zh-Hans"}))
    make.wording(item=item, text=stale)
    assert "Stale" in two[0].get("/here/R1-C1").select_one("#wording-2").text
    url = "/here/R1-C1/wordings/translate"
    sent = typed(main_form(two[0].get(url)))
    sent.setlist("text-latest-zh-Hans", ["1"])
    sent.setlist("text-translation-zh-Hans", ["checked"])

    two[0].post(url, sent, to="/here/R1-C1#wording-2")

    entry = two[0].get("/here/R1-C1").select_one("#wording-2").text
    assert "Checked translation" in entry
    assert "Stale" not in entry.partition("Earlier translations")[0]


@ONE_KIND
def test_who_translates_second_keeps_what_the_first_translated(two, db):
    first, second = two
    theirs, ours = (typed(main_form(one.get(TRANSLATE))) for one in two)
    theirs.setlist("text-zh-Hans", ["双方于五月会面。"])
    ours.setlist("text-zh-Hant", ["雙方五月會面。"])
    first.post(TRANSLATE, theirs, status=302)

    page = second.post(TRANSLATE, ours)

    assert "双方于五月会面。" in page.select_one(".conflict").text
    second.post(TRANSLATE, as_sent(main_form(page)), status=302)
    assert wordings(db) == [
        {"en": BOTH.texts["en"], "zh-Hans": "双方于五月会面。", "zh-Hant": "雙方五月會面。"}
    ]


@ONE_KIND
def test_an_address_that_asks_for_what_is_not_there_is_no_error(two):
    for url, status in (
        ("/here/R1-C1/wordings/translate?wording=9", 404),
        ("/here/R1-C1/wordings/translate?wording=x", 200),
        ("/here/R1-C1?old=9&new=99999999999999999999&in=fr", 200),
        ("/here/R1-C1?as_of=0000&old=1", 200),
    ):
        two[0].get(url, status=status)


@ONE_KIND
def test_nothing_to_save_is_said_beside_the_field(two):
    page = two[0].post(TRANSLATE, as_sent(main_form(two[0].get(TRANSLATE))))

    assert "translations there are already" in page.select_one("#text-error").text
    assert complaints(page)


@ONE_KIND
def test_a_difference_is_told_in_the_language_asked_for(two, make, item):
    make.wording(item=item, text=LocalizedText({"en": "They met.", "zh-Hans": "双方会面。"}))

    page = two[0].get("/here/R1-C1?old=1&new=2&in=zh-Hans")

    section = page.select_one("section[aria-labelledby=difference]")
    assert [one.text for one in section.select("h3")] == ["简体中文"]
    assert "Characters taken out: 2; put in: 0." in section.text
    [gone] = section.select("del")
    assert gone.get_text() == "[taken out:] 五月 [end]"


@ONE_KIND
def test_an_item_is_shown_as_it_stood_with_a_way_back_to_now(two, make, item):
    for side in item.dialogue.sides:
        make.position(wording=item.wordings[0], side=side, happened="2025-04")
    make.wording(item=item, text="They meet in June.", happened="2025-06-01")
    make.round(dialogue=item.dialogue, happened="2025-05")

    now = two[0].get("/here/R1-C1")
    for asked in ("2025-04-30", "R2", "2025-05"):
        page = two[0].get(f"/here/R1-C1?as_of={asked}")

        assert "As it stood" in page.select_one(".as-of").text
        assert page.select_one(".as-of a")["href"] == "/here/R1-C1"
        assert page.select_one(".badge-standing").text == "Agreed text"
        assert page.select_one(".wording").text == BOTH.texts["en"]
        assert [one["id"] for one in page.select(".wording-entry")] == ["wording-1"]
        assert not page.select("a[href$='/wordings/new']"), "what stood earlier is only looked at"
    assert now.select_one(".badge-standing").text != "Agreed text"
    assert not now.select(".as-of")


@ONE_KIND
def test_what_cannot_be_told_of_a_moment_is_not_todays(two):
    for asked, words in (
        ("2025-02-28", "not on record yet"),
        ("yesterday", "Write a date"),
        ("R9", "Write a date"),
    ):
        page = two[0].get(f"/here/R1-C1?as_of={asked}")

        assert words in page.select_one("main").text
        assert not page.select(".wording, .badge-standing")
