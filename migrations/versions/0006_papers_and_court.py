"""Papers, submissions to the law officers, and the court's own steps"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What a stage was called, and what it is called now; and back. Filed and served follow below.
RENAMED = {
    "papers_requested": "awaiting_papers",
    "papers_received": "under_consideration",
    "advice": "under_consideration",
    "counsel": "under_consideration",
    "filed": "to_file",
    "served": "referred",
}
RENAMED_BACK = {
    "received": "checking",
    "awaiting_papers": "papers_requested",
    "under_consideration": "papers_received",
    "referred": "served",
    "at_court": "served",
    "to_tell": "closed",
}
FILED_AT = """
UPDATE review SET filed_at =
    (SELECT max(filing.at) FROM filing
     WHERE filing.review_id = review.id AND filing.kind = 'filing')
WHERE state IN ('filed', 'served')
   OR (state = 'closed' AND outcome IN ('leave_refused', 'unchanged', 'increased'))
"""
RECEIVED = """
UPDATE review SET state = 'received'
WHERE state = 'checking'
  AND NOT EXISTS (SELECT 1 FROM sentence WHERE sentence.review_id = review.id)
"""


def upgrade() -> None:
    with op.batch_alter_table("review") as batch_op:
        batch_op.add_column(sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(FILED_AT)
    op.execute("UPDATE review SET outcome_at = closed_at WHERE outcome IS NOT NULL")
    op.execute(RECEIVED)
    for old, new in RENAMED.items():
        op.execute(f"UPDATE review SET state = '{new}' WHERE state = '{old}'")


def downgrade() -> None:
    op.execute(
        "UPDATE review SET state = 'filed' WHERE state = 'to_file' AND filed_at IS NOT NULL"
    )
    op.execute("UPDATE review SET closed_at = outcome_at WHERE outcome IS NOT NULL")
    for new, old in RENAMED_BACK.items():
        op.execute(f"UPDATE review SET state = '{old}' WHERE state = '{new}'")
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_column("outcome_at")
        batch_op.drop_column("filed_at")
