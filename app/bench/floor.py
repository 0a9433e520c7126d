"""The least that a page can cost: its facts by hand-written SQL, printed by a bare template.

No reading rule, no rows turned into objects, no language but English, no form. A page that counts
or lists whatever there is grows with the record; its floor does not, as the page should not.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.bench.data import DataSet

Rows = list[Any]
Shaped = Mapping[str, Any]

# A round and everything recorded at it; a row for each side's position on an item.
PARTS = sa.text("""
    SELECT r.id, r.kind, r.ref, r.title, r.happened, r.disclosure,
        n.place, t.session_id, t.format, t.result, t.summary, node.code,
        i.agenda_topic_id, i.item_kind, i.verb, w.text, position.stance,
        a.status, a.due, a.due_round, a.origin_id, owner_side.name AS owner_side,
        owner_name.printed AS owner_name, d.document_kind
    FROM record r
    LEFT JOIN round n ON n.id = r.id
    LEFT JOIN agenda_topic t ON t.id = r.id
    LEFT JOIN agenda_topic_topic tt ON tt.agenda_topic_id = t.id
    LEFT JOIN topic node ON node.id = tt.topic_id
    LEFT JOIN consensus_item i ON i.id = r.id
    LEFT JOIN wording w ON w.item_id = i.id AND w.number = i.latest
    LEFT JOIN position ON position.wording_id = w.id
    LEFT JOIN action a ON a.id = r.id
    LEFT JOIN action_owner o ON o.action_id = a.id
    LEFT JOIN side owner_side ON owner_side.id = o.side_id
    LEFT JOIN person_name owner_name
        ON owner_name.person_id = o.person_id AND owner_name.language = 'en'
    LEFT JOIN document d ON d.id = r.id
    WHERE r.id = :round_id OR r.meeting_id = :round_id
    ORDER BY r.id, position.side_id
""")

# Its roster, links, sources and neighbours: `what` says which a row is.
AROUND = sa.text("""
    SELECT 'seat' AS what, a.id, s.name AS side, p.printed AS name, a.affiliation AS title,
        a.role AS kind, a.capacity AS basis, a.naming AS status, '' AS here, '' AS slug
    FROM attendance a
    JOIN side s ON s.id = a.side_id
    JOIN person_name p ON p.person_id = a.person_id AND p.language = 'en'
    WHERE a.round_id = :round_id
    UNION ALL
    SELECT 'from', l.id, d.name, there.ref, there.title, l.kind,
        COALESCE(source.title, l.rationale), l.status, here.ref, d.slug
    FROM record here
    JOIN trace_link l ON l.later_id = here.id
    JOIN record there ON there.id = l.earlier_id
    JOIN dialogue d ON d.id = there.dialogue_id
    LEFT JOIN source ON source.id = l.source_id
    WHERE here.meeting_id = :round_id
    UNION ALL
    SELECT 'to', l.id, d.name, there.ref, there.title, l.kind,
        COALESCE(source.title, l.rationale), l.status, here.ref, d.slug
    FROM record here
    JOIN trace_link l ON l.earlier_id = here.id
    JOIN record there ON there.id = l.later_id
    JOIN dialogue d ON d.id = there.dialogue_id
    LEFT JOIN source ON source.id = l.source_id
    WHERE here.meeting_id = :round_id
    UNION ALL
    SELECT 'source', c.id, s.key, s.title, s.address, c.place, c.reading, '', '', ''
    FROM citation c JOIN source s ON s.id = c.source_id
    WHERE c.record_id = :round_id
    UNION ALL
    SELECT 'near', r.id, '', r.ref, r.title, '', '', '', '', ''
    FROM round here
    JOIN round near ON near.in_dialogue_id = here.in_dialogue_id
        AND near.number IN (here.number - 1, here.number + 1)
    JOIN record r ON r.id = near.id
    WHERE here.id = :round_id
    ORDER BY 1, 2
""")

REGISTER = sa.text("""
    SELECT r.id, r.ref, r.title, r.happened, r.disclosure, i.item_kind, i.level, i.verb, w.text,
        first.stance AS first_stance, second.stance AS second_stance
    FROM record r
    JOIN consensus_item i ON i.id = r.id
    LEFT JOIN wording w ON w.item_id = i.id AND w.number = i.latest
    LEFT JOIN position first ON first.wording_id = w.id AND first.side_id = :first_side
    LEFT JOIN position second ON second.wording_id = w.id AND second.side_id = :first_side + 1
    WHERE r.dialogue_id = :dialogue_id AND r.kind = 'consensus-item' AND r.happened IS NOT NULL
    ORDER BY r.happened DESC, r.id DESC
    LIMIT 50
""")

CHOICES = sa.text("""
    SELECT 'topic' AS what, code AS ref, name AS title FROM topic
    UNION ALL
    SELECT what, ref, title FROM (
        SELECT 'round' AS what, r.ref, r.title FROM record r
        WHERE r.dialogue_id = :dialogue_id AND r.kind = 'round' AND r.happened IS NOT NULL
        ORDER BY r.happened DESC
        LIMIT 100
    ) AS newest
""")

TRACE = sa.text("""
    WITH RECURSIVE reached(id) AS (
        SELECT CAST(:traced_id AS INTEGER)
        UNION
        SELECT l.earlier_id FROM trace_link l JOIN reached ON l.later_id = reached.id
    )
    SELECT l.id, l.kind, l.basis, l.status, l.place, l.rationale, source.title AS source,
        side.name AS side, there.ref, there.title, there.happened, d.slug, d.name, d.track,
        here.ref AS here_ref, home.slug AS here_slug
    FROM trace_link l
    JOIN reached ON l.later_id = reached.id
    JOIN record there ON there.id = l.earlier_id
    JOIN dialogue d ON d.id = there.dialogue_id
    JOIN record here ON here.id = l.later_id
    JOIN dialogue home ON home.id = here.dialogue_id
    LEFT JOIN source ON source.id = l.source_id
    LEFT JOIN side ON side.id = l.reported_by_id
    ORDER BY there.happened DESC, l.id
""")


def english(stored: str | None) -> str:
    return json.loads(stored).get("en", "") if stored else ""


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).resolve().parent.parent / "templates"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["english"] = english


def _round(parts: Rows, around: Rows) -> Shaped:
    records: dict[int, Any] = {}
    stances: dict[int, list[str]] = {}
    by_kind: dict[str, list[Any]] = {}
    under: dict[int, list[Any]] = {}
    for row in parts:
        stances.setdefault(row.id, []).append(row.stance)
        if row.id not in records:
            records[row.id] = row
            by_kind.setdefault(row.kind, []).append(row)
            under.setdefault(row.agenda_topic_id or row.origin_id or row.session_id, []).append(row)
    near: dict[str, list[Any]] = {}
    for row in around:
        near.setdefault(row.what, []).append(row)
    return {"by_kind": by_kind, "under": under, "stances": stances, "near": near}


def _register(lines: Rows, choices: Rows) -> Shaped:
    return {"lines": lines, "choices": choices}


def _trace(steps: Rows) -> Shaped:
    return {"steps": steps}


@dataclass(frozen=True)
class Floor:
    """The statements that fetch a page's facts, and the template that prints them."""

    statements: tuple[sa.TextClause, ...]
    shaped: Callable[..., Shaped]
    template: str

    def page(self, engine: sa.Engine, data_set: DataSet) -> bytes:
        places = {**vars(data_set), "first_side": data_set.dialogue_id * 2 - 1}
        with engine.connect() as connection:
            fetched = [
                connection.execute(each, {name: places[name] for name in each._bindparams}).all()
                for each in self.statements
            ]
        template = TEMPLATES.get_template(self.template)
        return template.render(set=data_set, **self.shaped(*fetched)).encode()


FLOORS = {
    "round": Floor((PARTS, AROUND), _round, "bench/round.html"),
    "register": Floor((REGISTER, CHOICES), _register, "bench/register.html"),
    "trace": Floor((TRACE,), _trace, "bench/trace.html"),
}
