"""A trace as the console prints it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.records.models import Record
from app.trace.queries import trace_of
from app.trace.steps import Direction, HiddenNode, TraceRow
from app.trace.words import link_words, short_words

WAY = {Direction.FROM: "Where it came from:", Direction.TO: "What became of it:"}

# The console is the house's and reads all; whoever calls this for another viewer may be told less.
HIDDEN = "a record that you may not read"


def both_ways(db: Session, record: Record) -> dict[str, list[dict[str, Any]]]:
    """Where a record came from and what became of it, a row for each record on the way."""
    traces = {way: trace_of(db, record, direction=way) for way in Direction}
    return {way: [_said(row) for row in trace.rows] for way, trace in traces.items()}


def _said(row: TraceRow) -> dict[str, Any]:
    node = row.node
    if isinstance(node, HiddenNode):
        return {"record": HIDDEN, "title": {}, "date": None, "depth": row.depth, "links": []}
    return {
        "record": f"{node.dialogue_slug}/{node.ref}",
        "title": node.title.to_dict(),
        "date": str(node.happened) if node.happened else None,
        "depth": row.depth,
        "links": [
            {
                "words": str(link_words(link.step, "en")),
                "kind": link.step.kind,
                "basis": link.step.basis,
                "status": link.step.status,
                "suspect": link.step.is_suspect,
            }
            for link in row.links
        ],
    }


def in_lines(ref: str, followed: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The rows indented by how many links lie between."""
    for way, rows in followed.items():
        yield f"{WAY[Direction(way)]} {ref}" + ("" if rows else ": no link is recorded")
        for row in rows:
            links = "; ".join(_words(link) for link in row["links"])
            said = f"{row['record']}  {row['date'] or 'no date'}  {links}"
            yield "  " * row["depth"] + said.rstrip()


def _words(link: Mapping[str, Any]) -> str:
    suspect = ", an end has changed since" if link["suspect"] else ""
    short = short_words(link["kind"], link["basis"])
    return f"{short} ({link['basis']}, {link['status']}{suspect}): {link['words']}"
