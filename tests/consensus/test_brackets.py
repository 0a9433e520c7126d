"""Square brackets are read as what they say: whose words, one within another, the sign itself."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.consensus.bracket_reading import resolved, same_brackets
from app.consensus.brackets import (
    Malformed,
    clean,
    first_malformed,
    marked,
    names_of,
    open_brackets,
    put_together,
    read_brackets,
    reading_of,
    refuse_malformed,
    unescaped,
)
from app.localized import LocalizedText
from app.rules import Refused
from tests.make import text

# As `names_of` finds them for China and the United States.
NAMES = {"cn": "CN", "us": "US", "china": "CN", "中国": "CN", "美国": "US"}
PIECES = [
    *"[]［］|｜\\:：,，、 .\n",
    *(
        "[shall|CN: may|US: should]",
        "[CN, US: both]",
        "vessels",
        "CN:",
        "China：",
        "note: see",
        "须",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
PLAIN = st.sampled_from(
    ["", "a", " b ", "x, ", ". ", "须", r"\[", r"\]", r"\\\\", "note: see", ":"]
)
WORDS = st.tuples(st.sampled_from(["", "", "CN: ", "US，CN：", "EU: "]), PLAIN).map("".join)


def in_brackets(inner):
    """Brackets whose alternatives are made of `inner`."""
    parts = st.lists(inner, min_size=1, max_size=3).map("|".join)
    return parts.map("[{}]".format) | parts.map("［{}］".format)


INNER = in_brackets(WORDS)
OUTER = in_brackets(st.tuples(WORDS, PLAIN | INNER, PLAIN).map("".join))
WHOLE = st.lists(PLAIN | INNER | OUTER, min_size=1, max_size=5).map("".join)


def said(words, names=NAMES):
    """Of each bracket how deep it stands, and of each alternative whose it is and what it says."""
    return [
        (one.depth, *((",".join(each.sides), each.text) for each in one.alternatives))
        for one in read_brackets(words, names)
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Each side [shall|CN: may|US: should] tell.",
         [(1, ("", "shall"), ("CN", "may"), ("US", "should"))]),
        ("各方［须｜中国：可｜美国、CN：应］通报。",
         [(1, ("", "须"), ("CN", "可"), ("US,CN", "应"))]),
        ("[ shall | CN, us:  may ]", [(1, ("", "shall"), ("CN,US", "may"))]),
        ("at sea[ by day]", [(1, ("", " by day"))]),
        ("[CN: may [not] tell|]",
         [(1, ("CN", "may [not] tell"), ("", "")), (2, ("", "not"))]),
        ("[note: see annex] [CN, EU: x] [DE: y]",
         [(1, ("", "note: see annex")), (1, ("", "CN, EU: x")), (1, ("", "DE: y"))]),
        (r"\[sic\] a|b [c\|d] \\[e]", [(1, ("", r"c\|d")), (1, ("", "e"))]),
        ("none | of it: (this) 【会晤】", []),
    ],
)  # fmt: skip
def test_a_bracket_says_what_its_alternatives_are_and_whose(words, found):
    assert said(words) == found


def test_without_names_only_what_looks_like_a_code_is_a_side():
    assert said("[a|CN: b|US, S2: c|Note: d|China: e]", None) == [
        (1, ("", "a"), ("CN", "b"), ("US,S2", "c"), ("", "Note: d"), ("", "China: e"))
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_side_is_named_by_its_code_its_name_or_its_convener_and_a_code_goes_first(make):
    dialogue = make.dialogue(sides=())
    make.side(dialogue=dialogue, code="CN", name={"en": "China", "zh-Hans": "中国"})
    make.side(dialogue=dialogue, code="CISS", name="The United States", convener_short="CN")
    make.side(dialogue=dialogue, code="RU", name="CHINA ", convener_short="IMEMO")

    names = names_of(dialogue.sides)

    assert (names["cn"], names["ciss"], names["中国"], names["imemo"]) == ("CN", "CISS", "CN", "RU")
    # What could mean two of them means neither.
    assert "china" not in names
    assert names["theunitedstates"] == "CISS"


@pytest.mark.parametrize(
    ("words", "place", "why"),
    [
        ("a [b", 2, "does not close"),
        ("a [b [c]", 2, "does not close"),
        ("a] b", 1, "No bracket opens"),
        (r"\[a] b", 3, "No bracket opens"),
        ("[a ［b [c]］]", 6, "stands in two others"),
    ],
)
def test_brackets_that_do_not_fit_together_are_malformed_at_a_place(words, place, why):
    with pytest.raises(Malformed, match=why) as found:
        read_brackets(words)

    assert found.value.place == place


def test_a_malformed_text_is_refused_with_language_line_and_place():
    words = {"en": "Fine [here].", "zh-Hans": "第一行。\n各方［须通报。\n完。"}

    with pytest.raises(Refused) as refusal:
        refuse_malformed(text(words), "translation")

    assert refusal.value.field == "translation"
    assert str(refusal.value).startswith(
        "简体中文, line 2, character 3: this bracket does not close"
    )
    assert "“各方→［←须通报。”" in str(refusal.value)
    refuse_malformed(text({"en": "Fine [here]."}))


def test_the_place_is_marked_within_what_stands_around_it():
    words = "x" * 100 + "[" + "y" * 100

    assert marked(words, 100) == f"…{'x' * 24}→[←{'y' * 24}…"


@pytest.mark.parametrize(
    ("words", "china", "states"),
    [
        (
            "Each [shall|CN: may|US: should] mark [or light] its [US: fast] vessels.",
            "Each may mark [or light] its [US: fast] vessels.",
            "Each should mark [or light] its fast vessels.",
        ),
        ("a [b [CN: c|US: d]|US: e [CN: f]] g", "a [b c|US: e f] g", "a e [CN: f] g"),
        # Of two alternatives of one side nobody knows which it would have.
        ("a [CN: b|CN: c|US: d|]", "a [CN: b|CN: c|US: d|]", "a d"),
        (r"\[a] [US: \[b\]]".replace("a]", r"a\]"), r"\[a\] [US: \[b\]]", r"\[a\] \[b\]"),
    ],
)
def test_a_side_s_reading_takes_its_own_alternatives_and_leaves_the_rest(words, china, states):
    assert reading_of(words, "CN", NAMES) == china
    assert reading_of(words, "US", NAMES) == states


def test_struck_out_words_leave_no_second_space():
    words = "The sides [may] meet [at sea], [soon]. [Then] they rest [once [or twice]]."

    struck = put_together(words, read_brackets(words), lambda _one: "")

    assert struck == "The sides meet,. they rest."


def test_own_words_in_a_bracket_that_stays_are_one_alternative():
    chosen = {"en": {2: "either | or [x|y]"}}

    after = resolved(text("a [b [c]|CN: d]"), chosen, NAMES).text_for("en")

    assert said(after)[0] == (1, ("", r"b either \| or [x|y]"), ("CN", "d"))


@given(words=TEXTS | st.text(alphabet="[]|\\:a ［］", max_size=30))
@settings(max_examples=300, deadline=None)
def test_reading_raises_nothing_but_malformed(words):
    if (wrong := first_malformed(words)) is not None:
        assert words[wrong.place] in "[]［］"
        with pytest.raises(Malformed):
            reading_of(words, "CN", NAMES)
        return
    found = read_brackets(words, NAMES)

    assert [one.place for one in found] == [*range(1, len(found) + 1)]
    assert clean(words) == (not found)
    assert open_brackets(text(words) if words else LocalizedText()) == len(found)
    for one in found:
        assert (words[one.start], words[one.end - 1]) in {(a, b) for a in "[［" for b in "]］"}
        assert all(words[each.start : each.end] == each.text for each in one.alternatives)
    assert put_together(words, found, lambda _one: None) == words
    # What is taken literally is read as it is, and never grows.
    assert len(unescaped(words)) <= len(words)


@given(words=WHOLE, number=st.integers(0, 20), choice=st.integers(0, 3) | st.just("own | words"))
@settings(max_examples=200, deadline=None)
def test_a_text_with_one_bracket_resolved_has_one_less(words, number, choice):
    found = read_brackets(words, NAMES)
    assume(found)
    bracket = found[number % len(found)]
    taken = choice if isinstance(choice, str) else choice % len(bracket.alternatives)
    kept = "" if isinstance(taken, str) else bracket.alternatives[taken].text
    gone = len(read_brackets(words[bracket.start : bracket.end])) - len(read_brackets(kept))

    after = resolved(text(words), {"en": {bracket.place: taken}}, NAMES).text_for("en")

    left = read_brackets(after, NAMES)
    assert len(left) == len(found) - gone
    assert gone == 1 or bracket.depth == 1
    # Those that nobody resolved say what they said.
    others = [words[one.start : one.end] for one in found if one.start >= bracket.end]
    assert [after[one.start : one.end] for one in left][len(left) - len(others) :] == others


@given(words=WHOLE)
@settings(max_examples=200, deadline=None)
def test_a_reading_leaves_no_bracket_in_which_the_side_has_one_alternative(words):
    read = reading_of(words, "CN", NAMES)

    assert not [one for one in read_brackets(read, NAMES) if one.of("CN")]


@pytest.mark.parametrize(
    ("older", "newer", "same"),
    [
        ("[a] [b] [c]", "[c] then [a]", {1: 3, 2: 1}),
        ("[a] [a]", "[x] [a] [a]", {2: 1, 3: 2}),
        # Which of the two is left nobody can tell.
        ("[a] [a]", "[a]", {}),
        ("[a [b]]", "[a [b|CN: c]] [b]", {3: 2}),
        ("[a", "[a]", {}),
    ],
)
def test_a_bracket_is_the_same_where_the_very_same_words_stand_in_it(older, newer, same):
    assert same_brackets(older, newer) == same
