"""The address at which a gap is mended, as far as the viewer may mend it."""

from collections.abc import Callable, Mapping

from flask import url_for

from app.accounts.policy import Permission
from app.addresses import record_url
from app.dialogues.models import Dialogue
from app.gaps.finding import Gap
from app.gaps.rules import Place
from app.records.models import RecordKind
from app.web import may

Address = Callable[[Gap, Dialogue], str]


def _page(endpoint: str, **more: str) -> Address:
    """A page of the record at which the gap is mended."""
    return lambda gap, _home: record_url(gap.at.dialogue_slug, gap.at.ref, endpoint, **more)


def _outcome(gap: Gap, home: Dialogue) -> str:
    of = "round" if gap.at.kind is RecordKind.ROUND else "topic"
    return url_for(
        f"expectations.edit_outcomes_of_{of}",
        dialogue=home.slug,
        talks=gap.at.dialogue_slug,
        ref=gap.at.ref,
    )


def _link(gap: Gap, _home: Dialogue) -> str:
    return record_url(gap.at.dialogue_slug, gap.at.ref, "trace.edit_link", link_id=gap.link_id)


# With the permission that the page asks for in the dialogue of the record or, where that is True,
# in the dialogue whose board it is.
PLACES: Mapping[Place, tuple[Permission, bool, Address]] = {
    Place.NEW_LINK_FROM: (Permission.TRACE, False, _page("trace.new_link")),
    Place.NEW_LINK_TO: (Permission.TRACE, False, _page("trace.new_link", direction="to")),
    Place.LINK: (Permission.TRACE, False, _link),
    Place.PLAN: (
        Permission.LOG,
        True,
        lambda _gap, home: url_for("planning.plan_round", dialogue=home.slug),
    ),
    Place.HAND_OVER: (
        Permission.TRACE,
        True,
        lambda gap, home: url_for("handovers.new_handover", dialogue=home.slug, of=gap.at.ref),
    ),
    Place.ACKNOWLEDGE: (Permission.TRACE, False, _page("handovers.acknowledge")),
    Place.CONFIRM: (Permission.LOG, False, _page("confirming.confirm_round")),
    Place.ACTION_FROM: (
        Permission.FOLLOW_UP,
        True,
        lambda gap, home: url_for("gaps.act_on_gap", dialogue=home.slug, gap=gap.key),
    ),
    Place.REPORT_ON: (Permission.FOLLOW_UP, False, _page("actions.new_update")),
    Place.OUTCOME: (Permission.TRACE, True, _outcome),
    Place.NEW_ROUND: (
        Permission.LOG,
        False,
        lambda gap, _home: url_for("rounds.new_round", dialogue=gap.at.dialogue_slug),
    ),
    Place.NEW_WORDING: (Permission.AGREE, False, _page("wordings.new_wording")),
}


def cure_url(gap: Gap, home: Dialogue) -> str:
    """Where it is mended; else the record, where one sees what is missing."""
    permission, at_home, address = PLACES[gap.rule.place]
    if may(permission, home.slug if at_home else gap.at.dialogue_slug):
        return address(gap, home)
    return record_url(gap.at.dialogue_slug, gap.at.ref)
