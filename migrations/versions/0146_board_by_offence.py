"""What each deadline is about, so that the board is ordered by offence"""

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0145"
branch_labels = None
depends_on = None

_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    # Filled in by the job that holds the deadlines against their records.
    op.add_column(
        "deadline", sa.Column("offence", sa.String(200), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "deadline",
        sa.Column("more_offences", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.create_index(
        "ix_deadline_running_offence",
        "deadline",
        ["offence", "act_by_at", "id"],
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_running_offence", "deadline")
    op.drop_column("deadline", "more_offences")
    op.drop_column("deadline", "offence")
