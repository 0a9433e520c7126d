"""What readers of a paper about talks may not know stands in none of its bytes."""

import pytest

from app.accounts.models import Role
from app.records.models import DocumentKind
from app.rounds.models import Round
from app.trace.models import LinkKind
from tests.briefs.made import FORMATS, asked
from tests.sheets.made import everything, text
from tests.web.test_leaks import SECRET, WITHHELD_PEOPLE, Planted, given_away_by

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAPERS = ("brief", "review")
LOCALES = ("en", "zh-Hans")
SEALED = {"en": f"{SECRET} beside", "zh-Hans": "封存段落"}
EXPECTED = "Expectedpassage"
WIDER = ("participants", "public")
HIDDEN = [*given_away_by(*WITHHELD_PEOPLE), EXPECTED]
PEOPLE = [names[lang] for names in WITHHELD_PEOPLE.values() for lang in names]


class Talks(Planted):
    """What is sealed bears on open talks in every way there is, on either track."""

    def __init__(self, make) -> None:
        super().__init__(make)
        self.meeting_of_talks = make.db.query(Round).filter_by(dialogue_id=self.talks.id).one()
        self.held = make.session(meeting=self.meeting_of_talks, disclosure="public")
        self.on_agenda = make.agenda_topic(
            session=self.held, disclosure="public", topics=[self.topic], title="Open topic"
        )
        self.item_of_talks = make.consensus_item(
            agenda_topic=self.on_agenda, disclosure="public", text="Open words"
        )
        for target in (self.on_agenda, self.item_of_talks):
            make.link(earlier=self.open_item, later=target, kind=LinkKind.GROUNDWORK)
            for sealed in self.hidden:
                make.link(earlier=sealed, later=target, rationale=SECRET)
        for person in self.people.values():
            make.action(
                meeting=self.meeting, origin=self.open_item, owners=[person], disclosure="public"
            )
        for level, dialogue in ((lv, d) for lv in ("secretariat", "side") for d in self.both):
            self._seal_more(level, dialogue)

    @property
    def both(self):
        return self.here, self.talks

    def _seal_more(self, level: str, dialogue) -> None:
        make = self.make
        sealed = {"disclosure": level, "side": dialogue.sides[0]}
        meeting = self.meeting if dialogue is self.here else self.meeting_of_talks
        known = {"meeting": meeting, **sealed}
        item = make.consensus_item(title=SEALED, text=SEALED, topics=[self.topic], **known)
        make.document(title=SEALED, points=SEALED, document_kind=DocumentKind.READ_OUT, **known)
        if dialogue is self.talks:
            make.agenda_topic(session=self.held, title=SEALED, topics=[self.topic], **sealed)
        for wording in (item.wordings[0], self.open_item.wordings[0]):
            make.handover(
                dialogue=dialogue,
                wordings=[wording],
                title=SEALED,
                feedback=SEALED,
                to_body=SECRET,
                carried_by=SECRET,
                meant_for=self.meeting_of_talks,
                **sealed,
            )
        later = make.agenda_topic(meeting=self.meeting, title=SEALED, **sealed)
        make.link(earlier=self.item_of_talks, later=later, kind=LinkKind.REVIEW, rationale=SECRET)

    def add_what_only_the_secretariat_knows(self) -> None:
        for record in (self.meeting_of_talks, self.on_agenda):
            self.make.expectation(record=record, held_by=self.here, expected=EXPECTED)
        self.make.handover(
            dialogue=self.here,
            wordings=[self.open_item.wordings[0]],
            carried_by="INSIDER Wei",
            title="Open hand-over",
            disclosure="public",
        )


@pytest.fixture
def planted(make):
    planted = Talks(make)
    planted.add_what_only_the_secretariat_knows()
    return planted


def found_in(browser, url: str, format_: str, locale: str, words: list[str], **choice) -> list[str]:
    of = url if format_ == "page" else f"{url}/{format_}"
    answer = asked(browser, of, language=locale, as_of="2026", **choice)
    assert answer.status_code == 200, of
    body = answer.text if format_ == "page" else everything(format_, answer)
    return [f"{word} in {of} {locale} {choice}" for word in words if word in body]


def all_ways():
    """Each format; the languages by turns, for their words are chosen in one place."""
    for paper in PAPERS:
        for format_ in ("page", *FORMATS):
            for locale in LOCALES if format_ in ("page", "md") else ("zh-Hans",):
                yield f"/talks/R1/{paper}", format_, locale


@pytest.mark.parametrize("audience", WIDER)
def test_no_form_says_more_than_its_audience_may_know(browser, make, author, planted, audience):
    """Whoever prints them reads all that there is."""
    for dialogue in planted.both:
        make.membership(user=author, dialogue=dialogue, role=Role.LEAD, side=dialogue.sides[0])
    browser.as_(author)

    found = [
        one
        for url, format_, locale in all_ways()
        for one in found_in(browser, url, format_, locale, HIDDEN, audience=audience)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SECRETARY, Role.LEAD])
def test_no_role_is_shown_what_another_dialogue_keeps(browser, make, author, planted, role):
    """The secretariat of the talks reads the other track as the public does."""
    make.membership(user=author, dialogue=planted.talks, role=role, side=planted.talks.sides[0])
    browser.as_(author)

    # Their own secretariat's records are theirs to read.
    kept = [word for word in HIDDEN if word not in (SECRET, "封存段落")]
    ways = list(all_ways()) if role is Role.AUTHOR else [("/talks/R1/brief", "md", "en")]
    found = [
        one
        for url, format_, locale in ways
        for one in found_in(browser, url, format_, locale, [*kept, *PEOPLE])
    ]

    assert not found, "\n".join(found)
    for record in planted.hidden:
        record.title = make.document(title="Foreignpassage").title
    for url, format_, locale in ways[:2]:
        assert not found_in(browser, url, format_, locale, ["Foreignpassage"])


def test_what_is_withheld_is_there_for_the_secretariat(browser, make, author, planted):
    """The tests above would pass, too, where nothing was planted."""
    for dialogue in planted.both:
        make.membership(user=author, dialogue=dialogue, role=Role.AUTHOR, side=dialogue.sides[0])
    browser.as_(author)

    for paper in PAPERS:
        words = text("md", asked(browser, f"/talks/R1/{paper}/md", as_of="2026").data)
        assert f"{SECRET} beside" in words
        # What is one side's own is on no paper, though its printer reads it.
        assert f"{SECRET} side" not in words
    brief = text("md", asked(browser, "/talks/R1/brief/md", as_of="2026").data)
    assert not [names["en"] for names in WITHHELD_PEOPLE.values() if names["en"] not in brief]
    assert "Open hand-over" in brief
    assert EXPECTED in brief
