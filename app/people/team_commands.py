"""Who is on a side's team for a dialogue as a whole."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, Person, TeamMember
from app.reading import AS_THE_HOUSE
from app.records.models import Source
from app.rules import Refused, _


def add_team_member(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    side: Side,
    person: Person | None = None,
    group_label: LocalizedText = EMPTY,
    group_count: int | None = None,
    affiliation: LocalizedText = EMPTY,
    naming: Naming = Naming.ROLE_AND_SIDE,
    consent: str = "",
    consented: PartialDate | None = None,
    as_of: PartialDate | None = None,
    source: Source | None = None,
) -> TeamMember:
    """Put a person, or a group that is not named, on a side's team; it says nothing of a round."""
    if (person is None) == (not group_label):
        raise Refused(
            _("Choose a person, or describe a group that is not named: one of the two."),
            field="person",
        )
    if group_count is not None and not group_label:
        raise Refused(_("Only a group has a number of members."), field="group_count")
    if person is not None and _is_on_team(db, dialogue, person):
        raise Refused(_("This person is on the team already."), field="person")
    last = sa.select(sa.func.max(TeamMember.position)).where(TeamMember.side_id == side.id)
    member = TeamMember(
        dialogue_id=dialogue.id,
        side=side,
        person=person,
        group_label=group_label,
        group_count=group_count,
        affiliation=affiliation,
        naming=naming,
        consent=consent,
        consented=consented,
        as_of=as_of,
        source_id=source.id if source else None,
        position=(db.scalar(last) or 0) + 1,
    )
    db.add(member)
    record(db, actor, "team-member.added", member)
    return member


def _is_on_team(db: Session, dialogue: Dialogue, person: Person) -> bool:
    same = sa.select(TeamMember.id).where(
        TeamMember.dialogue_id == dialogue.id, TeamMember.person_id == person.id
    )
    return db.scalar(same, execution_options=AS_THE_HOUSE) is not None


def edit_team_member(
    db: Session,
    *,
    actor: User,
    member: TeamMember,
    side: Side,
    affiliation: LocalizedText,
    naming: Naming,
    consent: str,
    consented: PartialDate | None,
    as_of: PartialDate | None,
    source: Source | None,
    group_label: LocalizedText = EMPTY,
    group_count: int | None = None,
) -> None:
    """Correct a place on the team; the person stays the same."""
    if member.person_id is None and not group_label:
        raise Refused(_("Describe the group as it is to be printed."), field="group_label")
    before = snapshot(member)
    if member.person_id is None:
        member.group_label = member.group_label.revised(group_label)
        member.group_count = group_count
    member.side, member.affiliation = side, member.affiliation.revised(affiliation)
    member.naming, member.as_of = naming, as_of
    member.consent, member.consented = consent, consented
    member.source_id = source.id if source else None
    record(db, actor, "team-member.edited", member, before=before)


def remove_team_member(db: Session, *, actor: User, member: TeamMember) -> None:
    before = snapshot(member)
    db.delete(member)
    record(db, actor, "team-member.removed", member, before=before)
