"""The trace: hand-overs, expectations, matters, accepted gaps, what a link rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


KINDS = (
    "round",
    "session",
    "agenda-topic",
    "consensus-item",
    "action",
    "document",
    "working-group",
)
NEW_KINDS = ("handover", "matter")
RECORD = sa.table("record", sa.column("id"), sa.column("kind"))
TRACE_LINK = sa.table("trace_link", sa.column("earlier_id"), sa.column("later_id"))
CITATION = sa.table("citation", sa.column("record_id"))
DOCUMENT = sa.table("document", sa.column("about_id"))
ACTION = sa.table("action", sa.column("origin_id"))


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_constraint(op.f("ck_record_recordkind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_record_recordkind"), one_of("kind", (*KINDS, *NEW_KINDS))
        )
    op.create_table(
        "accepted_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("because <> ''", name=op.f("ck_accepted_gap_for_a_reason")),
        sa.CheckConstraint(
            "until LIKE '____' OR until LIKE '____-__' OR until LIKE '____-__-__'",
            name=op.f("ck_accepted_gap_until_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_accepted_gap_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_gap")),
    )
    with op.batch_alter_table("accepted_gap") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accepted_gap_dialogue_id_key"), ["dialogue_id", "key"], unique=False
        )

    op.create_table(
        "gap_visit",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Text(), server_default="[]", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_gap_visit_dialogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_gap_visit_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "dialogue_id", name=op.f("pk_gap_visit")),
    )
    op.create_table(
        "expectation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "risk-assessment",
                "governance-goals",
                "domestic-objectives",
                name="dimension",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "met",
                "partly",
                "not-met",
                "off-agenda",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("outcome_note", sa.Text(), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("expected <> '{}'", name=op.f("ck_expectation_says_something")),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_expectation_happened_shape"),
        ),
        sa.CheckConstraint(
            "outcome_note = '{}' OR outcome IS NOT NULL", name=op.f("ck_expectation_outcome_first")
        ),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["dialogue.id"], name=op.f("fk_expectation_held_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_expectation_record_id")
        ),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_expectation_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectation")),
        sa.UniqueConstraint(
            "record_id",
            "side_id",
            "dimension",
            "held_by_id",
            name=op.f("uq_expectation_record_id_side_id_dimension_held_by_id"),
        ),
    )
    with op.batch_alter_table("expectation") as batch_op:
        batch_op.create_index(batch_op.f("ix_expectation_held_by_id"), ["held_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expectation_side_id"), ["side_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "handover_kind",
            sa.Enum(
                "mandate",
                "transmittal",
                "read-out",
                "request-for-review",
                "reply",
                name="handoverkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "to-government",
                "from-government",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "carrier",
            sa.Enum(
                "document",
                "briefing",
                "person",
                name="carrier",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("carried_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("from_side_id", sa.Integer(), nullable=True),
        sa.Column("from_body", sa.Text(), nullable=False),
        sa.Column("to_side_id", sa.Integer(), nullable=True),
        sa.Column("to_body", sa.Text(), nullable=False),
        sa.Column("meant_for_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("reply_due", sa.String(length=10), nullable=True),
        sa.Column("acknowledged_on", sa.String(length=10), nullable=True),
        sa.Column("feedback", sa.Text(), server_default="{}", nullable=False),
        sa.Column(
            "match",
            sa.Enum(
                "none",
                "partial",
                "full",
                "no-information",
                name="match",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("quoted", sa.Text(), server_default="{}", nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "acknowledged_on LIKE '____' OR acknowledged_on LIKE '____-__' OR acknowledged_on LIKE '____-__-__'",
            name=op.f("ck_handover_acknowledged_on_shape"),
        ),
        sa.CheckConstraint(
            "quoted = '{}' OR (match IS NOT NULL AND match IN ('partial', 'full'))",
            name=op.f("ck_handover_quoted_where_matched"),
        ),
        sa.CheckConstraint(
            "reply_due LIKE '____' OR reply_due LIKE '____-__' OR reply_due LIKE '____-__-__'",
            name=op.f("ck_handover_reply_due_shape"),
        ),
        sa.CheckConstraint("answers_id <> id", name=op.f("ck_handover_answers_another")),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["handover.id"], name=op.f("fk_handover_answers_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_side_id"], ["side.id"], name=op.f("fk_handover_from_side_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_handover_id")),
        sa.ForeignKeyConstraint(
            ["meant_for_id"], ["record.id"], name=op.f("fk_handover_meant_for_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_handover_source_id")),
        sa.ForeignKeyConstraint(["to_side_id"], ["side.id"], name=op.f("fk_handover_to_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover") as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_answers_id"), ["answers_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_handover_meant_for_id"), ["meant_for_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_handover_source_id"), ["source_id"], unique=False)

    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    op.create_table(
        "handover_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_handover_paper_version_positive")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_handover_paper_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_paper_handover_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_paper")),
        sa.UniqueConstraint(
            "handover_id", "document_id", name=op.f("uq_handover_paper_handover_id_document_id")
        ),
    )
    with op.batch_alter_table("handover_paper") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handover_paper_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "matter_record",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "mandate",
                "groundwork",
                "preliminary-meeting",
                "talks",
                "review",
                "implementation",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("matter_id <> record_id", name=op.f("ck_matter_record_another")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_record_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_matter_record_record_id")
        ),
        sa.PrimaryKeyConstraint("matter_id", "record_id", name=op.f("pk_matter_record")),
    )
    with op.batch_alter_table("matter_record") as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_record_record_id"), ["record_id"], unique=False)

    op.create_table(
        "matter_topic",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_topic_matter_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_matter_topic_topic_id")),
        sa.PrimaryKeyConstraint("matter_id", "topic_id", name=op.f("pk_matter_topic")),
    )
    with op.batch_alter_table("matter_topic") as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_topic_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "handover_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_wording_handover_id")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_handover_wording_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_wording")),
        sa.UniqueConstraint(
            "handover_id", "wording_id", name=op.f("uq_handover_wording_handover_id_wording_id")
        ),
    )
    with op.batch_alter_table("handover_wording") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handover_wording_wording_id"), ["wording_id"], unique=False
        )

    with op.batch_alter_table("trace_link") as batch_op:
        batch_op.add_column(sa.Column("earlier_wording", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("later_wording", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("evidence_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_trace_link_evidence_id"), ["evidence_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_trace_link_evidence_id"), "record", ["evidence_id"], ["id"]
        )
        batch_op.drop_constraint(op.f("ck_trace_link_documented_by_a_source"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_trace_link_documented_by_a_source"),
            "basis <> 'documented' OR source_id IS NOT NULL OR evidence_id IS NOT NULL",
        )
    # The wordings that a link was drawn between: those of its day, or the latest where nothing was
    # changed since.
    op.execute(
        "UPDATE trace_link SET earlier_wording = (SELECT max(number) FROM wording "
        "WHERE wording.item_id = trace_link.earlier_id AND (wording.recorded_at <= "
        "trace_link.asserted_at OR trace_link.earlier_revision = (SELECT revision FROM record "
        "WHERE record.id = trace_link.earlier_id)))"
    )
    op.execute(
        "UPDATE trace_link SET later_wording = (SELECT max(number) FROM wording "
        "WHERE wording.item_id = trace_link.later_id AND (wording.recorded_at <= "
        "trace_link.asserted_at OR trace_link.later_revision = (SELECT revision FROM record "
        "WHERE record.id = trace_link.later_id)))"
    )


def downgrade() -> None:
    # What was documented by a record alone can no longer say so.
    op.execute(
        "UPDATE trace_link SET basis = 'inferred', rationale = 'Documented by ' || (SELECT ref FROM record WHERE record.id = trace_link.evidence_id) || '. ' || rationale WHERE basis = 'documented' AND source_id IS NULL"
    )
    with op.batch_alter_table("trace_link") as batch_op:
        batch_op.drop_constraint(op.f("ck_trace_link_documented_by_a_source"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_trace_link_documented_by_a_source"),
            "basis <> 'documented' OR source_id IS NOT NULL",
        )
        batch_op.drop_constraint(batch_op.f("fk_trace_link_evidence_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_trace_link_evidence_id"))
        batch_op.drop_column("evidence_id")
        batch_op.drop_column("looked_at")
        batch_op.drop_column("later_wording")
        batch_op.drop_column("earlier_wording")

    with op.batch_alter_table("handover_wording") as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_wording_wording_id"))

    op.drop_table("handover_wording")
    with op.batch_alter_table("matter_topic") as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_topic_topic_id"))

    op.drop_table("matter_topic")
    with op.batch_alter_table("matter_record") as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_record_record_id"))

    op.drop_table("matter_record")
    with op.batch_alter_table("handover_paper") as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_paper_document_id"))

    op.drop_table("handover_paper")
    op.drop_table("matter")
    with op.batch_alter_table("handover") as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_source_id"))
        batch_op.drop_index(batch_op.f("ix_handover_meant_for_id"))
        batch_op.drop_index(batch_op.f("ix_handover_answers_id"))

    op.drop_table("handover")
    with op.batch_alter_table("expectation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_expectation_side_id"))
        batch_op.drop_index(batch_op.f("ix_expectation_held_by_id"))

    op.drop_table("expectation")
    op.drop_table("gap_visit")
    with op.batch_alter_table("accepted_gap") as batch_op:
        batch_op.drop_index(batch_op.f("ix_accepted_gap_dialogue_id_key"))

    op.drop_table("accepted_gap")

    # Records of kinds that were not there before, with what hangs on them.
    new = sa.select(RECORD.c.id).where(RECORD.c.kind.in_(NEW_KINDS))
    ends = TRACE_LINK.c.earlier_id.in_(new) | TRACE_LINK.c.later_id.in_(new)
    op.execute(TRACE_LINK.delete().where(ends))
    op.execute(CITATION.delete().where(CITATION.c.record_id.in_(new)))
    op.execute(DOCUMENT.update().where(DOCUMENT.c.about_id.in_(new)).values(about_id=None))
    op.execute(ACTION.update().where(ACTION.c.origin_id.in_(new)).values(origin_id=None))
    op.execute(RECORD.delete().where(RECORD.c.kind.in_(NEW_KINDS)))
    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_constraint(op.f("ck_record_recordkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_record_recordkind"), one_of("kind", KINDS))
