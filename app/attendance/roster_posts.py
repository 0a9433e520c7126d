"""Telling apart the posts on a printed line, and the institutions in which they are held."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.attendance.printed_names import folded, is_han
from app.people.models import Institution

_BETWEEN_POSTS = re.compile(r"\s*[;；]\s*|(?<=[)）])\s*[,，]\s*(?=\S)")
_ENDED = re.compile(
    r"[(（](?:ret|retd|retired|former|退役|退休)\.?[)）]|\bretired\b", re.IGNORECASE
)
# 前沿 and 原子 begin like 前 and 原 ("former"), and are not.
_FORMER = re.compile(
    r"^(?:the\s+)?(?:former(?:ly)?|ex)\b|[原前](?=副?(?:校长|校長|部长|部長|主任|院长|院長|所长|所長|"
    r"司长|司長|局长|局長|大使|主席|会长|會長|秘书长|秘書長|参赞|參贊|代表|顾问|顧問))|"
    r"^原(?![子则則料理创創])|^前(?![沿瞻线線海进進])",
    re.IGNORECASE,
)
_HAN_FORMER = re.compile(r"^原(?![子则則料理创創])|^前(?![沿瞻线線海进進])")
_IN = re.compile(r"\s+(?:of|at|with|in)\s+(?:the\s+)?", re.IGNORECASE)
_IS_A_PLACE = re.compile(
    r"\b(?:university|universit\w+|institut\w+|cent(?:re|er)|ministry|academy|foundation|college|"
    r"council|school|department|laborator\w+|corporation|company|group|bank|office|association|"
    r"agency|commission|embassy|society|endowment|forum|inc|ltd|llc|corp)\b",
    re.IGNORECASE,
)
_HAN_TITLE = re.compile(
    r"(?:(?:副|原|前|高级|高級|资深|資深|执行|執行|助理|名誉|名譽|常务|常務|兼职|兼職|特聘|首席|荣休|榮休)*"
    r"(?:主任|院长|院長|所长|所長|校长|校長|部长|部長|司长|司長|局长|局長|处长|處長|主席|会长|會長|"
    r"秘书长|秘書長|教授|研究员|研究員|讲师|講師|院士|总裁|總裁|总经理|總經理|经理|經理|顾问|顧問|"
    r"科学家|科學家|工程师|工程師|大使|参赞|參贊|代表|理事长|理事長|理事|博士生|博士后|研究生))+$"
)


@dataclass(frozen=True)
class PrintedPost:
    """One post: the whole of it `as_printed`, its `title`, and where it is held.

    `known` are the institutions on record that are called so, `place` the words for one that is
    not; both are empty where the line does not tell.
    """

    as_printed: str
    title: str
    known: Sequence[Institution]
    place: str
    former: bool

    @property
    def is_likely_a_place(self) -> bool:
        return is_han(self.place) or _IS_A_PLACE.search(self.place) is not None


class Institutions:
    """The institutions of which the viewer may know, by every name that they are printed under."""

    def __init__(self, rows: Iterable[Institution]) -> None:
        self._by_name: dict[str, list[Institution]] = defaultdict(list)
        for row in rows:
            for name in dict.fromkeys(folded(name) for name in _called(row)):
                if name:
                    self._by_name[name].append(row)
        # Of a folded name; as printed, spaces and marks may stand between its characters.
        self._longest = max(map(len, self._by_name), default=0)

    def find(self, words: str) -> Sequence[Institution]:
        """Those that are called so."""
        bare = folded(re.sub(r"^the\s+", "", words.strip(), flags=re.IGNORECASE))
        return self._by_name.get(bare) or self._by_name.get(folded(words)) or ()

    def begun_by(self, text: str) -> str:
        """The longest name of one with which Chinese words begin, in which nothing divides them."""
        longest = min(len(text), 2 * self._longest)
        begun = (text[:end] for end in range(longest, 1, -1))
        return next((part for part in begun if folded(part) in self._by_name), "")


def _called(row: Institution) -> Iterator[str]:
    yield from row.name.texts.values()
    yield from row.short_name.texts.values()
    yield from row.other_names.splitlines()


def posts_on(line: str, institutions: Institutions, place: str = "") -> list[PrintedPost]:
    """The posts in the order in which they are printed; `place` is where the first is held."""
    parts = [part for part in _BETWEEN_POSTS.split(line) if part and part.strip(" ,，")]
    if not parts and place:
        return [_post_at(place, "", place, institutions)]
    posts = [_post(part.strip(" ,，"), institutions) for part in parts]
    if place:
        first = posts[0]
        printed = _together(first.as_printed, place)
        posts[0] = _post_at(printed, first.title or first.as_printed, place, institutions)
    return posts


def _together(post: str, place: str) -> str:
    if folded(place) in folded(post):
        return post
    return f"{place}{post}" if is_han(place) and is_han(post) else f"{post}, {place}"


def affiliation_of(posts: Sequence[PrintedPost], line: str) -> str:
    """The line as printed; where a table divides it over columns, put together again."""
    if not posts:
        return ""
    if len(posts) == 1 or not line:
        return posts[0].as_printed
    return line if posts[0].as_printed in line else "; ".join(one.as_printed for one in posts)


def _is_former(words: str) -> bool:
    return bool(_FORMER.search(words) or _ENDED.search(words))


def _post_at(printed: str, title: str, place: str, institutions: Institutions) -> PrintedPost:
    known = institutions.find(place)
    return PrintedPost(printed, title, known, "" if known else place, _is_former(printed))


def _post(words: str, institutions: Institutions) -> PrintedPost:
    title, known, place = _told_apart(words, institutions)
    return PrintedPost(words, title, known, "" if known else place, _is_former(words))


Told = tuple[str, Sequence[Institution], str]


def _told_apart(words: str, institutions: Institutions) -> Told:
    if known := institutions.find(words):
        return "", known, ""
    segments = [part.strip() for part in re.split(r"[,，]", words) if part.strip()]
    for place, segment in enumerate(segments):
        known = institutions.find(", ".join(segments[place:])) or institutions.find(segment)
        if known:
            return ", ".join(segments[:place]), known, ""
    if len(segments) > 1:
        return segments[0], (), ", ".join(segments[1:])
    return _in_one_piece(words, institutions)


def _in_one_piece(words: str, institutions: Institutions) -> Told:
    if is_han(words):
        words = _HAN_FORMER.sub("", words)
        if begun := institutions.begun_by(words):
            return words[len(begun) :], institutions.find(begun), ""
        if (title := _HAN_TITLE.search(words)) and title.start():
            return title[0], (), words[: title.start()]
        return "", (), ""
    for found in _IN.finditer(words):
        if known := institutions.find(words[found.end() :]):
            return words[: found.start()], known, ""
    return "", (), words if _IS_A_PLACE.search(words) and not _IN.search(words) else ""
