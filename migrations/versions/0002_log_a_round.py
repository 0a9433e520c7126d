"""Logging a round: drafts of notes, files of papers, calendars, consent, confirmed minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


KINDS = (
    "concept-note",
    "agenda",
    "participant-list",
    "non-paper",
    "chairs-summary",
    "read-out",
    "joint-statement",
    "interim-report",
    "glossary",
    "other",
)
SHAPE = "consented LIKE '____' OR consented LIKE '____-__' OR consented LIKE '____-__-__'"


def one_of(kinds: tuple[str, ...]) -> str:
    return f"document_kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_calendar_feed_digest_length")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_calendar_feed_dialogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    with op.batch_alter_table("calendar_feed") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_dialogue_id"), ["dialogue_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_calendar_feed_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notes_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_notes_draft_dialogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["record.id"], name=op.f("fk_notes_draft_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_notes_draft_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_draft")),
        sa.UniqueConstraint(
            "user_id", "meeting_id", name=op.f("uq_notes_draft_user_id_meeting_id")
        ),
    )
    with op.batch_alter_table("notes_draft") as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_draft_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notes_draft_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_notes_draft_user_id_dialogue_id",
            ["user_id", "dialogue_id"],
            unique=True,
            sqlite_where=sa.text("meeting_id IS NULL"),
            postgresql_where=sa.text("meeting_id IS NULL"),
        )

    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_document_file_digest_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_document_file_named")),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_file_number_positive")),
        sa.CheckConstraint(
            "size >= 0 AND size <= 26214400", name=op.f("ck_document_file_size_within_25_mb")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_file_document_id_number")
        ),
    )
    with op.batch_alter_table("document_file") as batch_op:
        batch_op.create_index(batch_op.f("ix_document_file_digest"), ["digest"], unique=False)

    op.create_table(
        "attendance_institution",
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_attendance_institution_attendance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_attendance_institution_institution_id"),
        ),
        sa.PrimaryKeyConstraint(
            "attendance_id", "institution_id", name=op.f("pk_attendance_institution")
        ),
    )
    with op.batch_alter_table("attendance_institution") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_institution_institution_id"), ["institution_id"], unique=False
        )

    for table in ("attendance", "team_member"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("consented", sa.String(length=10), nullable=True))
            batch_op.create_check_constraint(op.f(f"ck_{table}_consented_shape"), SHAPE)

    with op.batch_alter_table("document") as batch_op:
        batch_op.drop_constraint(op.f("ck_document_documentkind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_document_documentkind"), one_of((*KINDS[:-1], "notes", KINDS[-1]))
        )
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_document_about_id"), ["about_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_document_about_id"), "record", ["about_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_document_about_another"), "about_id <> id")
        batch_op.create_check_constraint(
            op.f("ck_document_language_known"), "language IN ('en', 'zh-Hans', 'zh-Hant')"
        )

    with op.batch_alter_table("round") as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("reopened_because", sa.Text(), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("round") as batch_op:
        batch_op.drop_column("reopened_because")
        batch_op.drop_column("confirmed_by")
        batch_op.drop_column("confirmed_at")

    # Papers of a kind that was not there before.
    op.execute("UPDATE document SET document_kind = 'other' WHERE document_kind = 'notes'")
    with op.batch_alter_table("document") as batch_op:
        for name in ("documentkind", "about_another", "language_known"):
            batch_op.drop_constraint(op.f(f"ck_document_{name}"), type_="check")
        batch_op.create_check_constraint(op.f("ck_document_documentkind"), one_of(KINDS))
        batch_op.drop_constraint(batch_op.f("fk_document_about_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_document_about_id"))
        batch_op.drop_column("language")
        batch_op.drop_column("about_id")

    for table in ("attendance", "team_member"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_consented_shape"), type_="check")
            batch_op.drop_column("consented")

    with op.batch_alter_table("attendance_institution") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_institution_institution_id"))

    op.drop_table("attendance_institution")
    with op.batch_alter_table("document_file") as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_file_digest"))

    op.drop_table("document_file")
    with op.batch_alter_table("notes_draft") as batch_op:
        batch_op.drop_index(
            "uq_notes_draft_user_id_dialogue_id",
            sqlite_where=sa.text("meeting_id IS NULL"),
            postgresql_where=sa.text("meeting_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notes_draft_user_id"))
        batch_op.drop_index(batch_op.f("ix_notes_draft_meeting_id"))

    op.drop_table("notes_draft")
    with op.batch_alter_table("calendar_feed") as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_user_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_feed_dialogue_id"))

    op.drop_table("calendar_feed")
