"""What a preview of notes shows: what would be made, what is there already, what is to be asked."""

import pytest
import sqlalchemy as sa

from app.actions.models import Action
from app.consensus.models import Stance
from app.dialogues.queries import viewer_of
from app.notes.proposal import Fate, Sort
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from app.trace.models import LinkKind
from tests.conftest import statements
from tests.notes.logged import MINUTES, Talks, fates, on_sqlite, row_of, said, talks

__all__ = ["talks"]
pytestmark = on_sqlite


def facts(row) -> dict[str, str]:
    return {str(label): str(words) for label, words in row.facts}


def test_each_line_is_shown_with_what_it_makes(talks: Talks):
    shown = talks.preview(MINUTES)

    assert said(shown) == [
        ("session", "filled", "Core terms"),
        ("agenda-topic", "new", "Joint glossary"),
        ("consensus-item", "new", "agreed to compile a joint manual of AI terms"),
        ("consensus-item", "new", "autonomy"),
        ("position", "new", 'the word "control"'),
        ("consensus-item", "new", "[shall|CN: may|US: should] notify before exercises"),
        ("consensus-item", "new", 'scope of "lethality"'),
        ("position", "new", "broad"),
        ("position", "new", "narrow"),
        ("action", "new", "circulate the merged list"),
        ("link", "new", str(row_of(shown, "Title").words)),
        ("agenda-topic", "new", "Next steps"),
        ("consensus-item", "new", "agreed to meet again in autumn"),
        ("position", "new", ""),
        ("position", "new", ""),
        ("action", "new", "propose dates"),
        ("report", "new", "list sent"),
        ("wording", "new", "the sides report accidents within a day"),
    ]
    assert facts(row_of(shown, "merged")) == {"Owners": "CISS", "Due": "2024-04-30"}
    assert facts(row_of(shown, "glossary"))["Topics"] == "GP-1"
    link = next(row for row in shown.notes.rows if row.sort is Sort.LINK)
    assert facts(link)["Rationale"] == "Noted at R9 under “Joint glossary”."
    assert facts(row_of(shown, "Core terms")) == {"Moderators": "XIAO Qian"}
    assert [choice.chosen for row in shown.notes.rows for choice in row.choices] == ["as-written"]
    assert shown.can_be_logged


def test_statements_do_not_grow_with_the_notes(talks: Talks):
    counts = []
    for copies in (1, 12):
        topics = "\n".join(MINUTES.replace("J", f"{n} j") for n in range(copies))
        talks.db.commit()
        talks.db.expire_all()
        with statements() as sent:
            talks.preview(topics, roster="Melanie SISSON, Fellow, Brookings")
        counts.append(len(sent))

    assert counts[0] == counts[1] < 60


def test_a_typing_error_corrected_later_makes_no_second_record(talks: Talks):
    talks.log(MINUTES)

    again = talks.preview(MINUTES.replace("a joint manual", "the joint manual"))

    row = row_of(again, "the joint manual")
    assert row.fate is Fate.DIFFERS
    assert [option.value for option in row.choices[0].options] == ["R9-C1", "new"]
    assert row.choices[0].chosen == "R9-C1"
    assert again.notes.makes == 0
    as_new = talks.preview(
        MINUTES.replace("a joint manual", "the joint manual"), answers={row.choices[0].key: "new"}
    )
    assert [one.fate for one in as_new.notes.rows].count(Fate.NEW) == 1
    assert as_new.fingerprint == again.fingerprint


def test_what_is_on_record_otherwise_is_told_and_left(talks: Talks):
    talks.log(MINUTES)

    other = MINUTES.replace("(term review; agreed)", "(term review; stalled)")
    other = other.replace("US: narrow", "US: wide").replace("2024-04-30", "2024-05-31")
    shown = talks.preview(other)

    assert row_of(shown, "Joint glossary").fate is Fate.DIFFERS
    assert facts(row_of(shown, "Joint glossary"))["On record"] == "Agreed"
    assert row_of(shown, "wide").fate is Fate.DIFFERS
    assert row_of(shown, "merged").fate is Fate.DIFFERS
    assert shown.notes.makes == 0


def test_what_was_left_empty_is_filled(talks: Talks):
    talks.log("# Session 1\n- Joint glossary\n= agreed on terms")

    shown = talks.preview(
        "Place: Geneva\n# Session 1: Terms\n- Joint glossary {GP-1} (agreed)\nall six\n"
        "= agreed on terms {GP-2}"
    )

    assert [row.fate for row in shown.notes.rows] == [Fate.FILLED] * 4


def test_a_new_round_gets_the_next_number_and_a_session(talks: Talks):
    shown = talks.preview("Date: 2024-11\n- Terms\n= agreed on terms", meeting=None)

    assert said(shown)[:3] == [
        ("round", "new", ""),
        ("session", "new", ""),
        ("agenda-topic", "new", "Terms"),
    ]
    assert facts(shown.notes.rows[0]) == {"Number": "10", "Date": "2024-11"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("= x | XX: no", "no side"),
        ("= x | US: objected", "reserves or objects"),
        ("= x | US: a | US: b", "otherwise above"),
        ("! R7-A9 done: x", "no R7-A9"),
        ("! R8-A1 waiting: x", "which side"),
        ("< R7-C9", "no R7-C9"),
        ("< R8-C1 [P9]", "no source P9"),
        ("< R8-C1 (per XX)", "no side"),
        ("= @R7-C9 x", "no R7-C9"),
        ("- @R9-T9 x", "no R9-T9"),
    ],
)
def test_what_a_command_would_refuse_is_told_on_its_line(talks: Talks, line: str, why: str):
    shown = talks.preview(f"# Session 1\n- Terms\n{line}")

    told = [row for row in shown.notes.rows if row.problem]
    assert [row.line for row in told] == [3]
    assert why in str(told[0].problem)
    assert not shown.can_be_logged


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ("Round: 8\nDate: 2024", "a round 8 already"),
        ("Date: 2024-03-02 – 2024-03-01", "ends before"),
    ],
)
def test_a_round_that_cannot_be_is_refused_beforehand(talks: Talks, facts: str, why: str):
    shown = talks.preview(facts, meeting=None)

    told = [str(row.problem) for row in shown.notes.rows if row.problem]
    told += [str(one.why) for one in shown.notes.unreadable]
    assert told
    assert "no date" in told[0] or why in told[0]


def test_a_confirmed_round_has_one_problem(talks: Talks):
    talks.ninth.status = RoundStatus.CONFIRMED

    shown = talks.preview(MINUTES)

    assert len(shown.notes.rows) == shown.notes.problems == 1


def test_a_hidden_record_and_none_are_refused_in_the_same_words(talks: Talks, make, secretary):
    hidden = make.consensus_item(
        meeting=talks.eighth, disclosure=Disclosure.SIDE, side=talks.dialogue.sides[0]
    )
    membership = make.membership(user=secretary, dialogue=talks.dialogue, role="secretary")
    talks.db.flush()
    talks.db.expire_all()
    talks.db.info["viewer"] = viewer_of(secretary, [membership])

    shown = talks.preview(f"# S\n- T\n< {hidden.ref}\n= @{hidden.ref} x\n< R8-C99\n= @R8-C99 x")

    told = [str(row.problem).replace(hidden.ref, "R8-C99") for row in shown.notes.rows[2:]]
    assert told[:2] == told[2:]


def test_the_kind_of_a_link_follows_from_its_ends(talks: Talks):
    shown = talks.preview(
        "# S\n- T\n< government/R1-T1\n= agreed\n< R8-C1\n< taken up R8-C1\n< groundwork R8-C1"
    )

    links = [row for row in shown.notes.rows if row.sort is Sort.LINK]
    assert facts(links[0])["Kind"] == "Review"
    assert not links[0].choices
    assert [option.value for option in links[1].choices[0].options] == ["follows-from", "refines"]
    assert LinkKind.TAKEN_UP.value not in [o.value for o in links[2].choices[0].options]


def test_names_that_are_not_sure_are_asked(talks: Talks, make):
    make.person(dialogue=talks.dialogue, names="Melanie SISSON")
    make.person(dialogue=talks.dialogue, names="Wei LI")
    make.person(dialogue=talks.dialogue, names="LI Wei")

    shown = talks.preview(
        "# S (moderator: Melanie Sisson; Nobody Known)\n- T {Sce}\n! Li Wei: write\n! A group: read"
    )

    asked = [(row.line, choice) for row in shown.notes.rows for choice in row.choices]
    assert [line for line, _choice in asked] == [1, 1, 2, 3, 4]
    assert [choice.is_open for _line, choice in asked] == [True, True, True, True, False]
    assert {o.value for o in asked[2][1].options} == {"AS-1", "GP-2", "leave-out"}


def test_a_moderator_may_come_with_the_roster(talks: Talks):
    shown = talks.preview("# S (moderator: Melanie Sisson)", roster="Melanie SISSON, Fellow")

    assert not shown.notes.asks
    assert facts(shown.notes.rows[0])["Moderators"] == "Melanie Sisson"


def test_words_of_a_side_without_a_stance_are_a_statement(talks: Talks):
    shown = talks.preview("# S\n- T\n≠ scope | CN: broad")

    [step] = [step for step in shown.notes.plan.steps if hasattr(step, "stance")]
    assert step.stance is Stance.NOT_RECORDED
    assert step.statement.text_for("en") == "broad"


def test_a_report_that_says_what_stands_makes_nothing(talks: Talks):
    action = talks.db.scalars(sa.select(Action)).one()

    shown = talks.preview(f"# S\n- T\n! {action.ref} {action.status}")

    assert shown.notes.rows[-1].fate is Fate.SAME


def test_no_notes_make_no_round(talks: Talks):
    shown = talks.preview("  \n", meeting=None)

    assert not shown.can_be_logged
    assert fates(shown) == set()


@pytest.mark.parametrize(
    "line",
    ["# Session 1: Core terms (moderator: XIAO Qain)", "- A topic\n! XIAO Qain: write it down"],
)
def test_a_name_with_a_slip_is_asked_about_and_not_taken_as_written(talks: Talks, line: str):
    shown = talks.preview(line)

    [choice] = [choice for row in shown.notes.rows for choice in row.choices]
    assert choice.is_open
    assert "XIAO Qian" in str(choice.options[0].words)
