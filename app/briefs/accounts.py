"""The sides' own accounts of talks, and two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.briefs.lining import Pair, lined_up, words_of
from app.briefs.talks import ReadOut, SideBySide
from app.localized import LANGUAGES, LocalizedText
from app.records.models import Document, DocumentKind
from app.rounds.models import Round

ACCOUNTS = (DocumentKind.READ_OUT, DocumentKind.JOINT_STATEMENT)


@dataclass(frozen=True)
class Chosen:
    """What somebody set for the two accounts: which they are, and what they moved by hand."""

    here: str = ""
    there: str = ""
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


def accounts_of(db: Session, meeting: Round) -> list[ReadOut]:
    """The read-outs and joint statements of talks, those of the sides first, in their order."""
    rows = db.scalars(
        sa.select(Document)
        .where(
            sa.or_(Document.meeting_id == meeting.id, Document.about_id == meeting.id),
            Document.document_kind.in_(ACCOUNTS),
        )
        .options(joinedload(Document.issued_by))
        .order_by(Document.id)
    ).all()
    found = [
        ReadOut(
            id=row.id,
            ref=row.ref,
            title=row.title,
            kind=row.document_kind,
            issued_by=row.issued_by,
            disclosure=row.disclosure,
            points=points_in(row.points),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.issued_by.position if one.issued_by else 99)


def points_in(text: LocalizedText) -> tuple[LocalizedText, ...]:
    """One text for each line; of a translation with other lines, none is taken for any."""
    lines = {
        lang: [line.strip() for line in words.split("\n") if line.strip()] for lang, words in text
    }
    original = text.original or next(iter(lines), None)
    if original is None:
        return ()
    count = len(lines[original])
    alike = {lang: known for lang, known in lines.items() if len(known) == count}
    return tuple(
        LocalizedText({lang: known[place] for lang, known in alike.items()}, original)
        for place in range(count)
    )


def in_language(read_out: ReadOut, lang: str) -> bool:
    return bool(read_out.points) and all(lang in point.texts for point in read_out.points)


def side_by_side(accounts: Sequence[ReadOut], chosen: Chosen, locale: str) -> SideBySide | None:
    """Two accounts of one meeting: those chosen, else the first two; None: there are not two."""
    with_points = [one for one in accounts if one.points]
    by_ref = {one.ref: one for one in with_points}
    here = by_ref.get(chosen.here)
    there = by_ref.get(chosen.there)
    rest = [one for one in with_points if one not in (here, there)]
    here = here or next(iter(rest), None)
    there = there if there is not here else None
    there = there or next((one for one in rest if one is not here), None)
    if here is None or there is None:
        return None
    wanted = dict.fromkeys((locale, *LANGUAGES))
    lang = next((one for one in wanted if in_language(here, one) and in_language(there, one)), None)
    mine, theirs = _texts(here, lang), _texts(there, lang)
    rows = lined_up(mine, theirs, together=chosen.together, apart=chosen.apart)
    return SideBySide(here, there, lang, tuple(rows))


def _texts(read_out: ReadOut, lang: str | None) -> list[str]:
    """In the language compared in; where there is none, the words tell nothing of likeness."""
    return [point.texts[lang] if lang else "" for point in read_out.points]


def says_the_same(one: LocalizedText, other: LocalizedText) -> bool:
    """Whether the two are the same words in a language that both are in."""
    shared = one.texts.keys() & other.texts.keys()
    return any(words_of(one.texts[lang]) == words_of(other.texts[lang]) for lang in shared)
