"""The words by which a roster says in what role, capacity and sector somebody came, in print."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.attendance.printed_names import folded
from app.people.models import Naming, Sector
from app.rounds.models import AttendanceRole, Capacity

Word = tuple[str, StrEnum]

_SAID: dict[StrEnum, str] = {
    AttendanceRole.CONVENER: "convener|convenor|召集人|發起人|发起人",
    AttendanceRole.CO_CHAIR: "co-chair|co-chairs|共同主席|联合主席|聯合主席",
    AttendanceRole.MODERATOR: "moderator|moderators|主持|主持人",
    AttendanceRole.PRESENTER: "presenter|presenters|speaker|报告人|報告人|主讲|主講|主讲人|主講人",
    AttendanceRole.RAPPORTEUR: "rapporteur|rapporteurs|note-taker|记录|記錄|记录员|記錄員|纪要",
    AttendanceRole.PARTICIPANT: "participant|participants|与会者|與會者|参与者|參與者|代表",
    AttendanceRole.OBSERVER: "observer|observers|观察员|觀察員|列席",
    AttendanceRole.INTERPRETER: "interpreter|interpreters|翻译|翻譯|口译|口譯|译员|譯員|口译员",
    AttendanceRole.SECRETARIAT: "secretariat|secretary|秘书处|秘書處|秘书|秘書",
    Capacity.OFFICIAL: "official|official capacity|in an official capacity|官方|官方身份|公职身份",
    Capacity.PRIVATE: (
        "private|private capacity|in a private capacity|personal capacity|"
        "in a personal capacity|个人身份|個人身份|以个人身份"
    ),
    Capacity.EXPERT: "expert|as an expert|expert capacity|专家|專家|专家身份|專家身份",
    Sector.GOVERNMENT: "government|政府",
    Sector.MILITARY: "military|军方|軍方|军队|軍隊|军事|軍事",
    Sector.ACADEMIA: "academia|academic|学术界|學術界|学界|學界|高校",
    Sector.THINK_TANK: "think tank|think-tank|智库|智庫",
    Sector.TECHNOLOGY: "technology|tech|科技|科技界|技术|技術|科技企业|科技企業",
    Sector.BUSINESS: "business|industry|private sector|企业|企業|工商界|商界|产业界|產業界",
    Sector.CIVIL_SOCIETY: "civil society|ngo|民间|民間|公民社会|公民社會|民间社会|社会组织",
    Sector.OTHER: "other sector|其他领域|其他領域|其他",
    Naming.PUBLIC: "public|named publicly|may be named|公开|公開|可公开|可公開|公开具名|公開具名",
    Naming.PARTICIPANTS: (
        "participants only|named to participants|named to participants only|对与会者具名|"
        "仅对与会者公开|對與會者具名"
    ),
    Naming.ROLE_AND_SIDE: (
        "role and side|role and side only|role-and-side|not to be named|not named|unnamed|"
        "不具名|不公开姓名|不公開姓名|仅列角色和所属方"
    ),
    Naming.COUNTED: "counted|counted only|count only|仅计人数|僅計人數|只计人数|只計人數",
}
_BY_WORD = {folded(word): member for member, words in _SAID.items() for word in words.split("|")}
_APART = re.compile(r"[;；,，、/|]")


def member_called(kind: type[StrEnum], words: str) -> StrEnum | None:
    """The fixed term of this kind that is meant, by its words in either language or its value."""
    wanted = folded(words)
    for member in kind:
        own = (*_SAID.get(member, "").split("|"), str(member))
        if any(folded(word) == wanted for word in own if word):
            return member
    return None


def marked(words: str) -> dict[type[StrEnum], StrEnum] | None:
    """What a mark such as "moderator; not to be named" says; None where a part is no such word."""
    found: dict[type[StrEnum], StrEnum] = {}
    for part in _APART.split(words):
        member = _BY_WORD.get(folded(part))
        if member is None or type(member) in found:
            return None
        found[type(member)] = member
    return found


_FROM_ONE_ON = """
one|一 two|两|兩|二 three|三 four|四 five|五 six|六 seven|七 eight|八 nine|九 ten|十 eleven|十一
twelve|十二
"""
NUMBERS = {
    word: number
    for number, words in enumerate(_FROM_ONE_ON.split(), start=1)
    for word in words.split("|")
}
_NUMBER = r"\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_FEW = r"a few|a number of|several|some|various|a handful of|further|additional|other|others|many"
_ROUGHLY = r"about|around|approximately|some|more than|over|at least|up to|fewer than|nearly"
_MORE = r"(?:and|plus|as well as|also)\s+"
# "3 staff of the embassy", "a few others …"; a word in capitals after a number is a name in a list.
GROUP = re.compile(
    rf"(?:{_MORE})?(?:(?P<few>{_FEW})(?=\s+(?-i:[a-z])|\s*$)|(?:(?P<roughly>{_ROUGHLY})\s+)?(?:another\s+)?"
    rf"(?P<number>{_NUMBER})\s+(?=(?-i:[a-z])))",
    re.IGNORECASE,
)
HAN_GROUP = re.compile(
    rf"(?:另有|另外|还有|還有|以及|其他|其它|其余|其餘|约|約|共)*"
    rf"(?P<few>数|數|若干|几|幾|一些|多)?(?P<number>{_NUMBER})?(?P<more>余|餘|多)?"
    r"[名位个個]?(?:[^，,；;]{0,40}?(?:人|人员|人員|成员|成員|代表|官员|官員|专家|專家|学者|學者|者|"
    r"学生|學生|工作人员))(?:[，,（(].*)?$"
)
_HAN_GROUP_BEGINS = re.compile(
    rf"(?:另有|另外|还有|還有|以及|其他|其它|其余|其餘|若干|一些|[数數几幾多][名位人]|"
    rf"(?:约|約|共)?(?:{_NUMBER})[余餘多]?[名位个個人])"
)
_HAN_ROUGHLY = re.compile(r"[约約数數几幾余餘多]|若干|一些|左右|以上")
_HAN_NUMBER_LAST = re.compile(rf"({_NUMBER})[名位个個]?人$")


def group_count(text: str) -> tuple[bool, int | None]:
    """Whether a line speaks of a group that is not named, and of how many where it says so."""
    if found := GROUP.match(text):
        sure = found["number"] and not found["roughly"]
        return True, _number(found["number"]) if sure else None
    if _HAN_GROUP_BEGINS.match(text) and (found := HAN_GROUP.match(text)):
        if _HAN_ROUGHLY.search(text):
            return True, None
        said = found["number"] or (last[1] if (last := _HAN_NUMBER_LAST.search(text)) else "")
        return True, _number(said) if said else None
    return False, None


def _number(word: str) -> int | None:
    number = int(word) if word.isdecimal() else NUMBERS.get(word.lower())
    return number or None


def tidy(cells: Iterable[str]) -> Sequence[str]:
    """Cells without what pasting leaves in them: spaces of all kinds, marks that have no width."""
    return [_SPACES.sub(" ", _NOTHING.sub("", cell)).strip() for cell in cells]


_NOTHING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00]")
_SPACES = re.compile(r"[^\S\n]+|\n+")
