"""A file is given to whoever may read its paper, as a download, and to nobody else."""

from urllib.parse import unquote

import pytest

from app.accounts.models import Role
from app.records.file_commands import add_file
from app.records.models import Disclosure
from tests.records.papers import KEPT

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def paper(make):
    return make.document(meeting=make.round(dialogue=make.dialogue(slug="here")))


@pytest.fixture
def url(db, paper, secretary):
    add_file(db, actor=secretary, document=paper, name="纪要.txt", content="会议".encode())
    return f"/here/{paper.ref}/files/1"


@pytest.fixture
def member(make, paper, browser):
    def sign_in(role, side=None):
        user = make.user()
        if role is not None:
            make.membership(user=user, dialogue=paper.dialogue, role=role, side=side)
        return browser.as_(user)

    return sign_in


@pytest.mark.parametrize("name", KEPT)
def test_each_kind_is_sent_as_what_it_is_and_kept(db, paper, secretary, member, name):
    content, media_type = KEPT[name]
    file = add_file(db, actor=secretary, document=paper, name=name, content=content)

    answer = member(Role.READER).client.get(f"/here/{paper.ref}/files/1")

    assert answer.data == content
    headers = answer.headers
    assert headers["Content-Type"] == media_type
    disposition, _semicolon, called = headers["Content-Disposition"].partition(";")
    assert disposition == "attachment"
    assert file.name in unquote(called)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'"} <= set(policy)


def test_a_name_in_chinese_is_sent_in_utf_8(url, member):
    answer = member(Role.READER).client.get(url)

    assert "filename*=UTF-8''%E7%BA%AA%E8%A6%81.txt" in answer.headers["Content-Disposition"]


READ_BY = {
    Disclosure.PUBLIC: {None, *Role} - {Role.ADMIN},
    Disclosure.PARTICIPANTS: {*Role} - {Role.ADMIN},
    Disclosure.SECRETARIAT: {Role.AUTHOR, Role.SECRETARY, Role.LEAD},
    Disclosure.SIDE: set(),
}


@pytest.mark.parametrize("level", Disclosure)
@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.ADMIN)])
def test_only_whoever_may_read_the_paper_is_given_its_file(paper, url, member, level, role):
    paper.disclosure, paper.side = level, paper.dialogue.sides[0]
    answer = member(role).client.get(url)

    assert answer.status_code == (200 if role in READ_BY[level] else 404)
    if answer.status_code == 404:
        assert "会议" not in answer.text
        assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_side_s_own_file_is_given_to_that_side_alone(paper, url, member):
    paper.disclosure, paper.side = Disclosure.SIDE, paper.dialogue.sides[0]
    ours, theirs = paper.dialogue.sides

    assert member(Role.AUTHOR, ours).client.get(url).status_code == 200
    assert member(Role.LEAD, theirs).client.get(url).status_code == 404
    assert member(Role.LEAD).client.get(url).status_code == 404


def test_an_administrator_and_a_stranger_are_given_nothing(make, admin, browser, url):
    assert browser.client.get(url).status_code == 302
    assert browser.as_(admin).client.get(url).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "1.txt", "-1"])
def test_a_version_that_is_not_there_is_not_found(url, member, number):
    assert member(Role.LEAD).client.get(url.removesuffix("1") + number).status_code == 404


def test_a_file_stays_with_its_own_paper(make, paper, url, member):
    other = make.document(meeting=paper.meeting)

    assert member(Role.LEAD).client.get(f"/here/{other.ref}/files/1").status_code == 404
