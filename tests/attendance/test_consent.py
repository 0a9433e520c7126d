"""Consent to be named, and the issued papers for which a narrower level comes too late."""

import pytest

from app.accounts.models import Role
from app.attendance.issued_papers import Search, level_by_consent, papers_that_may_name
from app.partial_date import PartialDate
from app.people.models import Naming
from app.records.models import Disclosure, DocumentStatus
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ISSUED = {"status": DocumentStatus.PUBLISHED, "disclosure": Disclosure.PUBLIC}


@pytest.fixture
def meeting(make):
    return make.round(happened="2024-05")


@pytest.fixture
def attended(make, meeting):
    person = make.person(dialogue=meeting.dialogue, names={"en": "XIAO Qian", "zh-Hans": "肖茜"})
    return make.attendance(round=meeting, person=person, naming=Naming.PUBLIC)


@pytest.fixture
def paper(make, meeting):
    """`paper("text")`: an issued paper of the round with this text in its file."""

    def issue(text=None, **given):
        document = make.document(**{"meeting": meeting, "title": "Paper", **ISSUED, **given})
        if text is not None:
            make.document_file(document=document, content=text.encode())
        return document

    return issue


def found(db, attended, level=Naming.ROLE_AND_SIDE):
    db.flush()
    papers = papers_that_may_name(db, attended.person, attended.round, level)
    return {paper.ref: paper for paper in papers}


@on_sqlite
@pytest.mark.parametrize(
    "text",
    ["by XIAO Qian.", "Qian  Xiao", "xiao-qian", "ＸＩＡＯ\u00a0Qian", "肖茜、李伟", "Xiao\nQian"],
)
def test_a_paper_that_names_somebody_in_any_form_is_found(db, attended, paper, text):
    named = paper(text)

    assert found(db, attended)[named.ref].search is Search.FOUND


@pytest.mark.parametrize(
    "text", ["XIAO Qiang", "Qianxiaolin", "肖 and 茜 are apart: 肖。茜", "LI Wei"]
)
def test_a_paper_that_names_somebody_else_is_not_listed(db, attended, paper, text):
    paper(text)

    assert found(db, attended) == {}


def test_what_cannot_be_searched_is_said_to_be_so(db, make, attended, paper):
    scan = make.document_file(document=paper(), content=b"\xff", media_type="image/png").document
    nothing = paper()
    in_title = paper(title="Remarks by Xiao Qian")

    assert {ref: one.search for ref, one in found(db, attended).items()} == {
        scan.ref: Search.UNREADABLE,
        nothing.ref: Search.NO_FILE,
        in_title.ref: Search.FOUND,
    }


def test_only_the_last_file_of_a_paper_is_the_paper(db, make, attended, paper):
    corrected = paper("XIAO Qian")
    make.document_file(document=corrected, content=b"A participant")

    assert found(db, attended) == {}


def test_papers_that_nobody_else_reads_and_older_ones_are_left_out(db, make, attended, paper):
    before = make.round(dialogue=attended.round.dialogue, happened="2023")
    after = make.round(dialogue=attended.round.dialogue, happened="2025")
    for given in (
        {"status": DocumentStatus.DRAFT},
        {"disclosure": Disclosure.SECRETARIAT},
        {"meeting": before},
        {"meeting": None, "dialogue": after.dialogue, "happened": "2024-04"},
    ):
        paper("XIAO Qian", **given)
    later = paper("XIAO Qian", meeting=after)
    loose = paper("XIAO Qian", meeting=None, dialogue=after.dialogue, happened="2024")

    assert set(found(db, attended)) == {later.ref, loose.ref}


@on_sqlite
@pytest.mark.parametrize(
    ("level", "too_wide"),
    [
        (Naming.PUBLIC, set()),
        (Naming.PARTICIPANTS, {Disclosure.PUBLIC}),
        (Naming.ROLE_AND_SIDE, {Disclosure.PUBLIC, Disclosure.PARTICIPANTS}),
        (Naming.COUNTED, {Disclosure.PUBLIC, Disclosure.PARTICIPANTS}),
    ],
)
def test_a_paper_is_too_wide_where_its_readers_may_not_be_given_the_name(
    db, attended, paper, level, too_wide
):
    for disclosure in (Disclosure.PUBLIC, Disclosure.PARTICIPANTS):
        paper("XIAO Qian", disclosure=disclosure)

    papers = found(db, attended, level).values()

    assert {one.disclosure for one in papers if one.is_too_wide} == too_wide
    assert len(papers) == 2


def test_without_consent_nobody_is_named_whatever_level_is_set():
    assert level_by_consent(Naming.PUBLIC, consents=True) is Naming.PUBLIC
    assert level_by_consent(Naming.PUBLIC, consents=False) is Naming.ROLE_AND_SIDE
    assert level_by_consent(Naming.COUNTED, consents=False) is Naming.COUNTED


@on_sqlite
def test_consent_that_is_withdrawn_leads_to_the_papers_it_comes_too_late_for(
    browser, db, make, secretary, attended, paper
):
    make.membership(user=secretary, dialogue=attended.round.dialogue, role=Role.SECRETARY)
    attended.consent, attended.consented = "by letter", PartialDate("2024-03")
    named = paper("XIAO Qian")
    slug, ref = attended.round.dialogue.slug, attended.round.ref
    url = f"/{slug}/{ref}/attendance/{attended.id}/edit"
    sent = {"side": "AV", "role": "participant", "naming": "public", "consent": "by letter"}
    browser.as_(secretary)
    page = browser.get(url)
    assert page.select_one("#consented")["value"] == "2024-03"
    assert "names them" in words(page)
    assert "may be given the name by now" not in words(page)

    sent["revision"] = page.select_one("#revision")["value"]
    browser.post(url, {**sent, "consented": "2024-04"}, to=f"/{slug}/{ref}#attendance")
    sent["revision"] = browser.get(url).select_one("#revision")["value"]
    withdrawn = {**sent, "consent": "", "consented": ""}
    browser.post(url, withdrawn, to=f"{url}#issued")

    assert (attended.consent, attended.consented) == ("", None)
    page = browser.get(url)
    assert named.ref in words(page.select_one("#issued").parent)
    assert "may be given the name by now" in words(page)
    wrong = browser.post(url, {**withdrawn, "consented": "May"})
    assert "This is no date" in words(wrong.select_one("#consented-error"))


@on_sqlite
def test_the_roster_says_quietly_where_consent_is_not_recorded(browser, make, secretary, attended):
    make.membership(user=secretary, dialogue=attended.round.dialogue, role=Role.SECRETARY)
    page = f"/{attended.round.dialogue.slug}/{attended.round.ref}"
    browser.as_(secretary)
    assert "consent not recorded" in words(browser.get(page))

    attended.consented = PartialDate("2024")

    assert "consent not recorded" not in words(browser.get(page))
    attended.consented, attended.naming = None, Naming.ROLE_AND_SIDE
    assert "consent not recorded" not in words(browser.get(page))
