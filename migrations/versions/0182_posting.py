"""On what day a letter was posted, and by whom"""

import sqlalchemy as sa
from alembic import op

revision = "0182"
down_revision = "0181"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("filing", sa.Column("posted_on", sa.Date(), nullable=True))
    by = sa.Column("posted_by", sa.String(200), server_default=sa.text("''"), nullable=False)
    op.add_column("filing", by)


def downgrade() -> None:
    with op.batch_alter_table("filing") as batch:
        batch.drop_column("posted_by")
        batch.drop_column("posted_on")
