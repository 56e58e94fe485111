"""The time of day of a hearing"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added without copying the table, so the triggers that keep its rows stay where they are.
    op.add_column("hearing", sa.Column("time_of_day", sa.Time(), nullable=True))
    op.add_column(
        "hearing",
        sa.Column("is_time_awaited", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("hearing", "is_time_awaited")
    op.drop_column("hearing", "time_of_day")
