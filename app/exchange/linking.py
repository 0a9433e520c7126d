"""What keeps a trace link of a file from being one."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.consensus.standing import ENDS_AN_ITEM
from app.dialogues.models import Track
from app.exchange.entries import Entry
from app.exchange.fields import Fact, Given, Known, Problem
from app.partial_date import PartialDate
from app.trace.models import ENDS, LinkKind

RESTS_ON = {
    "documented": ("source", "evidence"),
    "reported": ("reported_by",),
    "inferred": ("rationale",),
}


def wrong_link(entry: Entry, known: Known, tracks: Mapping[str, Track]) -> Iterator[Problem]:
    for field, text in (
        *_wrong_basis(entry.given),
        *_wrong_ends(entry.given, known.records, tracks),
        *_wrong_wordings(entry.given, known),
    ):
        yield f"{entry.path}.{field}", text


def _wrong_basis(given: Given) -> Iterator[Problem]:
    needed, *others = RESTS_ON[given["basis"]]
    if not any(given.get(name) for name in (needed, *others)):
        instead = "".join(f", or {other!r}" for other in others)
        yield needed, f"a link that is {given['basis']} needs it{instead}"
    if (given["status"] == "disputed") != ("disputed_by" in given):
        yield "disputed_by", "goes with the status `disputed`, and that with it"


def _wrong_ends(
    given: Given, records: Mapping[Any, Fact], tracks: Mapping[str, Track]
) -> Iterator[Problem]:
    keys = [tuple(given[end].split("/", 1)) for end in ("earlier", "later")]
    if keys[0] == keys[1]:
        yield "later", "is the earlier record itself"
    if any(key not in records for key in keys):
        return
    (earlier, before), (later, after) = ((records[key], tracks[key[0]]) for key in keys)
    if not ENDS[LinkKind(given["kind"])].allows(earlier.kind, before, later.kind, after):
        yield (
            "kind",
            (
                f"a {given['kind']} link cannot join {earlier.kind.value} ({before.value})"
                f" to {later.kind.value} ({after.value})"
            ),
        )
    if "happened" in given:
        if given["kind"] not in ENDS_AN_ITEM:
            yield "happened", f"a {given['kind']} link has no date of its own"
        elif earlier.happened and PartialDate(given["happened"]).certainly_before(earlier.happened):
            yield "happened", f"is before the earlier one happened ({earlier.happened})"
    if earlier.happened and later.happened and later.happened.certainly_before(earlier.happened):
        yield "later", f"happened ({later.happened}) before the earlier one ({earlier.happened})"


def _wrong_wordings(given: Given, known: Known) -> Iterator[Problem]:
    for end in ("earlier", "later"):
        number = given.get(f"{end}_wording")
        if number and (*given[end].split("/", 1), number) not in known.keys["wordings"]:
            yield f"{end}_wording", f"{given[end]!r} has no wording {number}"
