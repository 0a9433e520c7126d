"""What came out of talks, beside what was prepared for them, before it is put into words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.briefs.brief import Home, Related
from app.briefs.lining import Row
from app.consensus.lines import ItemLine
from app.dialogues.models import Side
from app.handovers.lines import HandoverLine
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure, DocumentKind
from app.rounds.models import Round, RoundStatus
from app.rounds.queries import HELD
from app.trace.steps import RecordLink

# As much of a text as names a topic.
LONGEST = {"en": 160, "zh-Hans": 70, "zh-Hant": 70}


def as_title(text: LocalizedText) -> LocalizedText:
    """The text on one line, cut where it is long."""
    return replace(text, texts={lang: _first_words(words, lang) for lang, words in text})


def _first_words(text: str, lang: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST[lang]:
        return words
    cut = words[: LONGEST[lang]]
    return f"{cut.rpartition(' ')[0] or cut}…"


@dataclass(frozen=True)
class ReadOut:
    """One account of the talks; `points` are its lines, in the languages that it is in."""

    id: int
    ref: str
    title: LocalizedText
    kind: DocumentKind
    issued_by: Side | None
    disclosure: Disclosure
    points: tuple[LocalizedText, ...]


@dataclass(frozen=True)
class Review:
    """A link to a review: at which round that is, and whether that was held; None: at no round."""

    link: RecordLink
    at: str | None = None
    status: RoundStatus | None = None

    @property
    def is_held(self) -> bool:
        return self.status is None or self.status in HELD

    @property
    def is_to_come(self) -> bool:
        return not self.is_held and self.status is not RoundStatus.CANCELLED


@dataclass(frozen=True, kw_only=True)
class Issue:
    """An outcome of the talks, or one point of an account of them.

    `key` is the reference of the record and, after a colon, the number of the point. `prepared`
    are links to it, or to the topic under which it was recorded; `reviews` those to its reviews,
    `led_to` those to what else came of it on the unofficial track.
    `same_topics` are items that nothing but the topics of the tree bring beside it, `alike` those
    in words near its own: nothing more is claimed of either.
    """

    key: str
    ref: str
    record_id: int
    text: LocalizedText
    title: LocalizedText
    disclosure: Disclosure
    line: ItemLine | None = None
    read_out: ReadOut | None = None
    prepared: tuple[RecordLink, ...] = ()
    reviews: tuple[Review, ...] = ()
    led_to: tuple[RecordLink, ...] = ()
    same_topics: tuple[Related, ...] = ()
    alike: tuple[Related, ...] = ()
    passed: tuple[HandoverLine, ...] = ()
    topics: frozenset[int] = frozenset()

    @property
    def proposal(self) -> LocalizedText:
        """What a topic that reviews it would be called."""
        return as_title(self.title or self.text)

    @property
    def is_reviewed(self) -> bool:
        return any(one.is_held for one in self.reviews)

    @property
    def is_on_an_agenda(self) -> bool:
        """Whether a review of it is to come, or was held."""
        return any(one.is_held or one.is_to_come for one in self.reviews)

    @property
    def has_match(self) -> bool:
        return bool(self.prepared or self.same_topics or self.alike)


@dataclass(frozen=True)
class SideBySide:
    """Two accounts of the same talks. `language` is the one compared in; None: they share none."""

    here: ReadOut
    there: ReadOut
    language: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewSheet:
    """A sheet for reviewing talks, for an audience. `whole` are links of the round itself."""

    meeting: Round
    homes: tuple[Home, ...]
    audience: Disclosure
    locale: str
    today: date
    issues: tuple[Issue, ...]
    whole: tuple[RecordLink, ...]
    reviewed_whole: tuple[Review, ...]
    read_outs: tuple[ReadOut, ...]
    beside: SideBySide | None
    without_review_only: bool
    is_illustrative: bool

    @property
    def unreviewed(self) -> Sequence[Issue]:
        """What is on no agenda as a review, neither of a round that was held nor of one to come."""
        return [issue for issue in self.issues if not issue.is_on_an_agenda]

    @property
    def to_come(self) -> Sequence[Issue]:
        """What is to be reviewed, and has not been."""
        return [one for one in self.issues if one.is_on_an_agenda and not one.is_reviewed]

    @property
    def asked_for(self) -> Sequence[Issue]:
        """The issues that the sheet was asked for: all, or those that match and have no review."""
        if not self.without_review_only:
            return self.issues
        return [issue for issue in self.unreviewed if issue.has_match]

    @property
    def as_of(self) -> PartialDate:
        return PartialDate.of(self.today)

    @property
    def file_stem(self) -> str:
        language = "" if self.locale == "en" else f"-{self.locale}"
        of = f"{self.meeting.dialogue.slug}-{self.meeting.ref}"
        return f"{of}-review-{self.today}-{self.audience}{language}"
