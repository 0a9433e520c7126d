"""Which issued papers may name somebody: what a narrower naming level comes too late for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.attendance.printed_names import without_titles
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, Person
from app.people.naming import MAY_NAME
from app.people.queries import BETWEEN_PARTS
from app.records.file_text import text_of
from app.records.models import Disclosure, Document, DocumentFile, DocumentKind, DocumentStatus
from app.rounds.models import Round
from app.rounds.queries import rounds_of

ISSUED = (
    DocumentStatus.CIRCULATED,
    DocumentStatus.AD_REFERENDUM,
    DocumentStatus.JOINT,
    DocumentStatus.PUBLISHED,
)
# Larger files, and those after so many bytes or seconds with others, are left to people.
LARGEST_FILE = 5_000_000
MOST_BYTES = 20_000_000
MOST_SECONDS = 10.0
# The audiences, beyond the secretariat, to which somebody of a level is named.
MAY_BE_GIVEN = {
    level: frozenset(
        audience
        for audience in (Disclosure.PARTICIPANTS, Disclosure.PUBLIC)
        if level in MAY_NAME[audience]
    )
    for level in Naming
}


class Search(StrEnum):
    """What looking for somebody's names in a paper came to; one without them is not listed."""

    FOUND = "found"
    UNREADABLE = "unreadable"
    NO_FILE = "no-file"


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """`is_too_wide`: more people read it than may be given the name by now."""

    ref: str
    title: LocalizedText
    kind: DocumentKind
    status: DocumentStatus
    happened: PartialDate | None
    disclosure: Disclosure
    search: Search
    is_too_wide: bool


def level_by_consent(naming: Naming, *, consents: bool) -> Naming:
    """The level that holds: whoever has not agreed to be named is not named, whatever is set."""
    return naming if consents or naming is Naming.COUNTED else Naming.ROLE_AND_SIDE


def papers_that_may_name(
    db: Session, person: Person, meeting: Round, level: Naming
) -> list[IssuedPaper]:
    """The papers issued to others than the secretariat, of this round or later, newest first.

    Those that name the person, in any form of a name, and those that cannot be searched; of
    these, the ones that are wider than `level` stand first.
    """
    names = name_pattern(person)
    budget, end = MOST_BYTES, monotonic() + MOST_SECONDS
    found = []
    for paper in _issued(db, meeting):
        budget -= paper.size or 0
        is_in_time = budget >= 0 and monotonic() < end
        search = _searched(paper, names) if is_in_time else Search.UNREADABLE
        if search is not None:
            found.append(_as_found(paper, search, level))
    return sorted(found, key=lambda paper: not paper.is_too_wide)


def _as_found(paper: Any, search: Search, level: Naming) -> IssuedPaper:
    return IssuedPaper(
        ref=paper.ref,
        title=paper.title,
        kind=paper.document_kind,
        status=paper.status,
        happened=paper.happened,
        disclosure=paper.disclosure,
        search=search,
        is_too_wide=paper.disclosure not in MAY_BE_GIVEN[level],
    )


def _searched(paper: Any, names: re.Pattern[str]) -> Search | None:
    said = "\n".join(text for part in (paper.title, paper.points) for _lang, text in part)
    if names.search(_plain(said)):
        return Search.FOUND
    if paper.media_type is None:
        return Search.NO_FILE
    text = text_of(paper.media_type, paper.content) if paper.content is not None else None
    if not text or text.isspace():  # a scan, of which nothing is to be read
        return Search.UNREADABLE
    return Search.FOUND if names.search(_plain(text)) else None


def _issued(db: Session, meeting: Round) -> Iterator[Any]:
    """One at a time, each with the bytes of its last file, unless those are too many."""
    newer = aliased(DocumentFile)
    last = (
        sa.select(sa.func.max(newer.number))
        .where(newer.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    short_enough = sa.case((DocumentFile.size <= LARGEST_FILE, DocumentFile.content))
    statement = (
        sa.select(
            Document.ref,
            Document.title,
            Document.document_kind,
            Document.status,
            Document.happened,
            Document.disclosure,
            Document.points,
            Document.meeting_id,
            DocumentFile.media_type,
            sa.case((DocumentFile.size <= LARGEST_FILE, DocumentFile.size)).label("size"),
            short_enough.label("content"),
        )
        .outerjoin(
            DocumentFile,
            (DocumentFile.document_id == Document.id) & (DocumentFile.number == last),
        )
        .where(
            Document.dialogue_id == meeting.dialogue_id,
            Document.status.in_(ISSUED),
            Document.disclosure.in_((Disclosure.PARTICIPANTS, Disclosure.PUBLIC)),
        )
        .order_by(sa.func.coalesce(sa.type_coerce(Document.happened, sa.String), "").desc())
        .order_by(Document.id.desc())
        .execution_options(yield_per=1)
    )
    since = _from(meeting, rounds_of(db, meeting.dialogue))
    for paper in db.execute(statement):
        if paper.meeting_id in since or _may_be_later(paper, meeting):
            yield paper


def _from(meeting: Round, rounds: Sequence[Round]) -> set[int]:
    """This round and those after it, in the order of time."""
    ids = [one.id for one in rounds]
    return set(ids[ids.index(meeting.id) :])


def _may_be_later(paper: Any, meeting: Round) -> bool:
    """Of a paper of no round: unless it is known to be older, it may be of after this one."""
    if paper.meeting_id is not None:
        return False
    if paper.happened is None or meeting.happened is None:
        return True
    return not paper.happened.certainly_before(meeting.happened)


def name_pattern(person: Person) -> re.Pattern[str]:
    """Any name of the person, family name first or last, whatever stands between the parts."""
    forms = {_pattern(parts) for parts in _forms(person) if len("".join(parts)) > 1}
    return re.compile("|".join(sorted(forms, key=len, reverse=True)) or r"(?!)")


def _forms(person: Person) -> Iterator[tuple[str, ...]]:
    for name in person.names:
        printed = _parts(without_titles(name.printed))
        yield printed
        family, given = _parts(name.family), _parts(name.given)
        if not (family and given) and len(printed) > 1:
            family, given = printed[:1], printed[1:]
            yield (*printed[-1:], *printed[:-1])
        if family and given:
            yield from ((*family, *given), (*given, *family))


BETWEEN = f"[{re.escape(BETWEEN_PARTS)},\\s]"


def _parts(printed: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(f"{BETWEEN}+", _plain(printed)) if part)


def _pattern(parts: Iterable[str]) -> str:
    """The parts in this order; a name in letters does not begin or end within a word."""
    # Names run together too: "Xiaoqian" for "Xiao-qian".
    body = f"{BETWEEN}*".join(re.escape(part) for part in parts)
    return rf"(?<![a-z]){body}(?![a-z])"


def _plain(text: str) -> str:
    """In lower case and without accents, full width or not."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
