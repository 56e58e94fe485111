"""Each person's reviews by the safest moment, which is what their lists are ordered by"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None

_NOT_CLOSED = sa.text("state <> 'closed'")


def upgrade() -> None:
    op.create_index(
        "ix_review_held_earliest",
        "review",
        ["assignee_id", "earliest_file_by_at", "id"],
        sqlite_where=_NOT_CLOSED,
        postgresql_where=_NOT_CLOSED,
    )


def downgrade() -> None:
    op.drop_index("ix_review_held_earliest", "review")
