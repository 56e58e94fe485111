"""The box an email address leads to, so that a flood is counted by looking at its own rows alone"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "request",
        sa.Column("mailbox", sa.String(254), nullable=False, server_default=sa.text("''")),
    )
    # What stands after a + is left as it is: only the last day's requests are ever counted.
    op.execute("UPDATE request SET mailbox = lower(email)")
    only = sa.text("mailbox <> ''")
    op.create_index(
        "ix_request_mailbox",
        "request",
        ["mailbox", "received_at"],
        sqlite_where=only,
        postgresql_where=only,
    )


def downgrade() -> None:
    op.drop_index("ix_request_mailbox", table_name="request")
    op.drop_column("request", "mailbox")
