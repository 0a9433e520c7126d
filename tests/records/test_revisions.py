"""An edit of what belongs to a record is a new revision of it: who edits it too is told."""

import pytest

from app.actions.commands import Owner, edit_action
from app.consensus.commands import edit_item
from app.localized import EMPTY
from app.rounds.commands import edit_session, edit_topic

OPEN = ("title", "disclosure", "side", "note")


def known(row, *names):
    return {name: getattr(row, name) for name in (*OPEN, *names)}


def action_owners(make):
    action = make.action()
    owners = [Owner(side=side) for side in action.dialogue.sides]
    return action, edit_action, {"action": action, "owners": owners, "due": None, "due_round": None}


def item_topics(make):
    item = make.consensus_item()
    names = known(item, "item_kind", "level", "verb", "open_list")
    return item, edit_item, {"item": item, "topics": [make.topic()], **names}


def topic_topics(make):
    topic = make.agenda_topic()
    names = known(topic, "format", "result", "fault", "summary", "position")
    return topic, edit_topic, {
        "topic": topic, "held": topic.session, "topics": [make.topic()], **names}  # fmt: skip


def session_moderators(make):
    session = make.session()
    moderators = [make.attendance(round=session.meeting)]
    names = known(session, "attribution", "position")
    return session, edit_session, {"held": session, "moderators": moderators, **names}


@pytest.mark.parametrize(
    "edit", [action_owners, item_topics, topic_topics, session_moderators], ids=lambda e: e.__name__
)
def test_a_change_of_a_list_alone_is_a_new_revision(db, make, secretary, edit):
    row, command, given = edit(make)
    # Read anew, as by the request that edits it.
    db.commit()
    before = row.revision

    command(db, actor=secretary, **known(row) | given)

    assert row.revision == before + 1


def test_an_edit_of_nothing_is_no_revision(db, make, secretary):
    action = make.action()
    owners = [Owner(side=owner.side) for owner in action.owners]
    db.commit()
    before = action.revision

    edit_action(db, actor=secretary, action=action, owners=owners, due=None, due_round=None,
                **known(action) | {"note": EMPTY})  # fmt: skip

    assert action.revision == before
