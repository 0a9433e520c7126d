"""Text in several languages: what is kept, what is shown in its place, what has become stale."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.localized import EMPTY, LANGUAGES, LocalizedText, Translation
from app.people.models import Institution
from tests.make import Make

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@st.composite
def localized(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> LocalizedText:
    language = st.sampled_from(LANGUAGES)
    return LocalizedText(
        texts=draw(st.dictionaries(language, words)),
        original=draw(st.none() | language),
        translations=draw(st.dictionaries(language, st.sampled_from(Translation))),
        stale=frozenset(draw(st.sets(language))),
    )


# So few words that two texts often say the same.
FEW = localized(st.sampled_from(["", "one", "two"]))


@given(localized())
def test_a_text_survives_its_json(text: LocalizedText):
    again = LocalizedText.from_json(text.to_json())

    assert again == text
    assert hash(again) == hash(text)
    assert again.to_json() == text.to_json()


@given(localized())
def test_what_is_kept_is_consistent(text: LocalizedText):
    translated = set(text.texts) - {text.original}

    assert all(text.texts.values()), "no empty text is kept"
    assert (text.original in text.texts) if text else (text.original is None)
    assert set(text.translations) <= translated
    assert text.stale <= translated
    assert bool(text) == (text.to_json() != "{}")
    assert (text == EMPTY) == (not text)
    assert dict(text) == dict(text.texts)
    assert not text or next(iter(text))[0] == text.original


@given(localized(), st.sampled_from([*LANGUAGES, "fr", ""]))
def test_a_reader_gets_their_own_language_where_there_is_one(text: LocalizedText, locale: str):
    lang = text.language_for(locale)

    assert (lang is None) == (not text)
    assert text.text_for(locale) == (text.texts[lang] if lang else "")
    if locale in text.texts:
        assert lang == locale
    elif locale.startswith("zh") and lang and not lang.startswith("zh"):
        assert not any(found.startswith("zh") for found in text.texts), "the other script is nearer"
    elif locale == "en" and text:
        assert lang == text.original


@given(FEW, FEW)
def test_equal_texts_have_equal_hashes(one: LocalizedText, other: LocalizedText):
    assert (one == other) == (one.to_json() == other.to_json())
    if one == other:
        assert hash(one) == hash(other)


@given(FEW, FEW)
def test_a_revised_text_says_what_the_later_one_says(before: LocalizedText, after: LocalizedText):
    assert before.revised(after).texts == after.texts


@given(FEW, FEW)
def test_what_moved_is_fresh_and_what_stayed_behind_is_stale(
    before: LocalizedText, after: LocalizedText
):
    moved = {lang for lang in LANGUAGES if before.texts.get(lang) != after.texts.get(lang)}

    revised = before.revised(after)

    assert not revised.stale & moved
    rewritten = moved & set(before.texts) & set(after.texts) - before.stale
    if rewritten:
        assert revised.original in moved
        assert set(revised.texts) - moved <= revised.stale
    else:
        assert revised.stale <= before.stale | after.stale


@given(FEW)
def test_the_same_text_again_changes_nothing(text: LocalizedText):
    assert text.revised(text) == text


def revised(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return LocalizedText.from_dict(before).revised(LocalizedText.from_dict(after)).to_dict()


def test_when_the_original_moves_its_translations_are_stale():
    before = {"en": "May", "zh-Hans": "五月", "zh-Hant": "五月", "original": "en"}

    after = revised(before, before | {"en": "June"})

    assert after == before | {"en": "June", "stale": ["zh-Hans", "zh-Hant"]}


def test_a_translation_that_moves_along_is_fresh():
    before = {"en": "May", "zh-Hans": "五月", "original": "en", "stale": ["zh-Hans"]}

    after = revised(before, before | {"en": "June", "zh-Hans": "六月"})

    assert after == {"en": "June", "zh-Hans": "六月", "original": "en"}


def test_when_only_a_translation_moves_the_original_is_stale():
    before = {"en": "May", "zh-Hans": "五月", "original": "en"}

    after = revised(before, before | {"zh-Hans": "六月"})

    assert after == {"en": "May", "zh-Hans": "六月", "original": "zh-Hans", "stale": ["en"]}


def test_a_first_translation_makes_nothing_stale():
    before = {"en": "May"}

    after = revised(before, {"en": "May", "zh-Hans": "五月", "original": "en"})

    assert after == {"en": "May", "zh-Hans": "五月", "original": "en"}


def test_a_translation_taken_away_makes_nothing_stale():
    before = {"en": "May", "zh-Hans": "五月", "original": "en"}

    assert revised(before, {"en": "May"}) == {"en": "May"}


def test_a_stale_translation_that_is_mended_leaves_the_original_as_it_is():
    before = {"en": "June", "zh-Hans": "五月", "original": "en", "stale": ["zh-Hans"]}

    after = revised(before, before | {"zh-Hans": "六月"})

    assert after == {"en": "June", "zh-Hans": "六月", "original": "en"}


@pytest.mark.parametrize(
    "given",
    [
        {"texts": {"fr": "mai"}},
        {"texts": {"en": "May"}, "original": "fr"},
        {"texts": {"en": "May"}, "translations": {"fr": "checked"}},
        {"texts": {"en": "May"}, "stale": frozenset({"zh"})},
        {"texts": {"en": "May", "zh-Hans": "五月"}, "translations": {"zh-Hans": "certain"}},
    ],
)
def test_a_language_or_a_state_that_the_house_does_not_keep_is_refused(given: dict[str, Any]):
    with pytest.raises(ValueError, match=r".+"):
        LocalizedText(**given)


def test_a_text_cannot_be_changed_in_place():
    given = {"en": "May"}
    text = LocalizedText(given)
    given["en"] = "June"

    assert text.text_for("en") == "May"
    with pytest.raises(TypeError):
        text.texts["en"] = "June"  # type: ignore[index]


@given(localized().filter(bool), localized())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_column_gives_back_what_it_was_given(
    db: Session, make: Make, name: LocalizedText, short_name: LocalizedText
):
    row = make.institution(name=name, short_name=short_name)
    db.expire(row)

    [found] = db.query(Institution).filter(Institution.id == row.id).all()

    assert (found.name, found.short_name) == (name, short_name)
    assert db.query(Institution).filter(Institution.name == name, Institution.id == row.id).count()
