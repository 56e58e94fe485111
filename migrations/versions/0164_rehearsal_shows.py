"""The effects on the law that a rehearsal shows"""

import sqlalchemy as sa
from alembic import op

revision = "0164"
down_revision = "0163"
branch_labels = None
depends_on = None


def upgrade() -> None:
    shows = sa.Column("shows", sa.JSON(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("law_rehearsal", shows)


def downgrade() -> None:
    with op.batch_alter_table("law_rehearsal") as batch:
        batch.drop_column("shows")
