"""Who accepted a backup that was not signed"""

import sqlalchemy as sa
from alembic import op

revision = "0167"
down_revision = "0166"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("restored_copy", sa.Column("unsigned_because", sa.String(1000), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("restored_copy") as batch:
        batch.drop_column("unsigned_because")
