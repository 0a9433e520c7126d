"""A name as somebody printed it: without its titles, folded, and told apart into its parts."""

import re
import unicodedata

from app.people.queries import BETWEEN_PARTS

# Words before a name, in the forms in which rosters have them, without their dots. Those in
# several words are several of these.
_BEFORE = """
dr prof professor emeritus amb ambassador general lt lieutenant major brig brigadier colonel adm
admiral rear vice radm vadm capt captain cdr cmdr commander mr mrs ms miss mx sir dame honourable
honorable excellency his her the senator ret retired
"""
# Names are written so, too: a title where its dot is there, or a whole name after it.
_PERHAPS_BEFORE = "gen maj col hon sen rep"
_AFTER = "ret retd retired phd md llm jd esq usa usn usaf usmc pla"
_AFTER_IN_HAN = """
先生 女士 小姐 教授 副教授 研究员 副研究员 研究員 博士 大使 将军 將軍 上将 上將 中将 中將
少将 少將 大校 上校 院士
"""
_FAMILIES_OF_TWO = """
欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 宇文
长孙 長孫 夏侯 端木 南宫 南宮 独孤 獨孤 闻人 聞人 申屠 太史
"""
TITLES = frozenset(_BEFORE.split())
PERHAPS_TITLES = frozenset(_PERHAPS_BEFORE.split())
AFTER = frozenset(_AFTER.split())
HAN_TITLES = sorted(_AFTER_IN_HAN.split(), key=len, reverse=True)
COMPOUND_FAMILIES = frozenset(_FAMILIES_OF_TWO.split())
HAN_RETIRED = re.compile(r"[（(]?(?:退役|退休|已退休|ret\.?)[)）]?$", re.IGNORECASE)
IN_PARENTHESES = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN = re.compile(f"[{re.escape(BETWEEN_PARTS)}\\s\u2010-\u2015\u2018\u02bc\u30fb\u2027,，]+")


def is_han(text: str) -> bool:
    return HAN.search(text) is not None


def folded(text: str) -> str:
    """Letters and digits alone, whatever their case, width and marks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def parts_of(name: str) -> list[str]:
    """The folded parts of a name, in the order in which they are printed."""
    parts = (folded(part) for part in _BETWEEN.split(unicodedata.normalize("NFKC", name)))
    return [part for part in parts if part]


def without_titles(name: str) -> str:
    """The name alone; as it stands where nothing but titles would be taken away."""
    bare = IN_PARENTHESES.sub(" ", unicodedata.normalize("NFKC", name)).strip()
    if is_han(bare):
        return _without_han_titles(bare) or name
    words = [word.strip(",") for word in bare.split()]
    while len(words) > 1 and _is_title(words[0], len(words) - 1):
        del words[0]
    while len(words) > 1 and folded(words[-1]) in AFTER:
        del words[-1]
    return " ".join(words) or name


def _is_title(word: str, follow: int) -> bool:
    plain = folded(word)
    if plain == "he":
        return word.count(".") == 2  # not HE Wei
    return plain in TITLES or (plain in PERHAPS_TITLES and (word.endswith(".") or follow > 1))


def _without_han_titles(name: str) -> str:
    bare = HAN_RETIRED.sub("", name).strip()
    for title in HAN_TITLES:
        # 将军 alone is a title without a name; a name of one character is a family name.
        bare = bare.removesuffix(title).strip() if len(bare) > len(title) else bare
    return bare


def name_parts(printed: str) -> tuple[str, str]:
    """Family and given name where the print tells: by capitals, or by Han characters.

    Two empty strings where it does not: "Melanie Sisson" may be either way round.
    """
    name = without_titles(printed)
    if is_han(name):
        return _han_parts(name)
    words = name.split()
    shouted = [_is_shouted(word) for word in words]
    if all(shouted) or not any(shouted):
        return "", ""
    family = [word for word, loud in zip(words, shouted, strict=True) if loud]
    given = [word for word, loud in zip(words, shouted, strict=True) if not loud]
    at_an_end = shouted == sorted(shouted) or shouted == sorted(shouted, reverse=True)
    return (" ".join(family), " ".join(given)) if at_an_end else ("", "")


def _is_shouted(word: str) -> bool:
    """Whether a word is in capitals, which one letter and its dot cannot tell."""
    return word.isupper() and sum(letter.isalpha() for letter in word) > 1


def _han_parts(name: str) -> tuple[str, str]:
    """The first character, or a known family name of two; a transcribed name tells neither."""
    characters = "".join(name.split())
    if not 2 <= len(characters) <= 4 or not all(HAN.match(one) for one in characters):
        return "", ""
    length = 2 if len(characters) > 2 and characters[:2] in COMPOUND_FAMILIES else 1
    return characters[:length], characters[length:]
