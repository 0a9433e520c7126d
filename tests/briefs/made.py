"""Talks and what an unofficial track prepared for them, for the tests of the two papers."""

from typing import Any

from app.accounts.models import Role
from app.consensus.models import ItemKind, Stance
from app.dialogues.models import Track
from app.handovers.models import Dimension
from app.records.models import DocumentKind
from app.rounds.models import RoundStatus
from app.trace.models import Basis, LinkKind

REVIEW = "/talks/R1/review"
FORMATS = ("docx", "md", "html", "pdf")


class Prepared:
    """Talks to come with two topics; items linked with the first, and one of the same topic."""

    def __init__(self, make: Any) -> None:
        self.make = make
        self.here = make.dialogue(slug="here", name={"en": "Here", "zh-Hans": "此处"})
        self.talks = make.dialogue(slug="talks", name="Talks", track=Track.GOVERNMENT)
        self.signals = make.topic(code="AS-1", name="Signals")
        self.terms = make.topic(code="GP-1", name="Terminology")
        self.first = make.round(dialogue=self.here, happened="2024-02-10")
        self.second = make.round(dialogue=self.here, happened="2025-02-10")
        self.coming = make.round(
            dialogue=self.talks,
            happened="2027-03",
            status=RoundStatus.PLANNED,
            title={"en": "Second talks", "zh-Hans": "第二次会谈"},
        )
        session = make.session(meeting=self.coming)
        self.topic = make.agenda_topic(session=session, title="On signals", topics=[self.signals])
        self.other = make.agenda_topic(session=session, title="On other things")
        self.item = self._item()
        self.apart = self._divergence()
        make.consensus_item(
            meeting=self.second,
            title="A term",
            text="Signal: a sign that is sent.",
            topics=[self.terms],
            endorsed_by_all=True,
        )
        make.link(
            earlier=self.item,
            later=self.topic,
            kind=LinkKind.RAISED,
            basis=Basis.REPORTED,
            reported_by=self.talks.sides[0],
        )
        make.link(earlier=self.second, later=self.coming, rationale="The dates are near.")

    def _item(self) -> Any:
        make = self.make
        item = make.consensus_item(
            meeting=self.first,
            title="Notice",
            text="Each side [shall] give notice.",
            positions={"AV": Stance.OBJECTED},
        )
        wording = make.wording(item=item, text="Each side gives notice.", happened="2025-02-10")
        for side in self.here.sides:
            make.position(wording=wording, side=side, happened="2025-02-10")
        return item

    def _divergence(self) -> Any:
        make = self.make
        apart = make.consensus_item(
            meeting=self.first,
            title="Scope",
            text="The scope of notice.",
            topics=[self.signals],
            item_kind=ItemKind.DIVERGENCE,
        )
        said = zip(self.here.sides, ("Ports alone.", "Ports and roads."), strict=True)
        for side, words in said:
            make.position(
                wording=apart.wordings[0], side=side, statement=words, happened="2024-02-10"
            )
        return apart

    def add_the_rest(self) -> None:
        """Expectations, a hand-over with its reply, and an open action."""
        make = self.make
        for side, words in zip(self.talks.sides, ("First words.", "Other words."), strict=True):
            make.expectation(
                record=self.topic,
                side=side,
                held_by=self.here,
                dimension=Dimension.GOVERNANCE,
                expected=words,
            )
        sent = make.handover(
            dialogue=self.here,
            wordings=[self.item.wordings[-1]],
            to_side=self.here.sides[1],
            to_body="Ministry of Ports",
            happened="2026-01-05",
            meant_for=self.coming,
        )
        make.handover(
            dialogue=self.here, answers=sent, happened="2026-02-01", title="Thanks", ref="H9"
        )
        make.action(
            meeting=self.second, origin=self.item, title="Write it out", happened="2025-02-10"
        )

    def member(self, user: Any, role: Role = Role.SECRETARY) -> Any:
        for dialogue in (self.here, self.talks):
            self.make.membership(user=user, dialogue=dialogue, role=role)
        return user


class Held(Prepared):
    """The talks were held: two outcomes and two read-outs; a next round is planned."""

    def __init__(self, make: Any) -> None:
        super().__init__(make)
        self.coming.status, self.coming.disclosure = RoundStatus.HELD, "public"
        self.outcome = make.consensus_item(
            agenda_topic=self.topic, title="Notice in a day", text="Notice is given in a day."
        )
        self.loose = make.consensus_item(meeting=self.coming, title="Another thing")
        make.link(
            earlier=self.item,
            later=self.outcome,
            kind=LinkKind.TAKEN_UP,
            basis=Basis.INFERRED,
            rationale="The same words.",
        )
        here, there = self.talks.sides
        known = {"meeting": self.coming, "document_kind": DocumentKind.READ_OUT}
        self.ours = make.document(
            points="Each side gives notice\nUseful\nPorts first", issued_by=here, **known
        )
        self.theirs = make.document(
            points="Each side will give notice\nUseful", issued_by=there, **known
        )
        self.next = make.round(dialogue=self.here, happened="2027-09", status=RoundStatus.PLANNED)
        self.session = make.session(meeting=self.next, title="Looking back")


def row_of(page: Any, key: str) -> str:
    return next(tr.text for tr in page.select("table.review-sheet tr") if key in tr.text)


def asked(browser: Any, url: str, **choice: str) -> Any:
    browser.db.commit()
    return browser.client.get(url, query_string={"language": "en"} | choice)


def text_of(browser: Any, url: str, **choice: str) -> str:
    answer = asked(browser, url, **choice)
    assert answer.status_code == 200, answer.location
    return answer.data.decode()
