"""Random notes: what a database could hold, and above all what could be mistaken for a sign."""

import os

from hypothesis import strategies as st

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.localized import LANGUAGES, LocalizedText
from app.notes.escapes import as_read
from app.notes.notation import (
    ActionNote,
    ItemNote,
    LinkNote,
    Notes,
    PositionNote,
    ReportNote,
    RoundNote,
    SessionNote,
    TopicNote,
)
from app.partial_date import PartialDate
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from app.trace.models import LinkKind

# How many examples each property is tried with: THROUGHLINE_EXAMPLES=10000 for a long look.
EXAMPLES = int(os.environ.get("THROUGHLINE_EXAMPLES", "300"))

# Pieces of the notation, of minutes in both languages, and of trouble.
SIGNS = [
    *"#-=~≠?+!<|\\@[]{}():;,、：；，（）［］｜＃－＝～！＜＠＼｛｝…•–—*o§",
    *("==", "!=", "<>", "++", "[shall|CN: may", "“lethality”", "人工智能", "術語", "AI", "é", "😀"),
]
PHRASES = """@R9-C3
@R8-A2
{terminology}
{TS-1,x}
(agreed)
（达成一致；讨论）
(verb:
(verb:x)
（动词：同意）
(moderator:
(moderator: a; b)
（主持：甲）
Session 1
Session
第二场：
第2场
Round:
Title:
Date:
轮次：
en:
zh:
zh-Hans:
zh-Hant:
中文：
繁體：
agreed
Both sides concur
recommendation:
建议：
preliminary consensus:
初步共识：
双方同意
CN:
US:
CISS,
中方：
中国和美国
 and
endorsed
endorsed:
认可：
reserved; until
objected.
 by 2024
 by 2024-04-30
 before round 10
by 30 April 2024
until 2024-13-45
2024年4月30日前
（第10轮前）
R8-A2
R8-A2: x
done
done: y
waiting for
等待
review
R8-C2
harbour-talks/R1-T2
[P22, p. 3]
(per CN)
（据中方）
: words
1. first
a) first""".splitlines()
FRAGMENTS = [*SIGNS, *PHRASES]
SPACES = [" ", " ", " ", "  ", "\t", "\u00a0", "\u3000", "\x0b", "\x85", "\u2028", "", ""]
TROUBLE = ["\n", "\n\n", "\n \n", "\r", "\r\n", "\x00", "\ue000", "\U000f0041", "\ufeff", "\\\\"]


def joined(*more: str, most: int) -> st.SearchStrategy[str]:
    """Fragments, with or without space between them, and now and then any characters."""
    pieces = st.sampled_from([piece + space for piece in FRAGMENTS for space in SPACES] + [*more])
    few_of_them = st.lists(pieces, min_size=1, max_size=most).map("".join)
    return few_of_them | few_of_them | few_of_them | st.text(max_size=4)


def said(words: str) -> str:
    """The words as a database holds them: without half characters, NUL and outer space."""
    return as_read(LocalizedText({"en": words})).text_for("en")


WORDS = joined(*TROUBLE * 40, most=5).map(said)
LINE = joined(most=2).map(said).map(lambda words: words.replace("\n", " ").strip())
NAME = LINE.filter(bool)
CODE = st.sampled_from(["TS-1", "terminology", "AS-3-2"]) | NAME
REF = st.sampled_from(["R9-C3", "C7", "R9-S1", "geneva-2024-T1", "R10", "review"])
EARLIER = REF | st.sampled_from(["harbour-talks/R1-T2", "harbour-talks/A3"])
ACTION_REF = st.sampled_from(["R8-A2", "A12", "geneva-2024-A1"])


@st.composite
def texts(draw: st.DrawFn, least: int = 0) -> LocalizedText:
    """A text in none to three languages, any of them the original."""
    languages = draw(st.lists(st.sampled_from(LANGUAGES), unique=True, min_size=least, max_size=3))
    words = {lang: draw(WORDS.filter(bool)) for lang in languages}
    return LocalizedText(words, draw(st.sampled_from(languages)) if languages else None)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def few(strategy: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(strategy, max_size=most)


def names(strategy: st.SearchStrategy = NAME) -> st.SearchStrategy:
    return few(strategy, 3).map(tuple)


DATES = st.sampled_from(
    [PartialDate(iso) for iso in ("2024", "2024-02", "2024-04-30", "2025-12", "1999", "0987-01")]
)
SAYS = st.just("")


def links() -> st.SearchStrategy:
    link = st.builds(
        LinkNote,
        ref=EARLIER,
        kind=maybe(st.sampled_from(LinkKind)),
        source=st.just("") | NAME,
        place=st.just("") | NAME,
        reported_by=st.just("") | NAME,
        rationale=WORDS,
    )
    return few(link.filter(lambda one: one.source or not one.place))


@st.composite
def positions(draw: st.DrawFn) -> PositionNote:
    stance = draw(maybe(st.sampled_from(Stance)))
    side = draw(st.sampled_from(["CN", "US", "中方", "en", "zh"]) | NAME)
    return PositionNote(side=side, stance=stance, words=draw(texts(0 if stance else 1)))


@st.composite
def actions(draw: st.DrawFn) -> ActionNote:
    ref = draw(st.just("") | REF)
    owners = draw(names().filter(lambda given: bool(given or ref)))
    by_date = draw(st.booleans())
    return ActionNote(
        ref=ref,
        owners=owners,
        title=draw(texts(0 if ref else 1)),
        due=draw(maybe(DATES)) if by_date else None,
        due_round=None if by_date else draw(maybe(st.integers(1, 9999))),
        links=draw(links()),
    )


@st.composite
def items(draw: st.DrawFn, depth: int = 0) -> ItemNote:
    ref = draw(st.just("") | REF)
    return ItemNote(
        ref=ref,
        kind=draw(st.sampled_from(ItemKind)),
        level=draw(maybe(st.sampled_from(Level))),
        verb=draw(st.sampled_from(["", "agreed", "concur", "同意"]) | LINE),
        text=draw(texts(0 if ref else 1)),
        agreed=draw(st.booleans()),
        positions=draw(few(positions())),
        tree=draw(names(CODE)),
        open_list=draw(st.booleans()),
        parts=draw(few(items(depth=depth + 1), 1 + depth)) if depth < 2 else [],
        links=draw(links()),
        actions=draw(few(actions(), 1)),
    )


@st.composite
def reports(draw: st.DrawFn) -> ReportNote:
    status = draw(maybe(st.sampled_from(ActionStatus)))
    waits = status is ActionStatus.WAITING
    return ReportNote(
        ref=draw(ACTION_REF),
        status=status,
        waiting_for=draw(st.sampled_from(["CN", "for us"]) | NAME) if waits else "",
        text=draw(texts(0 if status else 1)),
    )


@st.composite
def topics(draw: st.DrawFn) -> TopicNote:
    ref = draw(st.just("") | REF)
    return TopicNote(
        ref=ref,
        title=draw(texts(0 if ref else 1)),
        tree=draw(names(CODE)),
        format=draw(maybe(st.sampled_from(TopicFormat))),
        result=draw(maybe(st.sampled_from(TopicResult))),
        fault=draw(maybe(st.sampled_from(TopicFault))),
        summary=draw(texts()),
        entries=draw(few(items() | actions() | reports(), 3)),
        links=draw(links()),
    )


SESSIONS = st.builds(
    SessionNote,
    ref=st.just("") | REF,
    number=maybe(st.integers(1, 999)),
    title=texts(),
    moderators=names(),
    topics=few(topics(), 1),
    links=links(),
)
MEETINGS = st.builds(
    RoundNote,
    number=maybe(st.integers(1, 9999)),
    title=texts(),
    happened=maybe(DATES),
    ended=maybe(DATES),
    place=texts(),
    co_hosts=texts(),
    head_count=st.just("") | LINE,
)
TREES = st.builds(Notes, meeting=MEETINGS, sessions=few(SESSIONS))


def without_lines(note: object) -> object:
    """The note, in which no line has a number."""
    if isinstance(note, list):
        return [without_lines(one) for one in note]
    if hasattr(note, "line"):
        return {key: without_lines(value) for key, value in vars(note).items() if key != "line"}
    return note
