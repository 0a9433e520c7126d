"""What the tables refuse to hold, whoever writes: each CHECK and UNIQUE, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Base
from tests.make import Make
from tests.oracle import fill

NAMED = '{"en": "Named"}'
Change = dict[str, Any]

# What breaks each rule, as columns changed in a row that keeps all of them.
BREAKS: dict[str, list[Change]] = {
    "ck_accepted_gap_for_a_reason": [{"because": ""}],
    "ck_action_closed_when_finished": [{"closed_on": "2024", "status": "open"}],
    "ck_action_due_once": [{"due": "2024", "due_round": 2}],
    "ck_action_due_round_positive": [{"due_round": 0}],
    "ck_action_waits_for_a_side": [{"status": "waiting"}, {"waiting_for_id": 1}],
    "ck_action_owner_somebody": [{"person_id": None}],
    "ck_action_update_number_positive": [{"number": 0}],
    "ck_action_update_says_something": [{"text": "{}"}],
    "ck_affiliation_says_something": [{"post": "{}"}],
    "ck_agenda_topic_position_positive": [{"position": 0}],
    "ck_attendance_group_count_of_a_group": [
        {"group_count": 3},
        {"person_id": None, "group_label": NAMED, "group_count": 0},
    ],
    "ck_attendance_person_or_group": [{"person_id": None}, {"group_label": NAMED}],
    "ck_audit_entry_serial_positive": [{"serial": 0}],
    "ck_audit_head_one_row": [{"id": 2}],
    "ck_calendar_feed_digest_length": [{"digest": "d" * 63}],
    "ck_consensus_item_latest_not_negative": [{"latest": -1}],
    "ck_consensus_item_parent_is_another": [{"parent_id": sa.column("id")}],
    "ck_consensus_item_withdrawn_for_a_reason": [{"withdrawn_on": "2024"}],
    "ck_dialogue_named": [{"name": "{}"}],
    "ck_dialogue_slug_lower": [{"slug": "Many"}, {"slug": "m"}],
    "ck_dialogue_session_position_positive": [{"position": 0}],
    "ck_document_about_another": [{"about_id": sa.column("id")}],
    "ck_document_file_digest_length": [{"digest": "d" * 63}],
    "ck_document_file_named": [{"name": ""}],
    "ck_document_file_number_positive": [{"number": 0}],
    "ck_document_file_size_within_25_mb": [{"size": -1}, {"size": 26214401}],
    "ck_document_joint_has_no_one_side": [{"status": "joint", "issued_by_id": 1}],
    "ck_document_language_known": [{"language": "fr"}],
    "ck_expectation_outcome_first": [{"outcome_note": NAMED}],
    "ck_expectation_says_something": [{"expected": "{}"}],
    "ck_handover_answers_another": [{"answers_id": sa.column("id")}],
    "ck_handover_paper_version_positive": [{"version": 0}],
    "ck_handover_quoted_where_matched": [
        {"quoted": NAMED},
        {"quoted": NAMED, "match": "no-information"},
    ],
    "ck_institution_key_length": [{"key": "k"}],
    "ck_institution_named": [{"name": "{}"}],
    "ck_matter_record_another": [{"matter_id": sa.column("record_id")}],
    "ck_membership_role_in_a_dialogue": [{"role": "admin"}],
    "ck_person_key_length": [{"key": "k"}],
    "ck_person_name_language_known": [{"language": "fr"}, {"language": "zh"}],
    "ck_person_name_printed_given": [{"printed": ""}],
    "ck_position_deadline_of_a_silence": [
        {"deadline": "2024", "method": "by-mail"},
        {"deadline": "2024", "method": None},
    ],
    "ck_bracket_note_number_positive": [{"number": 0}],
    "ck_bracket_note_place_positive": [{"place": 0}],
    "ck_consensus_item_review_round_positive": [{"review_round": 0}],
    "ck_rendering_number_positive": [{"number": 0}],
    "ck_rendering_says_something": [{"text": "{}"}],
    "ck_position_dissent_has_a_reason": [
        {"stance": "objected"},
        {"stance": "endorsed-with-reservation"},
    ],
    "ck_position_number_positive": [{"number": 0}],
    "ck_record_meeting_is_another": [{"meeting_id": sa.column("id")}],
    "ck_record_ref_length": [{"ref": "R"}, {"ref": "R" * 61}],
    "ck_record_side_level_names_its_side": [{"disclosure": "side", "side_id": None}],
    "ck_round_head_count_positive": [{"head_count_least": 0}],
    "ck_round_number_positive": [{"number": 0}],
    "ck_round_only_rounds_are_numbered": [{"round_kind": "summit"}],
    "ck_side_code_upper": [{"code": "cn"}, {"code": ""}],
    "ck_side_named": [{"name": "{}"}],
    "ck_side_position_positive": [{"position": 0}],
    "ck_source_named": [{"key": ""}, {"title": ""}],
    "ck_team_member_group_count_of_a_group": [{"group_count": 3}],
    "ck_team_member_person_or_group": [{"person_id": None}, {"group_label": NAMED}],
    "ck_topic_code_length": [{"code": ""}, {"code": "T" * 21}],
    "ck_topic_named": [{"name": "{}"}],
    "ck_topic_parent_is_another": [{"parent_id": sa.column("id")}],
    "ck_topic_position_positive": [{"position": 0}],
    "ck_trace_link_disputed_by_a_side": [{"status": "disputed"}, {"disputed_by_id": 1}],
    "ck_trace_link_documented_by_a_source": [{"basis": "documented"}],
    "ck_trace_link_inferred_for_a_reason": [{"rationale": ""}],
    "ck_trace_link_reported_by_a_side": [{"basis": "reported"}],
    "ck_trace_link_two_records": [{"later_id": sa.column("earlier_id")}],
    "ck_user_account_locale_known": [{"locale": "zh"}],
    "ck_user_account_sign_in_name_lower": [{"sign_in_name": "Upper"}],
    "ck_wording_number_positive": [{"number": 0}],
    "ck_wording_says_something": [{"text": "{}"}],
}
# Their rules tell a person from a group, so they are tried on the row of a person.
OF_A_PERSON = {"action_owner", "attendance", "team_member"}
# What else has to be true where one of these columns is tried.
GOES_WITH: dict[str, Change] = {
    "closed_on": {"status": "done"},
    "deadline": {"method": "silence-procedure"},
    "round_kind": {"number": None},
    "withdrawn_on": {"withdrawn_because": "It was overtaken."},
}
NO_DATES = ["24", "2024-", "2024-5", "2024-02-1", "2024/02", "12 Feb"]


def of_kind(kind: type[sa.Constraint]) -> Iterator[tuple[sa.Table, Any]]:
    for table in Base.metadata.sorted_tables:
        for constraint in sorted(table.constraints, key=lambda found: str(found.name)):
            if isinstance(constraint, kind):
                yield table, constraint


def breaks(table: sa.Table, check: sa.CheckConstraint) -> list[Change]:
    name = str(check.name)
    if name in BREAKS:
        return BREAKS[name]
    if name.endswith("_shape"):
        column = name.removeprefix(f"ck_{table.name}_").removesuffix("_shape")
        return [{column: given} | GOES_WITH.get(column, {}) for given in NO_DATES]
    # The rule of an enumeration.
    [column] = [found.name for found in check.columns]
    return [{column: given} | GOES_WITH.get(column, {}) for given in ("something else", "")]


def untyped(table: sa.Table) -> Any:
    """The table as the database has it: nothing of ours looks at a value before it does."""
    return sa.table(table.name, *(sa.column(column.name) for column in table.c))


def complaint(connection: sa.Connection, statement: Any) -> str | None:
    """What the database says against a statement; None where it is carried out."""
    point = connection.begin_nested()
    try:
        connection.execute(statement)
    except IntegrityError as refused:
        return str(refused.orig)
    finally:
        point.rollback()
    return None


@pytest.fixture
def connection(db: Session, make: Make) -> sa.Connection:
    """On a record with a row in every table."""
    make.user()
    fill(make)
    db.commit()
    return db.connection()


def one_row(connection: sa.Connection, table: sa.Table, *, given: list[str]) -> Any:
    """The first row whose `given` columns are not empty."""
    bare = untyped(table)
    return connection.execute(
        sa.select(bare)
        .where(*(bare.c[name].is_not(None) for name in given))
        .order_by(*(bare.c[column.name] for column in table.primary_key))
        .limit(1)
    ).one()


def test_no_row_breaks_a_check(connection: sa.Connection):
    held = []
    for table, check in of_kind(sa.CheckConstraint):
        bare = untyped(table)
        row = one_row(connection, table, given=["person_id"] if table.name in OF_A_PERSON else [])
        for change in breaks(table, check):
            same = (bare.c[key.name] == row._mapping[key.name] for key in table.primary_key)
            statement = sa.update(bare).where(*same)
            said = complaint(connection, statement.values(change))
            if said is None or str(check.name) not in said:
                held.append((check.name, change, said))
    assert not held


def test_no_row_stands_twice(connection: sa.Connection):
    held = []
    for table, unique in of_kind(sa.UniqueConstraint):
        names = [column.name for column in unique.columns]
        row = dict(one_row(connection, table, given=names)._mapping)
        fresh = {"id": connection.scalar(sa.text("SELECT max(id) FROM record")) + 1}
        if table.c.id.foreign_keys:
            # Another kind of record becomes a second round, too.
            fresh = {"id": connection.scalar(sa.text("SELECT max(id) FROM document"))}
        for _table, other in of_kind(sa.UniqueConstraint):
            if other is not unique and other.table is table:
                fresh |= {it.name: 999 if it.type.python_type is int else "other"
                          for it in other.columns}  # fmt: skip
        again = sa.insert(untyped(table)).values(row | fresh)
        said = complaint(connection, again)
        expected = (str(unique.name), ", ".join(f"{table.name}.{name}" for name in names))
        if said is None or not any(words in said for words in expected):
            held.append((unique.name, said))
    assert not held


def test_every_rule_that_is_broken_here_exists():
    names = {str(check.name) for _table, check in of_kind(sa.CheckConstraint)}
    assert set(BREAKS) <= names
