"""Each person's reviews by stage and moment, requests as they must be acted on, papers wanted"""

import sqlalchemy as sa
from alembic import op

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None

_INDEXES = (
    (
        "ix_review_held_stage",
        "review",
        ["assignee_id", "state", "earliest_file_by_at", "id", "outcome", "filed_at", "case_id"],
        "state <> 'closed'",
    ),
    (
        "ix_deadline_running_request",
        "deadline",
        ["act_by_at", "request_id", "find_day_by_at"],
        "ended_at IS NULL AND request_id IS NOT NULL",
    ),
    (
        "ix_paper_not_received",
        "paper",
        ["case_id", "asked_at", "promised_by_on", "not_applicable_reason"],
        "received_at IS NULL",
    ),
)


def upgrade() -> None:
    for name, table, columns, where in _INDEXES:
        condition = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table)
