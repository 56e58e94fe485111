"""Who must be told, absences, notes and attachments"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["user_account.id"], name=op.f("fk_absence_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_absence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_absence_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_cover_id"), ["cover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_to_on"), ["to_on"], unique=False)

    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_password_link_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_password_link_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_password_link_key_hash")),
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "person_to_tell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_person_to_tell_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_person_to_tell_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_to_tell")),
    )
    with op.batch_alter_table("person_to_tell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_to_tell_case_id"), ["case_id"], unique=False)

    op.create_table(
        "pinned_note",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_pinned_note_case_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_pinned_note_event_id")),
        sa.ForeignKeyConstraint(
            ["pinned_by_id"], ["user_account.id"], name=op.f("fk_pinned_note_pinned_by_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_pinned_note")),
    )
    with op.batch_alter_table("pinned_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pinned_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_key", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(length=40), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_telling_case_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_telling_message_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person_to_tell.id"], name=op.f("fk_telling_person_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_telling_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_telling_review_id")),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["user_account.id"], name=op.f("fk_telling_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
    )
    with op.batch_alter_table("telling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telling_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_telling_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            "ix_telling_once",
            ["review_id", "person_key", "about", "detail"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_telling_request_id"), ["request_id"], unique=False)
        batch_op.create_index(
            "ix_telling_to_tell",
            ["due_by_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
            postgresql_where=sa.text("state = 'to_tell' AND superseded_at IS NULL"),
        )

    op.create_table(
        "telling_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telling_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_telling_attempt_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["telling_id"], ["telling.id"], name=op.f("fk_telling_attempt_telling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling_attempt")),
    )
    with op.batch_alter_table("telling_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_telling_attempt_telling_id"), ["telling_id"], unique=False
        )

    # Added in place: a table copied by batch mode could not be written out as SQL.
    op.add_column(
        "document",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("case_file.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("document", sa.Column("kind", sa.String(length=40), nullable=True))
    op.add_column(
        "document",
        sa.Column(
            "description", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
    )
    op.add_column(
        "document",
        sa.Column("added_by_id", sa.Integer(), sa.ForeignKey("user_account.id"), nullable=True),
        inline_references=True,
    )
    op.create_index(op.f("ix_document_case_id"), "document", ["case_id"])
    op.add_column(
        "request",
        sa.Column("no_contact_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "user_account", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )

    append_only.keep("telling_attempt")


def downgrade() -> None:
    append_only.release("telling_attempt")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_column("no_contact_reason")

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_case_id"))
        batch_op.drop_column("added_by_id")
        batch_op.drop_column("description")
        batch_op.drop_column("kind")
        batch_op.drop_column("case_id")

    for table in (
        "telling_attempt",
        "telling",
        "pinned_note",
        "person_to_tell",
        "password_link",
        "absence",
    ):
        op.drop_table(table)
