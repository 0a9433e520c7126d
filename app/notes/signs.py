"""The signs and words of the notation, in English and in both Chinese scripts.

Words are in lower case; those of one meaning are separated by `|`, the one to print first.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from app.trace.models import LinkKind


class Spoken(NamedTuple):
    """How one thing is said in each language of the house."""

    en: str
    hans: str
    hant: str

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(word for words in self for word in words.split("|"))

    def printed(self, language: str) -> str:
        words = {"zh-Hans": self.hans, "zh-Hant": self.hant}.get(language, self.en)
        return words.split("|")[0]


KINDS = {
    ItemKind.CONSENSUS: Spoken("consensus", "共识", "共識"),
    ItemKind.DIVERGENCE: Spoken("divergence", "分歧", "分歧"),
    ItemKind.COMMITMENT: Spoken("commitment", "承诺", "承諾"),
    ItemKind.RECOMMENDATION: Spoken("recommendation", "建议", "建議"),
    ItemKind.OPEN_QUESTION: Spoken("open question", "待解问题", "待解問題"),
}
LEVELS = {
    Level.PRELIMINARY: Spoken("preliminary", "初步", "初步"),
    Level.MACRO: Spoken("macro", "宏观", "宏觀"),
    Level.OPERATIONAL: Spoken("operational", "操作落实|操作|落实", "操作落實|操作|落實"),
}
FORMATS = {
    TopicFormat.DISCUSSION: Spoken("discussion", "讨论", "討論"),
    TopicFormat.CASE_STUDY: Spoken("case study", "案例研讨", "案例研討"),
    TopicFormat.SCENARIO: Spoken("scenario", "场景推演|场景", "場景推演|場景"),
    TopicFormat.TERM_REVIEW: Spoken("term review", "术语审议", "術語審議"),
    TopicFormat.REVIEW_OF_TALKS: Spoken("review of talks", "会谈复盘", "會談覆盤|會談復盤"),
    TopicFormat.DRAFTING: Spoken("drafting", "案文起草|起草", "案文起草|起草"),
    TopicFormat.PROCEDURE: Spoken("procedure", "程序事项|程序", "程序事項|程序"),
}
RESULTS = {
    TopicResult.DISCUSSED: Spoken("discussed", "已讨论", "已討論"),
    TopicResult.AGREED: Spoken("agreed", "达成一致", "達成一致"),
    TopicResult.STALLED: Spoken("stalled", "陷入停滞|停滞", "陷入停滯|停滯"),
    TopicResult.DEFERRED: Spoken("deferred", "延后讨论|延后|推迟", "延後討論|延後|推遲"),
    TopicResult.NOT_REACHED: Spoken("not reached", "未及讨论", "未及討論"),
}
FAULTS = {
    TopicFault.POLITICISED: Spoken(
        "politicised|politicized", "议题政治化|政治化", "議題政治化|政治化"
    ),
    TopicFault.RISKS_OBSCURED: Spoken(
        "urgent risks obscured|risks obscured", "紧迫风险被遮蔽", "緊迫風險被遮蔽"
    ),
    TopicFault.EXPECTATIONS_DIFFER: Spoken("expectations differ", "预期不一", "預期不一"),
}
STANCES = {
    Stance.NOT_SOUGHT: Spoken("not sought", "未征询", "未徵詢"),
    Stance.SOUGHT: Spoken("sought", "已征询", "已徵詢"),
    Stance.AD_REFERENDUM: Spoken("ad referendum", "待核准", "待核准"),
    Stance.ENDORSED: Spoken("endorsed", "认可", "認可"),
    Stance.ENDORSED_WITH_RESERVATION: Spoken(
        "reserved|endorsed with reservation", "有保留地认可|保留", "有保留地認可|保留"
    ),
    Stance.NO_OBJECTION: Spoken("no objection", "不反对|无异议", "不反對|無異議"),
    Stance.OBJECTED: Spoken("objected", "反对", "反對"),
    Stance.WITHDRAWN: Spoken("withdrawn", "已撤回|撤回", "已撤回|撤回"),
    Stance.NOT_RECORDED: Spoken("not recorded", "未记录", "未記錄"),
}
STATUSES = {
    ActionStatus.OPEN: Spoken("open", "未关闭|未完成", "未關閉|未完成"),
    ActionStatus.IN_PROGRESS: Spoken("in progress", "进行中", "進行中"),
    ActionStatus.WAITING: Spoken("waiting", "等待", "等待"),
    ActionStatus.DONE: Spoken("done", "已完成|完成", "已完成|完成"),
    ActionStatus.DROPPED: Spoken("dropped", "已放弃|放弃", "已放棄|放棄"),
}
LINK_KINDS = {
    LinkKind.MANDATE: Spoken("mandate", "授权", "授權"),
    LinkKind.GROUNDWORK: Spoken("groundwork", "铺垫", "鋪墊"),
    LinkKind.RAISED: Spoken("raised", "提出", "提出"),
    LinkKind.TAKEN_UP: Spoken("taken up|taken-up", "采纳", "採納"),
    LinkKind.PARTLY_TAKEN_UP: Spoken("partly taken up|partly-taken-up", "部分采纳", "部分採納"),
    LinkKind.SET_ASIDE: Spoken("set aside|set-aside", "搁置", "擱置"),
    LinkKind.REVIEW: Spoken("review|reviews", "复盘", "覆盤|復盤"),
    LinkKind.REFINES: Spoken("refines", "细化", "細化"),
    LinkKind.SUPERSEDES: Spoken("supersedes", "取代", "取代"),
    LinkKind.SPLIT_FROM: Spoken("split from|split-from", "拆分自|分自", "拆分自|分自"),
    LinkKind.MERGES: Spoken("merges", "合并", "合併|合並"),
    LinkKind.IMPLEMENTS: Spoken("implements", "落实", "落實"),
    LinkKind.FOLLOWS_FROM: Spoken("follows from|follows-from", "承接", "承接"),
}
# What the lines before the first session say of the round, by the fields of RoundNote.
FACTS = {
    "number": Spoken("round", "轮次", "輪次"),
    "title": Spoken("title", "标题", "標題"),
    "happened": Spoken("date|dates", "日期", "日期"),
    "place": Spoken("place", "地点", "地點"),
    "co_hosts": Spoken("co-hosts|co-host|hosts", "共同主办|主办", "共同主辦|主辦"),
    "head_count": Spoken("attendance", "出席", "出席"),
}
TAGS = {
    "en": Spoken("en", "英文", "英文"),
    "zh-Hans": Spoken("zh-hans", "简体|简体中文", "簡體|簡體中文"),
    "zh-Hant": Spoken("zh-hant", "繁体|繁体中文", "繁體|繁體中文"),
    # Whichever Chinese the notes are in.
    "zh": Spoken("zh", "中文", "中文"),
}
MODERATOR = Spoken("moderator|moderators|moderator(s)|chair|chairs", "主持|主持人", "主持|主持人")
VERB = Spoken("verb", "动词", "動詞")
PER = Spoken("per", "据", "據")
VERBS = Spoken(
    "agreed|agree|agrees|concurred|concur|believe|believed|affirmed|affirm|reaffirmed|discussed"
    "|committed|undertook|recommended|recommend|recognised|recognized|acknowledged|noted"
    "|considered|decided|confirmed|supported|welcomed|urged|encouraged|proposed|stressed"
    "|emphasised|emphasized|condemned",
    "一致同意|同意|达成共识|达成一致|一致认为|认为|重申|确认|讨论了|讨论|承诺|建议|认识到|注意到"
    "|强调|决定|支持|欢迎|呼吁|鼓励|谴责",
    "達成共識|達成一致|一致認為|認為|確認|討論了|討論|承諾|建議|認識到|強調|決定|歡迎|呼籲|鼓勵"
    "|譴責",
)
# Who may stand before the verb.
SUBJECTS = Spoken(
    "both sides|the sides|all sides|the parties|the experts|experts|participants"
    "|experts from both sides|the two sides",
    "双方|各方|与会者|与会专家|双方专家|专家",
    "雙方|與會者|與會專家|雙方專家|專家",
)
CHINESE_DIGITS = "〇一二三四五六七八九十"
# What Word and others put before the lines of a list. (U+F0B7 is Word's own.)
BULLETS = "•·●○◦▪■□‣⁃∙➢–—―−\uf0b7\uf0a7*"
DASHES = "-–—―−"

Meant = TypeVar("Meant")


def meanings(table: Mapping[Meant, Spoken]) -> dict[str, Meant]:
    """What each word of a table means."""
    return {word: meant for meant, spoken in table.items() for word in spoken.every}


def one_word(found: str) -> str:
    """A word as its table has it, however wide the spaces in it were typed."""
    return " ".join(found.split())


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; their spaces may be wide."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
