"""The second way in which a saved report divides its figures"""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("saved_report", sa.Column("divided_across", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("saved_report", "divided_across")
