"""The consensus register: translations, brackets, successions, reviews, working groups."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KINDS = ("round", "session", "agenda-topic", "consensus-item", "action", "document")
LINKS = (
    "mandate",
    "groundwork",
    "raised",
    "taken-up",
    "partly-taken-up",
    "set-aside",
    "review",
    "refines",
    "supersedes",
    "implements",
    "follows-from",
)
RECORD = sa.table("record", sa.column("id"), sa.column("kind"))
TRACE_LINK = sa.table("trace_link", sa.column("earlier_id"), sa.column("later_id"))
CITATION = sa.table("citation", sa.column("record_id"))
DOCUMENT = sa.table("document", sa.column("about_id"))
ACTION = sa.table("action", sa.column("origin_id"))
SUCCESSIONS = ("split-from", "merges")


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def shape(column: str) -> str:
    return f"{column} LIKE '____' OR {column} LIKE '____-__' OR {column} LIKE '____-__-__'"


def upgrade() -> None:
    op.create_table(
        "working_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "agreed",
                "formed",
                "ended",
                "not-formed",
                name="groupstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("mandate", sa.Text(), server_default="{}", nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_working_group_id")),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["consensus_item.id"], name=op.f("fk_working_group_origin_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group")),
    )
    with op.batch_alter_table("working_group") as batch_op:
        batch_op.create_index(batch_op.f("ix_working_group_origin_id"), ["origin_id"], unique=False)

    op.create_table(
        "bracket_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "alternative",
                "contentious",
                "awaiting-instructions",
                "trading",
                name="bracketreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_bracket_note_happened_shape"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_bracket_note_number_positive")),
        sa.CheckConstraint("place > 0", name=op.f("ck_bracket_note_place_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["consensus_item.id"], name=op.f("fk_bracket_note_item_id")
        ),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_bracket_note_side_id")),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_bracket_note_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bracket_note")),
        sa.UniqueConstraint(
            "wording_id", "place", "number", name=op.f("uq_bracket_note_wording_id_place_number")
        ),
    )
    with op.batch_alter_table("bracket_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_bracket_note_item_id"), ["item_id"], unique=False)

    op.create_table(
        "rendering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_rendering_happened_shape"),
        ),
        sa.CheckConstraint("text <> '{}'", name=op.f("ck_rendering_says_something")),
        sa.CheckConstraint("number > 0", name=op.f("ck_rendering_number_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["consensus_item.id"], name=op.f("fk_rendering_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_rendering_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendering")),
        sa.UniqueConstraint("wording_id", "number", name=op.f("uq_rendering_wording_id_number")),
    )
    with op.batch_alter_table("rendering") as batch_op:
        batch_op.create_index(batch_op.f("ix_rendering_item_id"), ["item_id"], unique=False)

    op.create_table(
        "working_group_meeting",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_working_group_meeting_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_working_group_meeting_round_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "round_id", name=op.f("pk_working_group_meeting")),
    )
    with op.batch_alter_table("working_group_meeting") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_working_group_meeting_round_id"), ["round_id"], unique=False
        )

    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_constraint(op.f("ck_record_recordkind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_record_recordkind"), one_of("kind", (*KINDS, "working-group"))
        )

    with op.batch_alter_table("consensus_item") as batch_op:
        batch_op.add_column(sa.Column("review_on", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("review_round", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_consensus_item_review_on_shape"), shape("review_on")
        )
        batch_op.create_check_constraint(
            op.f("ck_consensus_item_review_round_positive"), "review_round > 0"
        )

    with op.batch_alter_table("notes_draft") as batch_op:
        batch_op.add_column(sa.Column("answers", sa.Text(), server_default="{}", nullable=False))

    with op.batch_alter_table("trace_link") as batch_op:
        batch_op.add_column(sa.Column("happened", sa.String(length=10), nullable=True))
        batch_op.create_check_constraint(op.f("ck_trace_link_happened_shape"), shape("happened"))
        batch_op.drop_constraint(op.f("ck_trace_link_linkkind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_trace_link_linkkind"), one_of("kind", (*LINKS[:9], *SUCCESSIONS, *LINKS[9:]))
        )


def downgrade() -> None:
    # One who was split from another, or merged it, also took its place.
    op.execute(
        "DELETE FROM trace_link WHERE kind IN ('split-from', 'merges') AND EXISTS ("
        "SELECT 1 FROM trace_link AS other WHERE other.earlier_id = trace_link.earlier_id "
        "AND other.later_id = trace_link.later_id AND other.id <> trace_link.id "
        "AND (other.kind = 'supersedes' OR "
        "(other.kind IN ('split-from', 'merges') AND other.id < trace_link.id)))"
    )
    op.execute("UPDATE trace_link SET kind = 'supersedes' WHERE kind IN ('split-from', 'merges')")
    with op.batch_alter_table("trace_link") as batch_op:
        batch_op.drop_constraint(op.f("ck_trace_link_linkkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_trace_link_linkkind"), one_of("kind", LINKS))
        batch_op.drop_constraint(op.f("ck_trace_link_happened_shape"), type_="check")
        batch_op.drop_column("happened")

    with op.batch_alter_table("notes_draft") as batch_op:
        batch_op.drop_column("answers")

    with op.batch_alter_table("consensus_item") as batch_op:
        batch_op.drop_constraint(op.f("ck_consensus_item_review_on_shape"), type_="check")
        batch_op.drop_constraint(op.f("ck_consensus_item_review_round_positive"), type_="check")
        batch_op.drop_column("review_round")
        batch_op.drop_column("review_on")

    with op.batch_alter_table("working_group_meeting") as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_group_meeting_round_id"))

    op.drop_table("working_group_meeting")
    with op.batch_alter_table("rendering") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rendering_item_id"))

    op.drop_table("rendering")
    with op.batch_alter_table("bracket_note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_bracket_note_item_id"))

    op.drop_table("bracket_note")
    with op.batch_alter_table("working_group") as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_group_origin_id"))

    op.drop_table("working_group")

    # Records of a kind that was not there before, with what hangs on them.
    groups = sa.select(RECORD.c.id).where(RECORD.c.kind == "working-group")
    ends = TRACE_LINK.c.earlier_id.in_(groups) | TRACE_LINK.c.later_id.in_(groups)
    op.execute(TRACE_LINK.delete().where(ends))
    op.execute(CITATION.delete().where(CITATION.c.record_id.in_(groups)))
    op.execute(DOCUMENT.update().where(DOCUMENT.c.about_id.in_(groups)).values(about_id=None))
    op.execute(ACTION.update().where(ACTION.c.origin_id.in_(groups)).values(origin_id=None))
    op.execute(RECORD.delete().where(RECORD.c.kind == "working-group"))
    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_constraint(op.f("ck_record_recordkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_record_recordkind"), one_of("kind", KINDS))
