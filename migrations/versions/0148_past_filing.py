"""What has been filed and has no outcome, looked up by its assignee and counted"""

import sqlalchemy as sa
from alembic import op

revision = "0148"
down_revision = "0147"
branch_labels = None
depends_on = None

_PAST_FILING = sa.text(
    "outcome IS NULL AND (filed_at IS NOT NULL OR state IN ('referred', 'at_court'))"
)


def upgrade() -> None:
    op.create_index(
        "ix_review_past_filing",
        "review",
        ["assignee_id", "earliest_file_by_at", "id", "is_historical"],
        sqlite_where=_PAST_FILING,
        postgresql_where=_PAST_FILING,
    )


def downgrade() -> None:
    op.drop_index("ix_review_past_filing", "review")
