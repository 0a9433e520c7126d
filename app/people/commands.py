"""Keeping people's cards: their names, their posts, and the institutions they work at.

What a round records of a person is copied from the card when it is logged; nothing here changes it.
"""

import re
from collections.abc import Iterable

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue
from app.localized import EMPTY, LANGUAGES, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Affiliation, Institution, Person, PersonName, Sector
from app.people.queries import keys_like
from app.records.commands import slug_from
from app.rules import Refused, _


def add_person(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    language: str,
    printed: str,
    family: str = "",
    given: str = "",
    note: LocalizedText = EMPTY,
) -> Person:
    """Start a card, with a first name form, that the secretariat of `dialogue` keeps."""
    name = _name(language, printed, family, given)
    person = Person(
        key=_free_key(db, Person, slug_from(printed)), dialogue=dialogue, note=note, names=[name]
    )
    db.add(person)
    record(db, actor, "person.added", person)
    return person


def _name(language: str, printed: str, family: str, given: str) -> PersonName:
    printed = printed.strip()
    if not printed:
        raise Refused(_("Write the name as it is printed."), field="printed")
    if language not in LANGUAGES:
        raise Refused(_("There is no such language."), field="language")
    return PersonName(language=language, printed=printed, family=family, given=given)


def _free_key(db: Session, model: type[Person] | type[Institution], slug: str) -> str:
    """A key not in use, made from a Latin name; where there is none, from the kind of card."""
    base = slug if len(slug) > 1 else model.__tablename__
    taken, key, number = keys_like(db, model, base), base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def edit_person(db: Session, *, actor: User, person: Person, note: LocalizedText) -> None:
    before = snapshot(person)
    person.note = person.note.revised(note)
    record(db, actor, "person.edited", person, before=before)


def add_name(
    db: Session,
    *,
    actor: User,
    person: Person,
    language: str,
    printed: str,
    family: str = "",
    given: str = "",
) -> PersonName:
    """Add a form of the name. The first of a language stays the one that is shown."""
    name = _name(language, printed, family, given)
    if any((n.language, n.printed) == (name.language, name.printed) for n in person.names):
        raise Refused(_("This name stands on the card already."), field="printed")
    before = snapshot(person)
    person.names.append(name)
    _touch(person)
    record(db, actor, "person.name-added", person, before=before)
    return name


def remove_name(db: Session, *, actor: User, name: PersonName) -> None:
    person = name.person
    if len(person.names) == 1:
        raise Refused(_("This is the only name. Add the right one first."))
    before = snapshot(person)
    person.names.remove(name)
    _touch(person)
    record(db, actor, "person.name-removed", person, before=before)


def _touch(person: Person) -> None:
    """Names and posts are part of the card: with them, the card has a new revision."""
    flag_modified(person, "note")


def add_affiliation(
    db: Session,
    *,
    actor: User,
    person: Person,
    institution: Institution | None = None,
    post: LocalizedText = EMPTY,
    printed: LocalizedText = EMPTY,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    former: bool = False,
) -> Affiliation:
    """Add a post beside those that the person holds or held."""
    _refuse_affiliation(post, printed, since, until)
    before = snapshot(person)
    affiliation = Affiliation(
        institution=institution,
        post=post,
        printed=printed,
        since=since,
        until=until,
        former=former,
    )
    person.affiliations.append(affiliation)
    _touch(person)
    record(db, actor, "person.affiliation-added", person, before=before)
    return affiliation


def _refuse_affiliation(
    post: LocalizedText,
    printed: LocalizedText,
    since: PartialDate | None,
    until: PartialDate | None,
) -> None:
    if not post and not printed:
        raise Refused(_("Write the post, or the whole line as printed."), field="post")
    if since and until and until.certainly_before(since):
        raise Refused(_("The post ends before it begins."), field="until")


def change_post(
    db: Session,
    *,
    actor: User,
    affiliation: Affiliation,
    institution: Institution | None,
    post: LocalizedText,
    printed: LocalizedText,
    since: PartialDate | None,
) -> Affiliation:
    """End a post and start the one that follows it, at `since` where that is known."""
    person = affiliation.person
    _refuse_affiliation(post, printed, None, None)
    if since and affiliation.since and since.certainly_before(affiliation.since):
        raise Refused(_("The post before this one began later."), field="since")
    before = snapshot(person)
    affiliation.until = since
    affiliation.former = since is None
    new = Affiliation(institution=institution, post=post, printed=printed, since=since)
    person.affiliations.append(new)
    _touch(person)
    record(db, actor, "person.post-changed", person, before=before)
    return new


def edit_affiliation(
    db: Session,
    *,
    actor: User,
    affiliation: Affiliation,
    institution: Institution | None,
    post: LocalizedText,
    printed: LocalizedText,
    since: PartialDate | None,
    until: PartialDate | None,
    former: bool,
) -> None:
    """Correct what the card says of a post."""
    _refuse_affiliation(post, printed, since, until)
    person = affiliation.person
    before = snapshot(person)
    affiliation.institution = institution
    affiliation.post = affiliation.post.revised(post)
    affiliation.printed = affiliation.printed.revised(printed)
    affiliation.since, affiliation.until, affiliation.former = since, until, former
    _touch(person)
    record(db, actor, "person.affiliation-edited", person, before=before)


def remove_affiliation(db: Session, *, actor: User, affiliation: Affiliation) -> None:
    """Take a post off the card that was never held; a post that ended is edited instead."""
    person = affiliation.person
    before = snapshot(person)
    person.affiliations.remove(affiliation)
    _touch(person)
    record(db, actor, "person.affiliation-removed", person, before=before)


def add_institution(
    db: Session,
    *,
    actor: User,
    name: LocalizedText,
    short_name: LocalizedText = EMPTY,
    other_names: str = "",
    country: str = "",
    sector: Sector | None = None,
) -> Institution:
    _refuse_unnamed(name)
    institution = Institution(
        key=_free_key(db, Institution, slug_from(name.text_for("en"))),
        name=name,
        short_name=short_name,
        other_names=_lines(other_names.splitlines()),
        country=country,
        sector=sector,
    )
    db.add(institution)
    record(db, actor, "institution.added", institution)
    return institution


def _refuse_unnamed(name: LocalizedText) -> None:
    if not name:
        raise Refused(_("Give the institution its name."), field="name")


def _lines(names: Iterable[str]) -> str:
    """One name a line, each once."""
    tidy = (re.sub(r"[ \t]+", " ", name).strip() for name in names)
    return "\n".join(dict.fromkeys(name for name in tidy if name))


def edit_institution(
    db: Session,
    *,
    actor: User,
    institution: Institution,
    name: LocalizedText,
    short_name: LocalizedText,
    other_names: str,
    country: str,
    sector: Sector | None,
) -> None:
    """Change what an institution is called. What rounds and posts have as printed stays."""
    _refuse_unnamed(name)
    before = snapshot(institution)
    institution.name = institution.name.revised(name)
    institution.short_name = institution.short_name.revised(short_name)
    institution.other_names = _lines(other_names.splitlines())
    institution.country, institution.sector = country, sector
    record(db, actor, "institution.edited", institution, before=before)
