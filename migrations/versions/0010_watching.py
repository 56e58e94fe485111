"""Reminders, the daily list, calendars and re-dating"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_index("ix_message_on_its_way", "message")
    for name in ("file", "delivered_at", "file_type", "file_name", "taken_as"):
        op.drop_column("message", name)
