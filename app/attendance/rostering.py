"""Reading a roster against the record: what each line would make, and what is to be asked first."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.attendance.choices import Answers, Choice, Option
from app.attendance.matching import Called
from app.attendance.posts import institutions_on_day, posts_on_day
from app.attendance.printed_names import folded, parts_of, without_titles
from app.attendance.roster_columns import guessed, pasted_table, table_entries
from app.attendance.roster_entries import Entry
from app.attendance.roster_ground import Ground, ground_of
from app.attendance.roster_lines import read_lines
from app.attendance.roster_plan import (
    GROUP_TWICE,
    NAMED_TWICE,
    NEW,
    NEW_INSTITUTION,
    NEW_PERSON,
    NO_INSTITUTION,
    NOBODYS_BENCH,
    NONE,
    TWICE,
    WHICH_INSTITUTION,
    WHO,
    WHOSE_BENCH,
    Change,
    Planned,
    asked,
    facts_of,
    in_language,
    left_out,
    said_of,
)
from app.attendance.roster_posts import PrintedPost, affiliation_of, posts_on
from app.attendance.roster_proposal import RosterFate, RosterProposal, RosterRow, fingerprint_of
from app.attendance.upload import Table
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.people.models import Institution
from app.rounds.models import Round
from app.rules import Said

Place = Institution | str | None


def propose_roster(
    db: Session,
    *,
    dialogue: Dialogue,
    meeting: Round | None,
    text: str,
    answers: Answers,
    happened: PartialDate | None = None,
    locale: str = "en",
) -> RosterProposal:
    """What the pasted lines would make. `meeting` None: of a round not yet recorded, and dated
    `happened`."""
    chinese = locale if locale.startswith("zh") else "zh-Hans"
    if (table := pasted_table(text)) is not None:
        mapping = guessed(table.rows[0])
        entries = table_entries(table, mapping, dialogue.sides, chinese=chinese)
    else:
        entries = read_lines(text, dialogue.sides, chinese=chinese)
    ground = ground_of(db, dialogue=dialogue, meeting=meeting, happened=happened, locale=locale)
    return propose_entries(ground, entries, answers)


def propose_table(
    db: Session,
    *,
    meeting: Round,
    table: Table,
    mapping: Sequence[str],
    answers: Answers,
    locale: str = "en",
) -> RosterProposal:
    """What the rows of an uploaded table would make, where column n holds `mapping[n]`."""
    chinese = locale if locale.startswith("zh") else "zh-Hans"
    entries = table_entries(table, mapping, meeting.dialogue.sides, chinese=chinese)
    ground = ground_of(db, dialogue=meeting.dialogue, meeting=meeting, locale=locale)
    return propose_entries(ground, entries, answers)


def propose_entries(ground: Ground, entries: Sequence[Entry], answers: Answers) -> RosterProposal:
    """What these lines would make, of whatever they were read."""
    unasked = _Proposing(ground, {}).of(entries)
    rows, plan = _Proposing(ground, answers).of(entries)
    seen = [(one.line, one.text, one.problem) for one in entries]
    cards = [sorted((one.id, one.revision) for one in ground.entries.values()), str(ground.day)]
    return RosterProposal(rows=rows, plan=plan, fingerprint=fingerprint_of(seen, cards, unasked[0]))


@dataclass
class _Proposing:
    ground: Ground
    answers: Answers
    rows: list[RosterRow] = field(default_factory=list)
    plan: list[Planned] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    lines: dict[Any, int] = field(default_factory=dict)

    def of(self, entries: Iterable[Entry]) -> tuple[list[RosterRow], list[Planned]]:
        for entry in entries:
            if entry.problem is not None:
                self._refuse(entry, entry.problem)
            elif entry.group:
                self._group(entry, self._key(entry))
            else:
                self._person(entry, self._key(entry))
        return self.rows, self.plan

    def _key(self, entry: Entry) -> str:
        """Of the line's own words: an answer stays with its line when others are moved."""
        digest = hashlib.sha256(entry.text.encode("utf-8", "replace")).hexdigest()[:10]
        self.keys[digest] += 1
        return f"roster-{digest}-{self.keys[digest]}"

    def _refuse(self, entry: Entry, problem: Said) -> None:
        """It holds up the rest until it is mended, or said to be left out."""
        choice = left_out(self._key(entry), self.answers)
        told = {"problem" if choice.is_open else "note": problem, "choices": [choice]}
        self._show(entry, RosterFate.ERROR if choice.is_open else RosterFate.SKIP, **told)

    def _show(self, entry: Entry, fate: RosterFate, **told: Any) -> None:
        names = tuple(name for _lang, name in entry.names)
        row = RosterRow(
            line=entry.line, fate=fate, words=entry.words, names=names,
            language=entry.names[0][0] if entry.names else entry.language,
            is_group=bool(entry.group), **told,
        )  # fmt: skip
        self.rows.append(row)

    def _stands_already(self, what: Any, entry: Entry) -> int | None:
        line = self.lines.setdefault(what, entry.line)
        return line if line != entry.line else None

    def _person(self, entry: Entry, key: str) -> None:
        sure, maybe = self._candidates(entry)
        there = [one for one in sure if one.person_id in self.ground.entries]
        if len(sure) == 1 and there:
            self._again(entry, key, sure[0].person_id)
            return
        choices = []
        person_id: int | None = None
        if sure or maybe:
            choices.append(self._who(key, sure, maybe))
            chosen = choices[0].chosen
            person_id = int(chosen) if chosen.isdecimal() else None
            if person_id in self.ground.entries and person_id is not None:
                self._again(entry, key, person_id, choices)
                return
        if self._is_twice(entry, person_id):
            return
        self._create(entry, key, person_id, choices)

    def _candidates(self, entry: Entry) -> tuple[list[Called], list[Called]]:
        found: dict[int, Called] = {}
        for _lang, name in entry.names:
            for one in self.ground.roll.find(name):
                if one.person_id not in found or one.sure:
                    found[one.person_id] = one
        sure = [one for one in found.values() if one.sure]
        return sure, [one for one in found.values() if not one.sure]

    def _who(self, key: str, sure: list[Called], maybe: list[Called]) -> Choice:
        options = [Option(str(one.person_id), one.words) for one in (*sure, *maybe)]
        likely = str(sure[0].person_id) if len(sure) == 1 else ""
        options.append(Option(NEW, NEW_PERSON))
        return asked(f"{key}-person", WHO, options, self.answers, likely)

    def _is_twice(self, entry: Entry, person_id: int | None) -> bool:
        """Whether an earlier line speaks of the same person; then this one is refused."""
        if person_id is not None:
            line = self._stands_already(person_id, entry)
            if line is not None:
                self._refuse(entry, Said(TWICE, {"line": line}))
            return line is not None
        alike = (tuple(sorted(parts_of(without_titles(name)))) for _lang, name in entry.names)
        lines = [self._stands_already(name, entry) for name in alike]
        line = next((one for one in lines if one is not None), None)
        if line is not None:
            self._refuse(entry, Said(NAMED_TWICE, {"line": line}))
        return line is not None

    def _create(self, entry: Entry, key: str, person_id: int | None, choices: list[Choice]) -> None:
        person = self.ground.roll.people[person_id] if person_id is not None else None
        is_open = any(choice.is_open for choice in choices)
        posts = posts_on(entry.affiliation, self.ground.institutions, entry.institution)
        places = [self._place(key, number, post, choices) for number, post in enumerate(posts)]
        held = [place for post, place in zip(posts, places, strict=True) if not post.former]
        institutions: list[Any] = list(dict.fromkeys(place for place in held if place))
        affiliation = in_language(entry, affiliation_of(posts, entry.affiliation))
        if person is not None and not affiliation:
            affiliation = posts_on_day(person, self.ground.day)
            institutions = list(institutions_on_day(person, self.ground.day))
        changes = {"side": self._side(entry, key, person_id, choices), **said_of(entry)}
        changes["sector"] = entry.sector or _sector_of(institutions)
        changes["affiliation"] = affiliation
        plan = Planned(
            entry=entry, fate=RosterFate.CREATE, person=person, changes=changes,
            institutions=institutions, posts=list(zip(posts, places, strict=True)),
        )  # fmt: skip
        self.plan.append(plan)
        facts = facts_of(changes, institutions, self.ground.locale)
        self._show(
            entry,
            RosterFate.CREATE,
            choices=choices,
            facts=facts,
            makes_person=person is None and not is_open,
        )

    def _place(self, key: str, number: int, post: PrintedPost, choices: list[Choice]) -> Place:
        """Where a post is held, as far as the line tells; new ones are offered."""
        if len(post.known) == 1:
            return post.known[0]
        if not post.known and not post.place:
            return None
        by_value: dict[str, Place] = {str(one.id): one for one in post.known}
        options = [
            Option(value, one.name.text_for(self.ground.locale))
            for value, one in by_value.items()
            if isinstance(one, Institution)
        ]
        if post.place:
            by_value[NEW] = post.place
            options.append(Option(NEW, Said(NEW_INSTITUTION, {"name": post.place})))
        options.append(Option(NONE, NO_INSTITUTION))
        question = Said(WHICH_INSTITUTION.message, {"post": post.as_printed})
        likely = (NEW if post.is_likely_a_place else NONE) if post.place else ""
        choice = asked(f"{key}-institution-{number}", question, options, self.answers, likely)
        choices.append(choice)
        return by_value.get(choice.chosen)

    def _side(self, entry: Entry, key: str, person_id: int | None, choices: list[Choice]) -> Any:
        if entry.side_said:
            return entry.side
        sides = {side.code: side for side in self.ground.sides}
        options = [Option(c, s.name.text_for(self.ground.locale)) for c, s in sides.items()]
        options.append(Option(f"-{NONE}", NOBODYS_BENCH))
        bench = self.ground.bench_of(person_id)
        likely = bench.code if bench is not None else f"-{NONE}"
        choice = asked(f"{key}-side", WHOSE_BENCH, options, self.answers, likely)
        choices.append(choice)
        return sides.get(choice.chosen)

    def _again(
        self, entry: Entry, key: str, person_id: int, choices: Sequence[Choice] = ()
    ) -> None:
        """A line about somebody who is on the roster already."""
        if self._is_twice(entry, person_id):
            return
        there = self.ground.entries[person_id]
        change = Change(key, self.answers, self.ground.locale)
        change.say_all(there, entry)
        posts = posts_on(entry.affiliation, self.ground.institutions, entry.institution)
        change.say_posts(there, entry.language, affiliation_of(posts, entry.affiliation))
        held = [post.known for post in posts if not post.former]
        institutions = [known[0] for known in held if len(known) == 1]
        self._update(entry, there, change, [] if there.institutions else institutions, choices)

    def _update(
        self, entry: Entry, there: Any, change: Change, institutions: Any, choices: Any
    ) -> None:
        fate = RosterFate.UPDATE if change.changes or institutions else RosterFate.SKIP
        plan = Planned(
            entry=entry, fate=fate, person=there.person, attendance=there,
            changes=change.changes, institutions=institutions,
        )  # fmt: skip
        self.plan.append(plan)
        facts = facts_of(change.changes, institutions, self.ground.locale)
        self._show(entry, fate, choices=[*choices, *change.choices], facts=facts)

    def _group(self, entry: Entry, key: str) -> None:
        there = self.ground.group_called(entry.group, entry.side, entry.side_said)
        choices: list[Choice] = []
        side = entry.side if there else self._side(entry, key, None, choices)
        what = there.id if there else (side.id if side else None, folded(entry.group))
        if (line := self._stands_already(("group", what), entry)) is not None:
            self._refuse(entry, Said(GROUP_TWICE, {"line": line}))
        elif there is not None:
            change = Change(key, self.answers, self.ground.locale)
            change.say_all(there, entry, group_count=entry.count)
            self._update(entry, there, change, [], [])
        else:
            changes = {"side": side, **said_of(entry), "group_count": entry.count}
            self.plan.append(Planned(entry=entry, fate=RosterFate.CREATE, changes=changes))
            facts = facts_of(changes, (), self.ground.locale)
            self._show(entry, RosterFate.CREATE, choices=choices, facts=facts)


def _sector_of(institutions: Sequence[Any]) -> Any:
    sectors = (one.sector for one in institutions if isinstance(one, Institution))
    return next((sector for sector in sectors if sector is not None), None)
