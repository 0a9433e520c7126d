"""The ways in which a dialogue file can be bad."""

from tests.exchange.bad_trace import BAD_TRACE, DROP
from tests.exchange.small_records import AT, BY, OPEN, text

NEW_LINK = {"status": "proposed", "asserted_by": "Lee Ad", "asserted_at": AT}
INFERRED = NEW_LINK | {"basis": "inferred", "rationale": "It seems so"}

HARBOUR = "dialogues[0]"
ROUND = f"{HARBOUR}.rounds[0]"
ITEM = f"{HARBOUR}.consensus[0]"
POSITIONS = f"{ITEM}.wordings[1].positions"
ACTION = f"{HARBOUR}.actions[0]"
RENDERING = f"{ITEM}.wordings[1].renderings[0]"
BRACKET = f"{ITEM}.wordings[0].bracket_notes[0]"
GROUP = f"{HARBOUR}.working_groups[0]"
FILE = f"{HARBOUR}.documents[0].files[0]"


def steps_to(path: str) -> list[str | int]:
    parts = path.replace("]", "").replace("[", ".").split(".")
    return [int(part) if part.isdigit() else part for part in parts]


def put(file, path, value):
    """Set the value at a path, drop it, or put one more on a list (`[99]`)."""
    *way, last = steps_to(path)
    holder = file
    for step in way:
        holder = holder.setdefault(step, []) if isinstance(step, str) else holder[step]
    if value is DROP:
        del holder[last]
    elif last == 99:
        holder.append(value)
    else:
        holder[last] = value


# What is put where, and the path that the error names where it is another one.
BAD = {
    "no version": ("throughline", DROP, "file: 'throughline'"),
    "another version": ("throughline", 2, None),
    "a version that is only true": ("throughline", True, None),
    "an unknown name": (f"{ROUND}.colour", "red", None),
    "a missing name": (f"{ROUND}.status", DROP, f"{ROUND}: 'status'"),
    "a list that is none": (f"{HARBOUR}.rounds", {}, None),
    "a number as a text": (f"{ROUND}.number", "1", None),
    "a number with a fraction": (f"{ROUND}.number", 1.0, None),
    "a number that is only true": (f"{ROUND}.number", True, None),
    "a number too large": (f"{ROUND}.number", 10**12, None),
    "a number too small": (f"{ROUND}.number", 0, None),
    "a head count of nobody": (f"{ROUND}.head_count_least", 0, None),
    "an empty group": (f"{HARBOUR}.team[1].group.count", 0, None),
    "an unknown choice": (f"{ROUND}.kind", "party", None),
    "no such day": (f"{ROUND}.happened", "2024-02-30", None),
    "no such year": (f"{ROUND}.happened", "0000", None),
    "a date in words": (f"{ROUND}.happened", "May 2024", None),
    "a date and a line break": (f"{ROUND}.happened", "2024-05-01\n", None),
    "no such hour": ("links[0].asserted_at", "2024-01-01T25:00:00Z", None),
    "no such second": ("links[0].asserted_at", "2024-01-01T00:00:61Z", None),
    "a text that is none": (f"{ROUND}.title", "Round", None),
    "an empty text": (f"{ROUND}.title", {"en": ""}, f"{ROUND}.title.en"),
    "an unknown language": (f"{ROUND}.title", {"fr": "Tour"}, f"{ROUND}.title.fr"),
    "an original that is missing": (f"{ROUND}.title.original", "zh-Hans", None),
    "a translation that is missing": (
        f"{ROUND}.title.translations",
        {"zh-Hans": "agreed"},
        f"{ROUND}.title.translations.zh-Hans",
    ),
    "a stale text that is missing": (f"{ROUND}.title.stale", ["en"], f"{ROUND}.title.stale[0]"),
    "a long text": (f"{ROUND}.note.en", "x" * 20_001, None),
    "a long name": (f"{HARBOUR}.name.en", "x" * 2_001, None),
    "no name": (f"{HARBOUR}.name", {}, None),
    "a NUL": (f"{ROUND}.note.en", "a\0b", None),
    "half a character": (f"{ROUND}.note.en", "\ud800", None),
    "a slug in capitals": ("dialogues[1].slug", "Talks", None),
    "a code in lower case": (f"{HARBOUR}.sides[0].code", "sn", None),
    "a short key": ("people[0].key", "m", None),
    "a person without a name": ("people[0].names", [], None),
    "a post of nothing": ("people[0].affiliations[0]", {"since": "2020"}, None),
    "a post of no words": ("people[0].affiliations[0].post", {}, "people[0].affiliations[0]"),
    "a post that ends first": ("people[0].affiliations[0].until", "2018", None),
    "a name twice": (
        "people[0].names[99]",
        {"language": "en", "printed": "Anna Moreau"},
        "people[0].names[2]",
    ),
    "a name of two lines": ("institutions[0].other_names[0]", "One\nTwo", None),
    "a person nowhere kept": ("people[0].kept_by", "nowhere", None),
    "no such institution": ("people[0].affiliations[0].institution", "nowhere", None),
    "a dialogue twice": ("dialogues[1].slug", "harbour", None),
    "a topic twice": ("topics[2].code", "TS", None),
    "an institution twice": (
        "institutions[99]",
        {"key": "institute", "name": text("I")},
        "institutions[1].key",
    ),
    "a person twice": ("people[1].key", "moreau", None),
    "a topic under nothing": ("topics[1].parent", "XX", None),
    "a topic under itself": ("topics[0].parent", "TS", None),
    "topics in a circle": ("topics[0].parent", "TS-1", None),
    "a side twice": (f"{HARBOUR}.sides[1].code", "SN", None),
    "a source twice": (f"{HARBOUR}.sources[1].key", "P2", None),
    "a team member twice": (
        f"{HARBOUR}.team[99]",
        {"side": "AV", "person": "moreau", "naming": "public"},
        f"{HARBOUR}.team[2].person",
    ),
    "a team member of no side": (f"{HARBOUR}.team[0].side", "XX", None),
    "a team member from no source": (f"{HARBOUR}.team[0].source", "XX", None),
    "a person and a group": (
        f"{HARBOUR}.team[0].group",
        {"label": text("Both")},
        f"{HARBOUR}.team[0]",
    ),
    "nobody": (f"{ROUND}.attendance[0].person", DROP, f"{ROUND}.attendance[0]"),
    "somebody twice": (f"{ROUND}.attendance[1].person", "moreau", None),
    "somebody unknown": (f"{ROUND}.attendance[1].person", "nobody", None),
    "a reference of the wrong form": (f"{ROUND}.ref", "round 1", None),
    "a reference with a line break": (f"{ROUND}.ref", "geneva\n", None),
    "a reference that is a page": ("dialogues[1].rounds[0].ref", "topics", None),
    "a reference of another sort": (f"{ITEM}.ref", "R1-A9", None),
    "a reference to another round": (f"{ITEM}.ref", "R2-C1", None),
    "a reference to no round": (f"{ITEM}.ref", "C1", None),
    "a reference without its meeting": (f"{ITEM}.meeting", DROP, f"{ITEM}.ref"),
    "a session of another round": (f"{ROUND}.sessions[0].ref", "R2-S1", None),
    "an agenda topic of another round": (f"{ROUND}.sessions[0].agenda[0].ref", "R2-T1", None),
    "a reference twice": (f"{HARBOUR}.consensus[1].ref", "R1-C1", None),
    "a number too many digits long": (f"{ITEM}.ref", "R1-C99999999999", None),
    "no such meeting": (f"{ITEM}.meeting", "R2", None),
    "a side's record without its side": (f"{ITEM}.disclosure", "side", f"{ITEM}.side"),
    "a record of no side": (f"{ITEM}.side", "XX", None),
    "a citation of nothing": (f"{ROUND}.citations[0].source", "XX", None),
    "a citation twice": (f"{ROUND}.citations[99]", {"source": "P2"}, f"{ROUND}.citations[2]"),
    "a number twice": (
        f"{HARBOUR}.rounds[99]",
        OPEN | {"ref": "R2", "number": 1, "kind": "round", "status": "held", "attribution": "open"},
        f"{HARBOUR}.rounds[2].number",
    ),
    "a numbered summit": (f"{ROUND}.kind", "summit", f"{ROUND}.number"),
    "a round that ends first": (f"{ROUND}.ended", "2024-02", None),
    "a round that only ends": (f"{ROUND}.happened", DROP, f"{ROUND}.ended"),
    "a moderator who was not there": (
        f"{ROUND}.sessions[1].moderators",
        ["nobody"],
        f"{ROUND}.sessions[1].moderators[0]",
    ),
    "a moderator twice": (f"{ROUND}.sessions[0].moderators", ["tan", "tan"], None),
    "no such topic": (f"{ITEM}.topics", ["TS", "XX"], f"{ITEM}.topics[1]"),
    "a topic named twice": (f"{ITEM}.topics", ["TS", "TS"], None),
    "a joint document of one side": (f"{HARBOUR}.documents[1].issued_by", "SN", None),
    "a document of no side": (f"{HARBOUR}.documents[0].issued_by", "XX", None),
    "a document about nothing": (f"{HARBOUR}.documents[2].about", "R1-A9", None),
    "a document about itself": (f"{HARBOUR}.documents[2].about", "R1-D2", None),
    "a document about a page": (f"{HARBOUR}.documents[2].about", "D1", None),
    "a document in no language": (f"{HARBOUR}.documents[0].language", "fr", None),
    "a file of nothing": (f"{FILE}.content", "", None),
    "a file not in Base64": (f"{FILE}.content", "T25l*", None),
    "a file of other letters": (f"{FILE}.content", "T25é", None),
    "a file of another digest": (f"{FILE}.sha256", "0" * 64, None),
    "a digest that is none": (f"{FILE}.sha256", "A" * 64, None),
    "a file of another type": (f"{FILE}.media_type", "application/pdf", None),
    "a file of a type that is not kept": (f"{FILE}.media_type", "text/html", None),
    "a file in a folder": (f"{FILE}.name", "../notes.txt", None),
    "a file with the ending of another": (f"{FILE}.name", "notes.pdf", None),
    "a program": (f"{FILE}.content", "TVqQAAMAAAAEAA==", None),
    "a file without a day": (f"{FILE}.recorded_at", DROP, f"{FILE}: 'recorded_at'"),
    "an institution that is none": (
        f"{ROUND}.attendance[0].institutions",
        ["nowhere"],
        f"{ROUND}.attendance[0].institutions[0]",
    ),
    "an item under nothing": (f"{HARBOUR}.consensus[1].parent", "R1-C9", None),
    "items in a circle": (f"{ITEM}.parent", "R1-C2", None),
    "an item on no agenda": (f"{ITEM}.agenda_topic", "R1-T9", None),
    "a review at no round": (f"{ITEM}.review_round", 0, None),
    "withdrawn for no reason": (f"{ITEM}.withdrawn.because", "", None),
    "a wording of no words": (f"{ITEM}.wordings[0].text", {}, None),
    "a wording of no side": (f"{ITEM}.wordings[1].reported_by", "XX", None),
    "a wording settled nowhere": (f"{ITEM}.wordings[1].settled_at", "R9", None),
    "a rendering of no words": (f"{RENDERING}.text", {}, None),
    "a rendering in other words": (f"{RENDERING}.text.en", "Other words", None),
    "a rendering of another original": (f"{RENDERING}.text.original", "zh-Hans", None),
    "a rendering without a day": (f"{RENDERING}.recorded_at", DROP, f"{RENDERING}: 'recorded_at'"),
    "a note on no bracket": (f"{BRACKET}.place", 3, None),
    "a note on bracket nought": (f"{BRACKET}.place", 0, None),
    "a note for no known reason": (f"{BRACKET}.reason", "because", None),
    "a note of no side": (f"{BRACKET}.side", "XX", None),
    "a group without a name": (f"{GROUP}.title", DROP, f"{GROUP}: 'title'"),
    "a group of another reference": (f"{GROUP}.ref", "R1-C9", None),
    "a group agreed nowhere": (f"{GROUP}.meeting", "R9", None),
    "a group out of nothing": (f"{GROUP}.origin", "R1-C9", None),
    "a group out of an action": (f"{GROUP}.origin", "R1-A1", None),
    "a meeting that is none": (f"{GROUP}.meetings[1]", "R9", None),
    "a meeting twice": (f"{GROUP}.meetings[1]", "R1", f"{GROUP}.meetings"),
    "a position of no side": (f"{POSITIONS}[0].side", "XX", None),
    "a position of another dialogue's side": (
        "dialogues[1].consensus[99]",
        OPEN
        | {
            "ref": "C1",
            "kind": "consensus",
            "wordings": [
                {"text": text("W"), "positions": [{"side": "AV", "stance": "sought"} | BY]} | BY
            ],
        },
        "dialogues[1].consensus[0].wordings[0].positions[0].side",
    ),
    "a position of nobody": (f"{POSITIONS}[1].person", "nobody", None),
    "dissent without a reason": (f"{POSITIONS}[1].reason", DROP, f"{POSITIONS}[1].reason"),
    "dissent with an empty reason": (f"{POSITIONS}[1].reason", {}, None),
    "a deadline of nothing": (f"{POSITIONS}[2].deadline", "2024-05", None),
    "an action without a title": (f"{ACTION}.title", DROP, f"{ACTION}: 'title'"),
    "due twice": (f"{ACTION}.due", "2024-05", f"{ACTION}.due_round"),
    "waiting for nobody": (f"{ACTION}.waiting_for", DROP, f"{ACTION}.waiting_for"),
    "waiting for a stranger": (f"{ACTION}.waiting_for", "XX", None),
    "waiting although open": (f"{ACTION}.status", "open", f"{ACTION}.waiting_for"),
    "closed although open": (
        f"{HARBOUR}.actions[1].status",
        "open",
        f"{HARBOUR}.actions[1].closed_on",
    ),
    "following from nothing": (f"{ACTION}.origin", "harbour/R9-C1", None),
    "following from nowhere": (f"{ACTION}.origin", "nowhere/R1-C1", None),
    "actions in a circle": (f"{ACTION}.origin", "harbour/R1-A2", None),
    "owed by nobody": (f"{ACTION}.owners[0]", {}, None),
    "owed by a stranger": (f"{ACTION}.owners[0].person", "nobody", None),
    "owed by nowhere": (f"{HARBOUR}.actions[1].owners[0].institution", "nowhere", None),
    "an update of nothing": (f"{ACTION}.updates[1].status", DROP, f"{ACTION}.updates[1]"),
    "an update of no words": (f"{ACTION}.updates[1]", {"text": {}} | BY, None),
    "an update reported nowhere": (f"{ACTION}.updates[0].reported_at", "R9", None),
    "a link from nothing": ("links[1].earlier", "harbour/R9", None),
    "a link without a slash": ("links[1].earlier", "harbour", None),
    "a link twice": (
        "links[99]",
        INFERRED | {"earlier": "harbour/R1", "later": "talks/geneva-2024", "kind": "groundwork"},
        "links[4].kind",
    ),
    "a link to itself": ("links[1].later", "harbour/R1", None),
    "a link within one track": ("links[1].later", "harbour/R1-C1", "links[1].kind"),
    "a link of the wrong ends": ("links[2].earlier", "harbour/R1", "links[2].kind"),
    "a link against time": (
        "links[99]",
        INFERRED | {"earlier": "talks/geneva-2024", "later": "harbour/R1", "kind": "review"},
        "links[4].later",
    ),
    "a merger before there was anything": ("links[3].happened", "2023", None),
    "a day of its own": ("links[2].happened", "2024-05", None),
    "documented by nothing": ("links[1].source", DROP, "links[1].source"),
    "documented by no source": ("links[1].source", "harbour/XX", None),
    "reported by nobody": ("links[1].basis", "reported", "links[1].reported_by"),
    "inferred for no reason": ("links[2].rationale", "", None),
    "disputed by nobody": ("links[1].disputed_by", DROP, "links[1].disputed_by"),
    "disputed although proposed": ("links[1].status", "proposed", "links[1].disputed_by"),
    "suspect twice": ("links[1].suspect", ["later", "later"], None),
    **BAD_TRACE,
}
