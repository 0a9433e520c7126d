"""Whether what a file says makes sense: alone, and with what the database holds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.consensus.brackets import open_brackets
from app.consensus.models import Method, Stance
from app.dialogues.models import Track
from app.exchange.entries import (
    ORDER,
    RECORD_KINDS,
    Entries,
    Entry,
    facts_of,
)
from app.exchange.fields import TEXT, Given, Keys, Known, Problem
from app.exchange.linking import wrong_link
from app.handovers.models import Match
from app.partial_date import PartialDate


@dataclass(frozen=True)
class Whole:
    """The file's entries with the rows that they meet, and all that may be referred to."""

    entries: Entries
    held: Mapping[tuple[str, Any], Entry]
    known: Known
    tracks: Mapping[str, Track]


def whole_of(entries: Entries, held: Entries, keys: Keys, tracks: Mapping[str, Track]) -> Whole:
    """`entries` dated, `held` as the database has them."""
    names = {*ORDER, "records"} - RECORD_KINDS.keys()
    found: dict[str, set[Any]] = {table: set(keys.of(table)) for table in names}
    for entry in chain.from_iterable(entries.values()):
        found[entry.table].add(entry.key)
    given_tracks = {entry.key: Track(entry.given["track"]) for entry in entries["dialogues"]}
    return Whole(
        entries=entries,
        held={(word, entry.key): entry for word in held for entry in held[word]},
        known=Known(
            keys={table: frozenset(each) for table, each in found.items()},
            records=keys.facts | facts_of(entries),
        ),
        tracks={**tracks, **given_tracks},
    )


def meaning_problems(whole: Whole) -> list[str]:
    """All that is wrong, in the order in which the sorts of entries depend on each other."""
    found: list[Problem] = []
    for word in ORDER:
        first: dict[Any, Entry] = {}
        for entry in whole.entries[word]:
            found += _twice(entry, first)
            found += _wrong(entry, whole)
    for entry in whole.entries["links"]:
        found += wrong_link(entry, whole.known, whole.tracks)
    found += _numbered_twice(whole)
    for word, above in (
        ("topics", "parent"),
        ("consensus", "parent"),
        ("actions", "origin"),
        ("handovers", "answers"),
    ):
        found += _circles(word, above, whole)
    return [f"{path}: {text}" for path, text in found]


def _wrong(entry: Entry, whole: Whole) -> Iterator[Problem]:
    for field in entry.type.fields:
        yield from field.wrong(entry.given, entry.path, entry.slug, whole.known)
    for rule in RULES.get(entry.word, ()):
        yield from ((f"{entry.path}{at}", text) for at, text in rule(entry.given))
    if entry.word in RECORD_KINDS:
        yield from _wrong_record(entry)
        yield from _wrong_ref(entry, whole)
    if entry.word == "gathered" and entry.given["record"] == "/".join(entry.key[:2]):
        yield f"{entry.path}.record", "is the matter itself"
    if entry.type.append_only:
        yield from _rewritten(entry, whole)


NAMED_BY = {
    "dialogues": "slug",
    "topics": "code",
    "sides": "code",
    "links": "kind",
    "gathered": "record",
    "expectations": "dimension",
    "team": "person",
    "attendance": "person",
    **dict.fromkeys(RECORD_KINDS, "ref"),
}


def _twice(entry: Entry, first: dict[Any, Entry]) -> Iterator[Problem]:
    other = first.setdefault(entry.key, entry)
    if other is not entry:
        where = f"{entry.path}.{NAMED_BY.get(entry.word, 'key')}"
        yield where, f"there is one already: {other.path}"


def _rewritten(entry: Entry, whole: Whole) -> Iterator[Problem]:
    """What is written once stays as it is."""
    held = whole.held.get((entry.word, entry.key))
    if held and (given := entry.canonical()) != held.given:
        differing = sorted(
            name for name in {*given, *held.given} if given.get(name) != held.given.get(name)
        )
        yield entry.path, f"is on record in other words already ({', '.join(differing)})"


def _wrong_record(entry: Entry) -> Iterator[Problem]:
    given = entry.given
    if given["disclosure"] == "side" and "side" not in given:
        yield f"{entry.path}.side", "a record of the level `side` names its side"
    cited: set[tuple[str, str]] = set()
    for place, each in enumerate(given.get("citations", ())):
        citation = (each["source"], each.get("place", ""))
        if citation in cited:
            yield f"{entry.path}.citations[{place}]", "the same place of the same source again"
        cited.add(citation)


def _wrong_ref(entry: Entry, whole: Whole) -> Iterator[Problem]:
    """Where the reference does not say at which round, or says what another record is called."""
    ref, path = str(entry.given["ref"]), f"{entry.path}.ref"
    met = entry.given.get("meeting", "")
    around = entry.within
    while around and around.word in RECORD_KINDS:
        met, around = around.given["ref"], around.within
    if entry.word != "rounds" and ref.rpartition("-")[0] != met:
        should = f"begin with {met}-" if met else "name no round, since no meeting is given"
        yield path, f"{ref!r} should {should}"
    held = [word for word in RECORD_KINDS if (word, entry.key) in whole.held]
    if held and held != [entry.word]:
        yield path, f"{ref!r} is on record already under {held[0]}"


def _numbered_twice(whole: Whole) -> Iterator[Problem]:
    refs = {entry.key for entry in whole.entries["rounds"]}
    taken = {
        (entry.slug, entry.given.get("number")): entry.given["ref"]
        for (word, key), entry in whole.held.items()
        if word == "rounds" and key not in refs
    }
    for entry in whole.entries["rounds"]:
        number = entry.given.get("number")
        other = taken.setdefault((entry.slug, number), entry.given["ref"])
        if number and other != entry.given["ref"]:
            yield f"{entry.path}.number", f"{number} is the number of {other} already"


def _circles(word: str, above: str, whole: Whole) -> Iterator[Problem]:
    """Where one comes under itself, by way of others."""
    parents: dict[Any, Any] = {}
    for held in (entry for (kind, _), entry in whole.held.items() if kind == word):
        parents[held.key] = parent_key(held, above)
    parents |= {entry.key: parent_key(entry, above) for entry in whole.entries[word]}
    ends_well: set[Any] = set()
    for entry in whole.entries[word]:
        met: set[Any] = set()
        key: Any = entry.key
        while key in parents and key not in ends_well and key not in met:
            met.add(key)
            key = parents[key]
        if key in met:
            if key == entry.key:
                yield f"{entry.path}.{above}", "leads back to itself"
        else:
            ends_well |= met


def parent_key(entry: Entry, above: str) -> Any | None:
    """The key of the entry, of the same sort, that this one comes under."""
    named = entry.given.get(above)
    for field in entry.type.fields:
        if field.name == above and named is not None:
            return field.key(named, entry.slug)  # type: ignore[union-attr]
    return None


def _ends_before_it_starts(started: str, ended: str) -> Callable[[Given], Iterator[Problem]]:
    def wrong(given: Given) -> Iterator[Problem]:
        if not (started in given and ended in given):
            return
        if PartialDate(given[ended]).certainly_before(PartialDate(given[started])):
            yield f".{ended}", "ends before it starts"

    return wrong


def _round(given: Given) -> Iterator[Problem]:
    if "number" in given and given["kind"] != "round":
        yield ".number", "only rounds are numbered"
    if "ended" in given and "happened" not in given:
        yield ".ended", "ends, but does not say when it starts"


def _person(given: Given) -> Iterator[Problem]:
    names = [(each["language"], each["printed"]) for each in given["names"]]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield f".names[{place}]", "the same name again"
    in_time = _ends_before_it_starts("since", "until")
    for place, post in enumerate(given.get("affiliations", ())):
        if not post.get("post") and not post.get("printed"):
            yield f".affiliations[{place}]", "says neither a post nor a printed line"
        yield from ((f".affiliations[{place}]{at}", text) for at, text in in_time(post))


def _document(given: Given) -> Iterator[Problem]:
    if given["status"] == "joint" and "issued_by" in given:
        yield ".issued_by", "a joint document is issued by no one side"


def _wording(given: Given) -> Iterator[Problem]:
    """Translations may come and go; the words themselves are those of the wording."""
    words = TEXT.load(given["text"])
    for place, rendering in enumerate(given.get("renderings", ())):
        shown, at = TEXT.load(rendering["text"]), f".renderings[{place}].text"
        if shown.original != words.original:
            yield f"{at}.original", "the wording's own is another"
        elif shown.text_for(words.original) != words.text_for(words.original):
            yield f"{at}.{words.original}", "is not as the wording has it"
    brackets = open_brackets(words)
    for place, note in enumerate(given.get("bracket_notes", ())):
        if note["place"] > brackets:
            yield f".bracket_notes[{place}].place", f"the wording has {brackets} brackets"


def _position(given: Given) -> Iterator[Problem]:
    dissents = (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION)
    if given["stance"] in dissents and not given.get("reason"):
        yield ".reason", f"{given['stance']} needs a reason"
    if "deadline" in given and given.get("method") != Method.SILENCE:
        yield ".deadline", "only a silence procedure has a deadline"


def _action(given: Given) -> Iterator[Problem]:
    if "due" in given and "due_round" in given:
        yield ".due_round", "is due by a date or before a round, not both"
    if given["status"] == "waiting" and "waiting_for" not in given:
        yield ".waiting_for", "a waiting action says for which side it waits"
    if given["status"] != "waiting" and "waiting_for" in given:
        yield ".waiting_for", "only a waiting action waits for a side"
    if "closed_on" in given and given["status"] not in ("done", "dropped"):
        yield ".closed_on", "only a finished action is closed"


def _handover(given: Given) -> Iterator[Problem]:
    if given.get("quoted") and given.get("match") not in (Match.PARTIAL, Match.FULL):
        yield ".quoted", "goes with a match that is partial or full"


def _expectation(given: Given) -> Iterator[Problem]:
    if given.get("outcome_note") and "outcome" not in given:
        yield ".outcome_note", "goes with an outcome"


def _update(given: Given) -> Iterator[Problem]:
    if not given.get("text") and "status" not in given:
        yield "", "says neither a text nor a status"


RULES: dict[str, tuple[Callable[[Given], Iterator[Problem]], ...]] = {
    "people": (_person,),
    "rounds": (_round, _ends_before_it_starts("happened", "ended")),
    "documents": (_document,),
    "wordings": (_wording,),
    "positions": (_position,),
    "actions": (_action,),
    "updates": (_update,),
    "handovers": (_handover,),
    "expectations": (_expectation,),
}
