"""By which name, and with which post, somebody is printed to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.dialogues.models import Side
from app.localized import EMPTY, FALLBACK, LANGUAGES, LocalizedText
from app.people.models import Affiliation, Naming, Participant, Person
from app.reading import Viewer
from app.records.models import Disclosure

# An audience is one of these three levels; the secretariat knows everybody.
MAY_NAME: dict[Disclosure, frozenset[Naming]] = {
    Disclosure.PUBLIC: frozenset({Naming.PUBLIC}),
    Disclosure.PARTICIPANTS: frozenset({Naming.PUBLIC, Naming.PARTICIPANTS}),
    Disclosure.SECRETARIAT: frozenset(Naming),
}
SEPARATOR = {"en": ", ", "zh-Hans": "，", "zh-Hant": "，"}
BETWEEN_POSTS = {"en": "; ", "zh-Hans": "；", "zh-Hant": "；"}


def may_be_named(naming: Naming, audience: Disclosure) -> bool:
    """Whether somebody of this naming level is named to this audience (never `side`)."""
    return naming in MAY_NAME[audience]


def audience_of(viewer: Viewer, dialogue_id: int) -> Disclosure:
    """As whom the viewer reads this dialogue."""
    if viewer.sees_everything or dialogue_id in viewer.secretariat_of:
        return Disclosure.SECRETARIAT
    if dialogue_id in viewer.participant_of:
        return Disclosure.PARTICIPANTS
    return Disclosure.PUBLIC


@dataclass(frozen=True, kw_only=True)
class Printed:
    """How one participation is printed.

    `name` is a person's, or the label of a group; None: `role` and `side` stand in its place and,
    where it `is_counted`, nothing but the number. `number` is how many they are; None: the number
    was not disclosed. `person_id` is given with a person's name alone.
    """

    name: str | None = None
    affiliation: str | None = None
    person_id: int | None = None
    role: StrEnum | None = None
    side: Side | None = None
    is_counted: bool = False
    is_group: bool = False
    number: int | None = 1


def printed_name(participant: Participant | Any, audience: Disclosure, locale: str) -> Printed:
    """What this audience is shown of an attendance or a place on a team, in the page's language.

    A line with the columns of a participation will do for one. A person whose card was not loaded
    for the viewer is printed as role and side.
    """
    is_group = participant.person_id is None
    number = participant.group_count if is_group else 1
    named = may_be_named(participant.naming, audience)
    if participant.naming is Naming.COUNTED and not named:
        return Printed(is_counted=True, is_group=is_group, number=number)
    # Someone on a team has a side alone, someone at a round a role as well.
    role, side = getattr(participant, "role", None), getattr(participant, "side", None)
    if not named or not (is_group or participant.person):
        return Printed(role=role, side=side, is_group=is_group, number=number)
    if participant.person is None:
        name = participant.group_label.text_for(locale)
    else:
        name = person_name(participant.person, locale)
    return Printed(
        name=name,
        affiliation=participant.affiliation.text_for(locale) or None,
        person_id=participant.person_id,
        role=role,
        side=side,
        is_group=is_group,
        number=number,
    )


def person_name(person: Person, locale: str) -> str:
    """The person's first name in the language, or in the nearest there is, as printed."""
    return nearest_name(((name.language, name.printed) for name in person.names), locale)


def nearest_name(names: Iterable[tuple[str, str]], locale: str) -> str:
    """Of names by language, the first in the language of the page or the nearest to it."""
    first: dict[str, str] = {}
    for language, printed in names:
        first.setdefault(language, printed)
    wanted = (*FALLBACK.get(locale, LANGUAGES), *first)
    return next((first[language] for language in wanted if language in first), "")


def affiliation_line(affiliation: Affiliation) -> LocalizedText:
    """The post as printed; where only its parts are known, the title and the institution."""
    if affiliation.printed:
        return affiliation.printed
    if affiliation.institution is None:
        return affiliation.post
    institution = affiliation.institution.name
    return LocalizedText(
        {
            lang: post + SEPARATOR[lang] + institution.text_for(lang)
            for lang, post in affiliation.post
        },
        affiliation.post.original,
    )


def current_line(person: Person) -> LocalizedText:
    """The posts that the person holds now, on one line: what a new attendance freezes."""
    lines = [affiliation_line(post) for post in person.affiliations if is_current(post)]
    if not lines:
        return EMPTY
    # A language in which one of the posts is not known would leave that post out.
    known = [lang for lang in LANGUAGES if all(lang in line.texts for line in lines)]
    return LocalizedText(
        {
            lang: BETWEEN_POSTS[lang].join(line.text_for(lang) for line in lines)
            for lang in known or ["en"]
        }
    )


def is_current(affiliation: Affiliation) -> bool:
    """Whether nothing says that the post has ended; an end yet to come ends it all the same."""
    return affiliation.until is None and not affiliation.former
