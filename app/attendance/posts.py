"""The posts that a person held on the day of a round: what an attendance keeps of them."""

from collections.abc import Sequence

from app.localized import LANGUAGES, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Affiliation, Institution, Person
from app.rounds.models import Round


def posts_at(person: Person, meeting: Round) -> LocalizedText:
    """The posts a person held when the round met, as printed, or put together from their parts."""
    return posts_on_day(person, meeting.happened)


def posts_on_day(person: Person, day: PartialDate | None) -> LocalizedText:
    """Those held on a day; without one, those of which nothing says that they ended."""
    texts: dict[str, list[str]] = {}
    for post in _held(person, day):
        for lang in LANGUAGES:
            if words := _printed(post, lang):
                texts.setdefault(lang, []).append(words)
    return LocalizedText({lang: "; ".join(words) for lang, words in texts.items()})


def institutions_at(person: Person, meeting: Round) -> Sequence[Institution]:
    """Where they worked then, each once, as far as the viewer may know."""
    return institutions_on_day(person, meeting.happened)


def institutions_on_day(person: Person, day: PartialDate | None) -> Sequence[Institution]:
    found = [post.institution for post in _held(person, day) if post.institution]
    return list(dict.fromkeys(found))


def _held(person: Person, day: PartialDate | None) -> list[Affiliation]:
    return [post for post in person.affiliations if _held_at(post, day)]


def _held_at(post: Affiliation, day: PartialDate | None) -> bool:
    if post.until is None and post.former:
        return False  # it ended, nobody knows when
    if day is None:
        return post.until is None
    ended = post.until is not None and post.until.certainly_before(day)
    begun = post.since is None or not day.certainly_before(post.since)
    return begun and not ended


def _printed(post: Affiliation, lang: str) -> str:
    if lang in post.printed.texts:
        return post.printed.texts[lang]
    title = post.post.texts.get(lang, "")
    institution = post.institution.name.texts.get(lang, "") if post.institution else ""
    if not title and not institution:
        return ""
    if lang == "en":
        return ", ".join(part for part in (title, institution) if part)
    return f"{institution}{title}"
