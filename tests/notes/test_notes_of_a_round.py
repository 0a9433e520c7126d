"""A round printed as notes, which say of it nothing that it does not hold."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import Stance
from app.dialogues.models import Dialogue
from app.dialogues.queries import viewer_of
from app.notes.describing import notes_of
from app.notes.notation import Notes
from app.notes.printing import printed_notes
from app.notes.proposal import Fate
from app.notes.proposing import previewed
from app.people.models import Naming
from app.reading import THE_HOUSE, Viewer
from app.records.models import Disclosure
from app.rounds.models import Round, RoundStatus
from tests.notes.logged import MINUTES, Talks, on_sqlite, talks
from tests.web.conftest import copied, sample_url, samples, sqlite_samples

__all__ = ["copied", "sample_url", "samples", "sqlite_samples", "talks"]
SLUGS = ("harbour-dialogue", "harbour-talks", "ciss-brookings", "china-us-government")


def reread(db, meeting: Round, notes: Notes) -> set[tuple[str, bool]]:
    """The fate of each row that the printed notes lead to, and whether something is asked."""
    shown = previewed(
        db,
        dialogue=meeting.dialogue,
        meeting=meeting,
        text=printed_notes(notes),
        roster_text="",
        language="zh-Hans",
        answers={},
    )
    assert not shown.notes.problems, printed_notes(notes)
    return {(row.fate, bool(row.choices)) for row in shown.notes.rows}


@pytest.mark.parametrize("samples", ["sqlite"], indirect=True)
def test_the_samples_printed_and_read_again_propose_nothing(samples, open_samples):
    db = open_samples(samples)
    rounds = db.scalars(sa.select(Round).join(Round.dialogue).order_by(Round.id)).all()
    assert {meeting.dialogue.slug for meeting in rounds} == set(SLUGS)
    for meeting in rounds:
        meeting.status = RoundStatus.HELD

        assert reread(db, meeting, notes_of(db, meeting)) == {(Fate.SAME, False)}, meeting.ref


@pytest.fixture
def open_samples():
    opened = []

    def open_(url: str, viewer: Viewer = THE_HOUSE):
        engine = sa.create_engine(url)
        opened.append(sa.orm.Session(engine, info={"viewer": viewer}))
        return opened[-1]

    yield open_
    for db in opened:
        db.close()
        db.get_bind().dispose()


@on_sqlite
def test_a_logged_round_says_what_was_logged(talks: Talks):
    talks.log(MINUTES)

    printed = printed_notes(notes_of(talks.db, talks.ninth))

    assert reread(talks.db, talks.ninth, notes_of(talks.db, talks.ninth)) == {(Fate.SAME, False)}
    for line in (
        "# @R9-S1 Session 1: Core terms (moderator: XIAO Qian)",
        "- @R9-T1 Joint glossary {GP-1} (term review; agreed)",
        "= @R9-C1 agreed to compile a joint manual of AI terms",
        "== @R9-C5 agreed to meet again in autumn",
        "! R8-A1 done: list sent",
        "= @R8-C1 the sides report accidents within a day",
        "| US: narrow",
        "< follows from R8-C1: Noted at R9 under “Joint glossary”.",
    ):
        assert line in printed


@on_sqlite
def test_what_a_viewer_may_not_read_is_not_printed(talks: Talks, make):
    make.consensus_item(
        meeting=talks.ninth, text="the hidden point", disclosure=Disclosure.SECRETARIAT
    )
    make.agenda_topic(
        session=talks.ninth.sessions[0], title="The hidden topic", disclosure=Disclosure.SECRETARIAT
    )
    chair = make.person(dialogue=talks.dialogue, names="Hid DEN")
    make.moderator(
        session=talks.ninth.sessions[0],
        attendance=make.attendance(round=talks.ninth, person=chair, naming=Naming.ROLE_AND_SIDE),
    )
    make.action(meeting=talks.ninth, title="Write", owners=[chair])
    reader = make.user()
    membership = make.membership(user=reader, dialogue=talks.dialogue, role=Role.READER)
    whole = printed_notes(notes_of(talks.db, talks.ninth))
    talks.db.commit()
    talks.db.expire_all()
    talks.db.info["viewer"] = viewer_of(reader, [membership])

    meeting = talks.db.get_one(Round, talks.ninth.id)
    printed = printed_notes(notes_of(talks.db, meeting))

    assert all(words in whole for words in ("hidden point", "hidden topic", "Hid DEN"))
    assert "hidden" not in printed.lower()
    assert "Hid DEN" not in printed
    assert "somebody not named: Write" in printed


@on_sqlite
def test_a_round_of_odd_records_is_printed_and_read_again(talks: Talks, make):
    """What a dialogue file can bring, though no form does."""
    meeting = talks.ninth
    first = make.consensus_item(meeting=meeting, text="of no topic", verb="concur")
    below = make.consensus_item(meeting=meeting, text="below it", parent_id=first.id)
    make.consensus_item(meeting=meeting, text="in a circle", parent_id=below.id)
    first.parent_id = below.id
    make.consensus_item(meeting=meeting, text=None)
    twice = make.consensus_item(meeting=meeting, text="A word")
    for words in ("Another word", "A word"):
        wording = make.wording(item=twice, text=words, settled_at=meeting)
        make.position(wording=wording, stance=Stance.SOUGHT)
    make.position(wording=wording, stance=Stance.NOT_RECORDED, side=talks.dialogue.sides[1])
    make.action(meeting=meeting, title="", owners=["A body; of two", "CN: x"])
    make.action_update(action=make.action(), reported_at=meeting, status="waiting")
    make.link(earlier=talks.eighth, later=meeting, kind="follows-from")
    far = make.session(meeting=talks.eighth)
    make.agenda_topic(session=far, title="elsewhere").meeting_id = meeting.id
    talks.db.flush()
    talks.db.expire_all()

    assert reread(talks.db, meeting, notes_of(talks.db, meeting)) == {(Fate.SAME, False)}


@on_sqlite
def test_a_round_of_which_nothing_is_known_is_printed(talks: Talks, make):
    empty = make.round(
        dialogue=talks.db.get_one(Dialogue, talks.dialogue.id), round_kind="forum", number=None,
        happened=None, ref="forum-2024", title="",
    )  # fmt: skip

    assert reread(talks.db, empty, notes_of(talks.db, empty)) == set()
