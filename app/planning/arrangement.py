"""The order of an agenda in ids alone: written down, moved about in, laid over another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.rounds.models import AgendaTopic, DialogueSession, Round

ONE = r"\d{1,10}:(?:\d{1,10}(?:,\d{1,10})*)?"
SHAPE = re.compile(rf"{ONE}(?:;{ONE})*", re.ASCII)


@dataclass(frozen=True)
class Arrangement:
    """The sessions of a round in order, each with its agenda topics in order, by their ids.

    As a text `12:31,33;13:40`: topics 31 and 33 in session 12, topic 40 in session 13.
    """

    sessions: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def read(cls, written: str) -> Self | None:
        """None where the text is no arrangement, or names something twice."""
        if not SHAPE.fullmatch(written):
            return None
        parts = [part.partition(":") for part in written.split(";")]
        found = cls(
            tuple(
                (int(held), tuple(int(topic) for topic in topics.split(",") if topic))
                for held, _colon, topics in parts
            )
        )
        same = (
            len(set(found.order)) == len(found.order),
            len(set(found.topics)) == len(found.topics),
        )
        return found if all(same) else None

    def __str__(self) -> str:
        return ";".join(f"{held}:{','.join(map(str, topics))}" for held, topics in self.sessions)

    @property
    def order(self) -> list[int]:
        """The sessions alone."""
        return [held for held, _topics in self.sessions]

    @property
    def topics(self) -> list[int]:
        return [topic for _held, topics in self.sessions for topic in topics]

    def holds_the_same(self, other: Self) -> bool:
        """Whether only the order differs, and what stands in which session."""
        mine, theirs = (self.order, self.topics), (other.order, other.topics)
        return [set(part) for part in mine] == [set(part) for part in theirs]

    def topic_stepped(self, topic: int, *, up: bool) -> Self:
        """One place on; beyond the end of a session, into the next one."""
        line: list[tuple[bool, int]] = []
        for held, topics in self.sessions:
            line += [(True, held), *((False, one) for one in topics)]
        here = line.index((False, topic))
        there = here - 1 if up else here + 1
        if 0 < there < len(line):  # the first session stands first
            line[here], line[there] = line[there], line[here]
        sessions: list[tuple[int, list[int]]] = []
        for is_session, one in line:
            if is_session:
                sessions.append((one, []))
            else:
                sessions[-1][1].append(one)
        return type(self)(tuple((held, tuple(topics)) for held, topics in sessions))

    def topic_moved(self, topic: int, held: int) -> Self:
        """To the end of a session."""
        return type(self)(
            tuple(
                (one, (*(t for t in topics if t != topic), *((topic,) if one == held else ())))
                for one, topics in self.sessions
            )
        )

    def session_stepped(self, held: int, *, up: bool) -> Self:
        """One place on, with its agenda."""
        line = list(self.sessions)
        here = self.order.index(held)
        there = here - 1 if up else here + 1
        if 0 <= there < len(line):
            line[here], line[there] = line[there], line[here]
        return type(self)(tuple(line))

    def laid_over(self, now: Self) -> Self:
        """This order of what `now` holds; what it does not know stays at the end of its session."""
        agendas: dict[int, list[int]] = {held: [] for held in now.order}
        wanted = {topic: held for held, topics in self.sessions for topic in topics}
        known = set(now.topics)
        for topic in self.topics:
            if topic in known and wanted[topic] in agendas:
                agendas[wanted[topic]].append(topic)
        placed = {topic for topics in agendas.values() for topic in topics}
        for held, topics in now.sessions:
            agendas[held] += [topic for topic in topics if topic not in placed]
        order = [held for held in self.order if held in agendas]
        order += [held for held in now.order if held not in order]
        return type(self)(tuple((held, tuple(agendas[held])) for held in order))


def arrangement_of(db: Session, meeting: Round) -> Arrangement:
    """The agenda as it stands, as far as the viewer may read it."""
    topic = aliased(AgendaTopic, flat=True)
    rows = db.execute(
        sa.select(DialogueSession.id, topic.id)
        .outerjoin(topic, topic.session_id == DialogueSession.id)
        .where(DialogueSession.meeting_id == meeting.id)
        .order_by(DialogueSession.position, DialogueSession.id, topic.position, topic.id)
    )
    agendas: dict[int, list[int]] = {}
    for held, one in rows:
        agendas.setdefault(held, []).extend([] if one is None else [one])
    return Arrangement(tuple((held, tuple(topics)) for held, topics in agendas.items()))


def out_of_order(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The fewest of `after` that have to be moved to come from the order before to the one after.

    What was not there before was moved.
    """
    rank = {one: place for place, one in enumerate(before)}
    # By its last member, the longest chain of those that follow each other in both.
    chains: list[list[int]] = []
    for one in after:
        if one in rank:
            nearer = [chain for chain in chains if rank[chain[-1]] < rank[one]]
            chains.append([*_longest(nearer), one])
    return set(after) - set(_longest(chains))


def _longest(chains: list[list[int]]) -> list[int]:
    return max(chains, key=len) if chains else []
