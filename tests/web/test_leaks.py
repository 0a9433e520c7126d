"""Nobody learns what is withheld from them: not by any page, search, count, paper or address."""

import re
from urllib.parse import quote, quote_plus

import pytest

from app.accounts.models import Role
from app.consensus.models import ItemKind
from app.dialogues.models import Track
from app.people.models import Naming
from app.records.models import Disclosure
from app.trace.models import LinkKind
from tests.reports.made import every_byte
from tests.web.crawl import Crawl

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# Each with the strings that give it away.
WITHHELD_PEOPLE = {
    Naming.COUNTED: {"en": "COUNTEDMAN Jie", "zh-Hans": "匿数捷"},
    Naming.ROLE_AND_SIDE: {"en": "ROLEONLY Lan", "zh-Hans": "隐名兰"},
    Naming.PARTICIPANTS: {"en": "INSIDER Wei", "zh-Hans": "内参伟"},
}
SECRET = "Sealedpassage"
FORMATS = ("docx", "md", "html", "pdf")


def given_away_by(*levels: Naming) -> list[str]:
    names = [WITHHELD_PEOPLE[level] for level in levels]
    words = [word for name in names for word in (name["en"].split()[0], name["zh-Hans"])]
    return [*words, *(f"POSTOF{level.name}" for level in levels), SECRET, "封存段落"]


class Planted:
    """A dialogue in which each kind of withheld thing stands wherever it can."""

    def __init__(self, make) -> None:
        self.make = make
        self.here = make.dialogue(slug="here", name="Here")
        self.talks = make.dialogue(slug="talks", name="Talks", track=Track.GOVERNMENT)
        self.elsewhere = make.dialogue(slug="elsewhere")
        self.meeting = make.round(dialogue=self.here, happened="2025-02", disclosure="public")
        self.session = make.session(meeting=self.meeting, disclosure="public")
        self.agenda = make.agenda_topic(session=self.session, disclosure="public")
        self.topic = make.topic(code="ZZ", name="Zeta")
        self.open_item = make.consensus_item(
            agenda_topic=self.agenda, title="Open", disclosure="public", topics=[self.topic]
        )
        self.people = {level: self._person(level) for level in WITHHELD_PEOPLE}
        self.hidden = [record for level in ("secretariat", "side") for record in self._seal(level)]
        self._link()

    def _person(self, level: Naming):
        make = self.make
        names = WITHHELD_PEOPLE[level]
        person = make.person(dialogue=self.here, names=names, note=SECRET)
        place = make.institution(name=f"POSTOF{level.name} Institute")
        make.affiliation(person=person, institution=place, post=f"POSTOF{level.name}")
        attended = make.attendance(
            round=self.meeting,
            person=person,
            naming=level,
            affiliation=f"POSTOF{level.name}",
            consent=SECRET,
            side=self.here.sides[0],
        )
        attended.institutions.append(place)
        make.moderator(session=self.session, attendance=attended)
        make.team_member(dialogue=self.here, person=person, naming=level)
        make.action(
            meeting=self.meeting, title=f"Owed {level}", owners=[person], disclosure="public"
        )
        wording = self.open_item.wordings[0]
        make.position(wording=wording, side=self.here.sides[1], person=person)
        return person

    def _seal(self, level: str):
        make = self.make
        sealed = {"disclosure": level, "side": self.here.sides[0]}
        said = {"en": f"{SECRET} {level}", "zh-Hans": "封存段落"}
        meeting = make.round(dialogue=self.here, happened="2025-03", title=said, **sealed)
        item = make.consensus_item(
            meeting=self.meeting,
            title=said,
            text=said,
            topics=[self.topic],
            item_kind=ItemKind.DIVERGENCE,
            note=said,
            **sealed,
        )
        agenda = make.agenda_topic(session=self.session, title=said, summary=said, **sealed)
        agenda.topics.append(self.topic)
        action = make.action(meeting=self.meeting, title=said, origin=item, **sealed)
        make.action_update(action=action, text=said)
        paper = make.document(meeting=self.meeting, title=said, points=said, **sealed)
        make.citation(record=paper, source=make.source(dialogue=self.elsewhere, title=SECRET))
        session = make.session(meeting=self.meeting, title=said, **sealed)
        # What is open may follow from what is not.
        make.action(meeting=self.meeting, origin=item, disclosure="public", title="From sealed")
        make.consensus_item(
            meeting=self.meeting, parent_id=item.id, disclosure="public", title="Below sealed"
        )
        return [meeting, item, agenda, action, paper, session]

    def _link(self) -> None:
        """A sealed record stands between two open ones."""
        talks = self.make.round(dialogue=self.talks, happened="2025-06", disclosure="public")
        for sealed in self.hidden:
            self.make.link(
                earlier=self.meeting, later=sealed, kind=LinkKind.FOLLOWS_FROM, rationale=SECRET
            )
            self.make.link(earlier=sealed, later=talks, rationale=SECRET)

    def member(self, user, role: Role):
        for dialogue in (self.here, self.talks):
            self.make.membership(user=user, dialogue=dialogue, role=role)
        return user


@pytest.fixture
def planted(make):
    return Planted(make)


def asked_for(planted: Planted) -> list[str]:
    """Addresses that nothing links to, or not with all that they show."""
    hidden = [f"/here/{record.ref}/trace" for record in planted.hidden]
    narrowed = ["/here/consensus?topic=ZZ", "/here/consensus?kind=divergence", "/topics/ZZ"]
    whole = ["/here/actions?state=all", "/topics", "/here/sources"]
    whole.append("/here/attendance?of=99&bars=sector")
    traces = [f"/here/{ref}/trace?all=1" for ref in ("R1", "R1-C1")] + ["/talks/R1/trace?all=1"]
    return [*narrowed, *whole, *traces, *hidden]


def leaked(browser, planted: Planted, words: list[str], each: int | None = None) -> list[str]:
    crawl = Crawl(browser, "/", *asked_for(planted), each=each)
    found = []
    for url, answer in crawl.pages():
        body = every_byte(url.split("?")[0].rpartition("/")[2], answer.data)
        body += str(answer.headers).encode()
        found += [f"{word} on {url}" for word in words if word.encode() in body]
    assert len(crawl.found_on) > 20
    return found


@pytest.mark.parametrize(
    ("database_url", "locale"),
    [("sqlite", "en"), ("sqlite", "zh-Hans"), ("postgresql", "zh-Hans")],
    indirect=["database_url"],
)
def test_a_reader_meets_nothing_that_is_withheld(browser, planted, reader, locale):
    reader.locale = locale
    browser.as_(planted.member(reader, Role.READER))

    found = leaked(browser, planted, given_away_by(Naming.COUNTED, Naming.ROLE_AND_SIDE))

    assert not found, "\n".join(found)


def test_an_outsider_meets_nothing_that_is_not_public(browser, planted, reader):
    found = leaked(browser.as_(reader), planted, given_away_by(*WITHHELD_PEOPLE))

    assert not found, "\n".join(found)


@on_sqlite
def test_the_secretariat_meets_nothing_that_is_one_sides_own(browser, planted, author):
    browser.as_(planted.member(author, Role.AUTHOR))

    found = leaked(browser, planted, [f"{SECRET} side"])

    assert not found, "\n".join(found)


@on_sqlite
def test_what_is_planted_is_there_for_the_side_itself(browser, planted, author, db):
    """The tests above would pass, too, where nothing was planted."""
    for dialogue in (planted.here, planted.talks):
        planted.make.membership(
            user=author, dialogue=dialogue, role=Role.AUTHOR, side=dialogue.sides[0]
        )
    words = [*given_away_by(*WITHHELD_PEOPLE), f"{SECRET} side", f"{SECRET} secretariat"]

    found = leaked(browser.as_(author), planted, words, each=5)

    assert {line.split(" on ")[0] for line in found} == set(words)


def test_withheld_addresses_are_as_good_as_unknown(browser, planted, reader):
    browser.as_(planted.member(reader, Role.READER))
    unknown = plain(browser.client.get("/here/R1-C999"))
    people = [planted.people[level] for level in (Naming.COUNTED, Naming.ROLE_AND_SIDE)]
    hidden = [
        *(f"/people/{person.id}" for person in people),
        *(f"/institutions/{person.affiliations[0].institution_id}" for person in people),
        *(f"/here/{record.ref}{page}" for record in planted.hidden for page in ("", "/trace")),
    ]

    for url in hidden:
        answer = browser.client.get(url)
        assert answer.status_code == 404, url
        assert plain(answer) == unknown, url


def plain(answer) -> str:
    return re.sub(r'value="[^"]*"', "", answer.text)


SEARCHES = ("/here/consensus", "/here/actions", "/people", "/institutions")


@pytest.mark.parametrize("page", SEARCHES)
def test_a_search_for_what_is_withheld_is_as_one_for_nothing(browser, planted, reader, page):
    browser.as_(planted.member(reader, Role.READER))

    def answer(word: str) -> str:
        asked = {"text": word, "q": word, "state": "all"}
        found = plain(browser.client.get(page, query_string=asked))
        for typed in (word, quote(word), quote_plus(word)):
            found = found.replace(typed, "")
        return found

    for word in given_away_by(Naming.COUNTED, Naming.ROLE_AND_SIDE):
        assert answer(word) == answer("Qqqq"), word


@on_sqlite
def test_no_reader_opens_a_history(browser, planted, reader):
    browser.as_(planted.member(reader, Role.READER))

    browser.get("/here/R1/history", status=403)


@on_sqlite
@pytest.mark.parametrize(
    ("audience", "withheld"),
    [
        (Disclosure.PUBLIC, tuple(WITHHELD_PEOPLE)),
        (Disclosure.PARTICIPANTS, (Naming.COUNTED, Naming.ROLE_AND_SIDE)),
    ],
)
def test_no_paper_says_more_than_its_audience_may_know(
    browser, planted, author, audience, withheld
):
    """Whatever its author may read."""
    for dialogue in (planted.here, planted.talks):
        planted.make.membership(
            user=author, dialogue=dialogue, role=Role.AUTHOR, side=dialogue.sides[0]
        )
    browser.as_(author)
    asked = f"?audience={audience}&language="
    files = [f"/here/report/{format_}" for format_ in FORMATS if format_ != "pdf"]
    urls = [
        url + asked + locale for url in ["/here/report", *files] for locale in ("en", "zh-Hans")
    ]

    for url in [*urls, "/here/report/pdf" + asked + "zh-Hans"]:
        answer = browser.client.get(url)
        assert answer.status_code == 200, url
        body = every_byte(url.split("?")[0].rpartition("/")[2], answer.data)
        body += str(answer.headers).encode()
        assert not [word for word in given_away_by(*withheld) if word.encode() in body], url


def test_counts_do_not_count_what_is_withheld(browser, planted, reader):
    """Neither the tree, nor the register, nor the line of standings."""
    browser.as_(planted.member(reader, Role.READER))

    row = next(row for row in browser.get("/topics").select("li, tr") if "ZZ" in row.text)
    assert not re.search(r"\b[2-9]\b", row.text), row.text
    register = browser.get("/here/consensus?topic=ZZ")
    assert [ref for ref in re.findall(r"R1-C\d+", register.text) if ref != "R1-C1"] == []
