"""Reminders, the daily list, calendars and re-dating"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


UNSENT = "state IN ('waiting', 'sending') AND NOT by_post"
ON_ITS_WAY = "delivered_at IS NULL AND taken_as <> '' AND state = 'sent'"


def upgrade() -> None:
    for name, length in (("taken_as", 64), ("file_name", 80), ("file_type", 80)):
        op.add_column(
            "message",
            sa.Column(name, sa.String(length=length), nullable=False, server_default=sa.text("''")),
        )
    op.add_column("message", sa.Column("delivered_at", sa.DateTime(timezone=True)))
    op.add_column("message", sa.Column("file", sa.LargeBinary()))
    op.create_index(
        "ix_message_on_its_way",
        "message",
        ["sent_at"],
        sqlite_where=sa.text(ON_ITS_WAY),
        postgresql_where=sa.text(ON_ITS_WAY),
    )
    op.create_index(
        "ix_message_unsent_to",
        "message",
        ["recipient", "id"],
        sqlite_where=sa.text(UNSENT),
        postgresql_where=sa.text(UNSENT),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_key", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["user_account.id"], name=op.f("fk_reminder_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reminder_message_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reminder_review_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name=op.f("fk_reminder_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(
        "ix_reminder_once",
        "reminder",
        ["review_id", "file_by_at", "rung", "level", "to_key"],
        unique=True,
    )
    op.create_index(
        op.f("ix_reminder_to_id_acknowledged_at"), "reminder", ["to_id", "acknowledged_at"]
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
    )
    op.create_table(
        "redating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_last_day_on", sa.Date(), nullable=False),
        sa.Column("was_file_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_redating_review_id")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_redating_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name=op.f("fk_redating_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redating")),
    )
    op.create_index(op.f("ix_redating_review_id"), "redating", ["review_id"])
    op.create_index(
        "ix_redating_to_sign",
        "redating",
        ["at", "id"],
        sqlite_where=sa.text("signed_at IS NULL"),
        postgresql_where=sa.text("signed_at IS NULL"),
    )


def downgrade() -> None:
    for table in ("redating", "calendar_feed", "job_run", "reminder"):
        op.drop_table(table)
    op.drop_index("ix_message_unsent_to", "message")
    op.drop_index("ix_message_on_its_way", "message")
    for name in ("file", "delivered_at", "file_type", "file_name", "taken_as"):
        op.drop_column("message", name)
