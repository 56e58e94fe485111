"""Rows that never change: history, assessments, decisions and issued letters"""

from migrations import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEVER_CHANGE = ("assessment", "decision", "event", "letter")


def upgrade() -> None:
    append_only.keep(*NEVER_CHANGE)


def downgrade() -> None:
    append_only.release(*NEVER_CHANGE)
