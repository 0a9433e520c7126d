"""The record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "track",
            sa.Enum(
                "government",
                "track-one-five",
                "track-two",
                "multilateral",
                name="track",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="{}", nullable=False),
        sa.Column("began", sa.String(length=10), nullable=True),
        sa.Column(
            "attribution",
            sa.Enum(
                "open",
                "chatham-house",
                "closed",
                "not-recorded",
                name="attribution",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "began LIKE '____' OR began LIKE '____-__' OR began LIKE '____-__-__'",
            name=op.f("ck_dialogue_began_shape"),
        ),
        sa.CheckConstraint("name <> '{}'", name=op.f("ck_dialogue_named")),
        sa.CheckConstraint(
            "slug = lower(slug) AND length(slug) > 1", name=op.f("ck_dialogue_slug_lower")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("slug", name=op.f("uq_dialogue_slug")),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "government",
                "military",
                "academia",
                "think-tank",
                "technology",
                "business",
                "civil-society",
                "other",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("name <> '{}'", name=op.f("ck_institution_named")),
        sa.CheckConstraint("length(key) > 1", name=op.f("ck_institution_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("key", name=op.f("uq_institution_key")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempt_subject_at"), ["subject", "at"], unique=False
        )

    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("name <> '{}'", name=op.f("ck_topic_named")),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 20", name=op.f("ck_topic_code_length")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_topic_parent_is_another")),
        sa.CheckConstraint("position > 0", name=op.f("ck_topic_position_positive")),
        sa.ForeignKeyConstraint(["parent_id"], ["topic.id"], name=op.f("fk_topic_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("code", name=op.f("uq_topic_code")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("session_key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "locale IN ('en', 'zh-Hans', 'zh-Hant')", name=op.f("ck_user_account_locale_known")
        ),
        sa.CheckConstraint(
            "sign_in_name = lower(sign_in_name)", name=op.f("ck_user_account_sign_in_name_lower")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_user_account_sign_in_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("serial > 0", name=op.f("ck_audit_entry_serial_positive")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_audit_entry_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("digest", name=op.f("uq_audit_entry_digest")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_entry_previous")),
        sa.UniqueConstraint("serial", name=op.f("uq_audit_entry_serial")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_dialogue_id"), ["dialogue_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_entry_record_id"), ["record_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_subject_subject_id"), ["subject", "subject_id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("length(key) > 1", name=op.f("ck_person_key_length")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_person_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_dialogue_id"), ["dialogue_id"], unique=False)

    op.create_table(
        "reference_counter",
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_reference_counter_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("dialogue_id", "prefix", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("dialogue_name", sa.Text(), server_default="{}", nullable=False),
        sa.Column("convener", sa.Text(), server_default="{}", nullable=False),
        sa.Column("convener_short", sa.Text(), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("name <> '{}'", name=op.f("ck_side_named")),
        sa.CheckConstraint(
            "code = upper(code) AND length(code) > 0", name=op.f("ck_side_code_upper")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_side_position_positive")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_side_dialogue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side")),
        sa.UniqueConstraint("dialogue_id", "code", name=op.f("uq_side_dialogue_id_code")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "published LIKE '____' OR published LIKE '____-__' OR published LIKE '____-__-__'",
            name=op.f("ck_source_published_shape"),
        ),
        sa.CheckConstraint("length(key) > 0 AND length(title) > 0", name=op.f("ck_source_named")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_source_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("dialogue_id", "key", name=op.f("uq_source_dialogue_id_key")),
    )
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.Text(), server_default="{}", nullable=False),
        sa.Column("printed", sa.Text(), server_default="{}", nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "post <> '{}' OR printed <> '{}'", name=op.f("ck_affiliation_says_something")
        ),
        sa.CheckConstraint(
            "since LIKE '____' OR since LIKE '____-__' OR since LIKE '____-__-__'",
            name=op.f("ck_affiliation_since_shape"),
        ),
        sa.CheckConstraint(
            "until LIKE '____' OR until LIKE '____-__' OR until LIKE '____-__-__'",
            name=op.f("ck_affiliation_until_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_affiliation_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_affiliation_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_affiliation_institution_id"), ["institution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_affiliation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "author",
                "secretary",
                "lead",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("role <> 'admin'", name=op.f("ck_membership_role_in_a_dialogue")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_membership_dialogue_id")
        ),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_membership_side_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "dialogue_id", name=op.f("uq_membership_user_id_dialogue_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_dialogue_id"), ["dialogue_id"], unique=False
        )

    op.create_table(
        "person_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "language IN ('en', 'zh-Hans', 'zh-Hant')", name=op.f("ck_person_name_language_known")
        ),
        sa.CheckConstraint("length(printed) > 0", name=op.f("ck_person_name_printed_given")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_name_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
        sa.UniqueConstraint(
            "person_id",
            "language",
            "printed",
            name=op.f("uq_person_name_person_id_language_printed"),
        ),
    )
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_person_id"), ["person_id"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "round",
                "session",
                "agenda-topic",
                "consensus-item",
                "action",
                "document",
                name="recordkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="{}", nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column(
            "disclosure",
            sa.Enum(
                "side",
                "secretariat",
                "participants",
                "public",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default="{}", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "disclosure <> 'side' OR side_id IS NOT NULL",
            name=op.f("ck_record_side_level_names_its_side"),
        ),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_record_happened_shape"),
        ),
        sa.CheckConstraint("length(ref) BETWEEN 2 AND 60", name=op.f("ck_record_ref_length")),
        sa.CheckConstraint("meeting_id <> id", name=op.f("ck_record_meeting_is_another")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_record_dialogue_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["record.id"], name=op.f("fk_record_meeting_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_record_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("dialogue_id", "ref", name=op.f("uq_record_dialogue_id_ref")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_dialogue_id_disclosure"),
            ["dialogue_id", "disclosure"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_record_dialogue_id_kind_happened_id"),
            ["dialogue_id", "kind", "happened", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_record_meeting_id_kind"), ["meeting_id", "kind"], unique=False
        )

    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_label", sa.Text(), server_default="{}", nullable=False),
        sa.Column("group_count", sa.Integer(), nullable=True),
        sa.Column("affiliation", sa.Text(), server_default="{}", nullable=False),
        sa.Column(
            "naming",
            sa.Enum(
                "public",
                "participants",
                "role-and-side",
                "counted",
                name="naming",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (group_label = '{}')",
            name=op.f("ck_team_member_person_or_group"),
        ),
        sa.CheckConstraint(
            "as_of LIKE '____' OR as_of LIKE '____-__' OR as_of LIKE '____-__-__'",
            name=op.f("ck_team_member_as_of_shape"),
        ),
        sa.CheckConstraint(
            "group_count IS NULL OR (group_count > 0 AND person_id IS NULL)",
            name=op.f("ck_team_member_group_count_of_a_group"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_team_member_dialogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_team_member_person_id")
        ),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_team_member_side_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_team_member_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint(
            "dialogue_id", "person_id", name=op.f("uq_team_member_dialogue_id_person_id")
        ),
    )
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_member_side_id"), ["side_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "in-progress",
                "waiting",
                "done",
                "dropped",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("due_round", sa.Integer(), nullable=True),
        sa.Column("waiting_for_id", sa.Integer(), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("evidence", sa.Text(), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "(status = 'waiting') = (waiting_for_id IS NOT NULL)",
            name=op.f("ck_action_waits_for_a_side"),
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR status IN ('done', 'dropped')",
            name=op.f("ck_action_closed_when_finished"),
        ),
        sa.CheckConstraint(
            "closed_on LIKE '____' OR closed_on LIKE '____-__' OR closed_on LIKE '____-__-__'",
            name=op.f("ck_action_closed_on_shape"),
        ),
        sa.CheckConstraint(
            "due LIKE '____' OR due LIKE '____-__' OR due LIKE '____-__-__'",
            name=op.f("ck_action_due_shape"),
        ),
        sa.CheckConstraint("due IS NULL OR due_round IS NULL", name=op.f("ck_action_due_once")),
        sa.CheckConstraint("due_round > 0", name=op.f("ck_action_due_round_positive")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_action_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["record.id"], name=op.f("fk_action_origin_id")),
        sa.ForeignKeyConstraint(
            ["waiting_for_id"], ["side.id"], name=op.f("fk_action_waiting_for_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_status_due"), ["status", "due"], unique=False)

    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "reading",
            sa.Enum(
                "stated",
                "excerpt",
                "inferred",
                name="reading",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_citation_record_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_citation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint(
            "record_id", "source_id", "place", name=op.f("uq_citation_record_id_source_id_place")
        ),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_source_id"), ["source_id"], unique=False)

    op.create_table(
        "dialogue_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "attribution",
            sa.Enum(
                "open",
                "chatham-house",
                "closed",
                "not-recorded",
                name="attribution",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_dialogue_session_position_positive")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_dialogue_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_session")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "document_kind",
            sa.Enum(
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
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "circulated",
                "ad-referendum",
                "joint",
                "published",
                name="documentstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Text(), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "status <> 'joint' OR issued_by_id IS NULL",
            name=op.f("ck_document_joint_has_no_one_side"),
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_document_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["side.id"], name=op.f("fk_document_issued_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("in_dialogue_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "round_kind",
            sa.Enum(
                "round",
                "preliminary-meeting",
                "working-group-meeting",
                "summit",
                "consultation",
                "forum",
                name="roundkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "held",
                "confirmed",
                "postponed",
                "cancelled",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.Column("place", sa.Text(), server_default="{}", nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "in-person",
                "virtual",
                "hybrid",
                name="roundmode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "attribution",
            sa.Enum(
                "open",
                "chatham-house",
                "closed",
                "not-recorded",
                name="attribution",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("co_hosts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("head_count", sa.Text(), nullable=False),
        sa.Column("head_count_least", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ended LIKE '____' OR ended LIKE '____-__' OR ended LIKE '____-__-__'",
            name=op.f("ck_round_ended_shape"),
        ),
        sa.CheckConstraint(
            "round_kind = 'round' OR number IS NULL", name=op.f("ck_round_only_rounds_are_numbered")
        ),
        sa.CheckConstraint("head_count_least > 0", name=op.f("ck_round_head_count_positive")),
        sa.CheckConstraint("number > 0", name=op.f("ck_round_number_positive")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_round_id")),
        sa.ForeignKeyConstraint(
            ["in_dialogue_id"], ["dialogue.id"], name=op.f("fk_round_in_dialogue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint(
            "in_dialogue_id", "number", name=op.f("uq_round_in_dialogue_id_number")
        ),
    )
    op.create_table(
        "trace_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum(
                "documented",
                "reported",
                "inferred",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "confirmed",
                "disputed",
                name="linkstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("earlier_revision", sa.Integer(), nullable=False),
        sa.Column("later_revision", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("disputed_by_id", sa.Integer(), nullable=True),
        sa.Column("asserted_by", sa.Text(), nullable=False),
        sa.Column("asserted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(status = 'disputed') = (disputed_by_id IS NOT NULL)",
            name=op.f("ck_trace_link_disputed_by_a_side"),
        ),
        sa.CheckConstraint(
            "basis <> 'documented' OR source_id IS NOT NULL",
            name=op.f("ck_trace_link_documented_by_a_source"),
        ),
        sa.CheckConstraint(
            "basis <> 'inferred' OR rationale <> ''",
            name=op.f("ck_trace_link_inferred_for_a_reason"),
        ),
        sa.CheckConstraint(
            "basis <> 'reported' OR reported_by_id IS NOT NULL",
            name=op.f("ck_trace_link_reported_by_a_side"),
        ),
        sa.CheckConstraint("earlier_id <> later_id", name=op.f("ck_trace_link_two_records")),
        sa.ForeignKeyConstraint(
            ["disputed_by_id"], ["side.id"], name=op.f("fk_trace_link_disputed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["record.id"], name=op.f("fk_trace_link_earlier_id")
        ),
        sa.ForeignKeyConstraint(["later_id"], ["record.id"], name=op.f("fk_trace_link_later_id")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["side.id"], name=op.f("fk_trace_link_reported_by_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_trace_link_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace_link")),
        sa.UniqueConstraint(
            "earlier_id", "later_id", "kind", name=op.f("uq_trace_link_earlier_id_later_id_kind")
        ),
    )
    with op.batch_alter_table("trace_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trace_link_earlier_id"), ["earlier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trace_link_later_id"), ["later_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trace_link_source_id"), ["source_id"], unique=False)

    op.create_table(
        "action_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "side_id IS NOT NULL OR person_id IS NOT NULL OR institution_id IS NOT NULL OR body <> ''",
            name=op.f("ck_action_owner_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_owner_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_action_owner_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_owner_person_id")
        ),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_action_owner_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_owner")),
    )
    with op.batch_alter_table("action_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_owner_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_owner_institution_id"), ["institution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_action_owner_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_owner_side_id"), ["side_id"], unique=False)

    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), server_default="{}", nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "in-progress",
                "waiting",
                "done",
                "dropped",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column("reported_at_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_action_update_happened_shape"),
        ),
        sa.CheckConstraint(
            "text <> '{}' OR status IS NOT NULL", name=op.f("ck_action_update_says_something")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_action_update_number_positive")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_update_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_at_id"], ["record.id"], name=op.f("fk_action_update_reported_at_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_action_update_action_id_number")),
    )
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_update_reported_at_id"), ["reported_at_id"], unique=False
        )

    op.create_table(
        "agenda_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "discussion",
                "case-study",
                "scenario",
                "term-review",
                "review-of-talks",
                "drafting",
                "procedure",
                name="topicformat",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum(
                "discussed",
                "agreed",
                "stalled",
                "deferred",
                "not-reached",
                name="topicresult",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "fault",
            sa.Enum(
                "politicised",
                "risks-obscured",
                "expectations-differ",
                name="topicfault",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("summary", sa.Text(), server_default="{}", nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_agenda_topic_position_positive")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_agenda_topic_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["dialogue_session.id"], name=op.f("fk_agenda_topic_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_topic")),
    )
    with op.batch_alter_table("agenda_topic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_topic_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "convener",
                "co-chair",
                "moderator",
                "presenter",
                "rapporteur",
                "participant",
                "observer",
                "interpreter",
                "secretariat",
                name="attendancerole",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "official",
                "private",
                "expert",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "sector",
            sa.Enum(
                "government",
                "military",
                "academia",
                "think-tank",
                "technology",
                "business",
                "civil-society",
                "other",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_label", sa.Text(), server_default="{}", nullable=False),
        sa.Column("group_count", sa.Integer(), nullable=True),
        sa.Column("affiliation", sa.Text(), server_default="{}", nullable=False),
        sa.Column(
            "naming",
            sa.Enum(
                "public",
                "participants",
                "role-and-side",
                "counted",
                name="naming",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (group_label = '{}')",
            name=op.f("ck_attendance_person_or_group"),
        ),
        sa.CheckConstraint(
            "group_count IS NULL OR (group_count > 0 AND person_id IS NULL)",
            name=op.f("ck_attendance_group_count_of_a_group"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_attendance_round_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_attendance_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_attendance_round_id_person_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_side_id"), ["side_id"], unique=False)

    op.create_table(
        "agenda_topic_topic",
        sa.Column("agenda_topic_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_topic_id"],
            ["agenda_topic.id"],
            name=op.f("fk_agenda_topic_topic_agenda_topic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_agenda_topic_topic_topic_id")
        ),
        sa.PrimaryKeyConstraint("agenda_topic_id", "topic_id", name=op.f("pk_agenda_topic_topic")),
    )
    with op.batch_alter_table("agenda_topic_topic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_topic_topic_topic_id"), ["topic_id"], unique=False
        )

    op.create_table(
        "consensus_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "item_kind",
            sa.Enum(
                "consensus",
                "divergence",
                "commitment",
                "recommendation",
                "open-question",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "preliminary",
                "macro",
                "operational",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("agenda_topic_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("open_list", sa.Boolean(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.String(length=10), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_because <> ''",
            name=op.f("ck_consensus_item_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint(
            "withdrawn_on LIKE '____' OR withdrawn_on LIKE '____-__' OR withdrawn_on LIKE '____-__-__'",
            name=op.f("ck_consensus_item_withdrawn_on_shape"),
        ),
        sa.CheckConstraint("latest >= 0", name=op.f("ck_consensus_item_latest_not_negative")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_consensus_item_parent_is_another")),
        sa.ForeignKeyConstraint(
            ["agenda_topic_id"], ["agenda_topic.id"], name=op.f("fk_consensus_item_agenda_topic_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_consensus_item_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["consensus_item.id"], name=op.f("fk_consensus_item_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_item")),
    )
    with op.batch_alter_table("consensus_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consensus_item_agenda_topic_id"), ["agenda_topic_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consensus_item_parent_id"), ["parent_id"], unique=False
        )

    op.create_table(
        "session_moderator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_session_moderator_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["dialogue_session.id"], name=op.f("fk_session_moderator_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_moderator")),
        sa.UniqueConstraint(
            "session_id",
            "attendance_id",
            name=op.f("uq_session_moderator_session_id_attendance_id"),
        ),
    )
    with op.batch_alter_table("session_moderator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_moderator_attendance_id"), ["attendance_id"], unique=False
        )

    op.create_table(
        "consensus_item_topic",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["consensus_item.id"], name=op.f("fk_consensus_item_topic_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_consensus_item_topic_topic_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "topic_id", name=op.f("pk_consensus_item_topic")),
    )
    with op.batch_alter_table("consensus_item_topic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consensus_item_topic_topic_id"), ["topic_id"], unique=False
        )

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column("settled_at_id", sa.Integer(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_wording_happened_shape"),
        ),
        sa.CheckConstraint("text <> '{}'", name=op.f("ck_wording_says_something")),
        sa.CheckConstraint("number > 0", name=op.f("ck_wording_number_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["consensus_item.id"], name=op.f("fk_wording_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["side.id"], name=op.f("fk_wording_reported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_at_id"], ["record.id"], name=op.f("fk_wording_settled_at_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_wording_item_id_number")),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wording_settled_at_id"), ["settled_at_id"], unique=False
        )

    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "not-sought",
                "sought",
                "ad-referendum",
                "endorsed",
                "endorsed-with-reservation",
                "no-objection",
                "objected",
                "withdrawn",
                "not-recorded",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), server_default="{}", nullable=False),
        sa.Column("reason", sa.Text(), server_default="{}", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("happened", sa.String(length=10), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "in-session",
                "by-mail",
                "silence-procedure",
                "reported",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("deadline", sa.String(length=10), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "deadline IS NULL OR (method IS NOT NULL AND method = 'silence-procedure')",
            name=op.f("ck_position_deadline_of_a_silence"),
        ),
        sa.CheckConstraint(
            "deadline LIKE '____' OR deadline LIKE '____-__' OR deadline LIKE '____-__-__'",
            name=op.f("ck_position_deadline_shape"),
        ),
        sa.CheckConstraint(
            "happened LIKE '____' OR happened LIKE '____-__' OR happened LIKE '____-__-__'",
            name=op.f("ck_position_happened_shape"),
        ),
        sa.CheckConstraint(
            "stance NOT IN ('objected', 'endorsed-with-reservation') OR reason <> '{}'",
            name=op.f("ck_position_dissent_has_a_reason"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_position_number_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["consensus_item.id"], name=op.f("fk_position_item_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_position_person_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_position_side_id")),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_position_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "wording_id", "side_id", "number", name=op.f("uq_position_wording_id_side_id_number")
        ),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_side_id"), ["side_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_side_id"))
        batch_op.drop_index(batch_op.f("ix_position_person_id"))
        batch_op.drop_index(batch_op.f("ix_position_item_id"))

    op.drop_table("position")
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_settled_at_id"))

    op.drop_table("wording")
    with op.batch_alter_table("consensus_item_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_item_topic_topic_id"))

    op.drop_table("consensus_item_topic")
    with op.batch_alter_table("session_moderator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_moderator_attendance_id"))

    op.drop_table("session_moderator")
    with op.batch_alter_table("consensus_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_item_parent_id"))
        batch_op.drop_index(batch_op.f("ix_consensus_item_agenda_topic_id"))

    op.drop_table("consensus_item")
    with op.batch_alter_table("agenda_topic_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_topic_topic_topic_id"))

    op.drop_table("agenda_topic_topic")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_side_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_round_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("agenda_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_topic_session_id"))

    op.drop_table("agenda_topic")
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_update_reported_at_id"))

    op.drop_table("action_update")
    with op.batch_alter_table("action_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_owner_side_id"))
        batch_op.drop_index(batch_op.f("ix_action_owner_person_id"))
        batch_op.drop_index(batch_op.f("ix_action_owner_institution_id"))
        batch_op.drop_index(batch_op.f("ix_action_owner_action_id"))

    op.drop_table("action_owner")
    with op.batch_alter_table("trace_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trace_link_source_id"))
        batch_op.drop_index(batch_op.f("ix_trace_link_later_id"))
        batch_op.drop_index(batch_op.f("ix_trace_link_earlier_id"))

    op.drop_table("trace_link")
    op.drop_table("round")
    op.drop_table("document")
    op.drop_table("dialogue_session")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_source_id"))

    op.drop_table("citation")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_status_due"))
        batch_op.drop_index(batch_op.f("ix_action_origin_id"))

    op.drop_table("action")
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_member_side_id"))
        batch_op.drop_index(batch_op.f("ix_team_member_person_id"))

    op.drop_table("team_member")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_meeting_id_kind"))
        batch_op.drop_index(batch_op.f("ix_record_dialogue_id_kind_happened_id"))
        batch_op.drop_index(batch_op.f("ix_record_dialogue_id_disclosure"))

    op.drop_table("record")
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_person_id"))

    op.drop_table("person_name")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_dialogue_id"))

    op.drop_table("membership")
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affiliation_person_id"))
        batch_op.drop_index(batch_op.f("ix_affiliation_institution_id"))

    op.drop_table("affiliation")
    op.drop_table("source")
    op.drop_table("side")
    op.drop_table("reference_counter")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_dialogue_id"))

    op.drop_table("person")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_record_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_dialogue_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
    op.drop_table("user_account")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_parent_id"))

    op.drop_table("topic")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_subject_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("institution")
    op.drop_table("dialogue")
    op.drop_table("audit_head")
