"""The hash of the code that opens a copy of what is held of somebody, and when it was opened"""

import sqlalchemy as sa
from alembic import op

revision = "0178"
down_revision = "0177"
branch_labels = None
depends_on = None


def upgrade() -> None:
    code = sa.Column("code_hash", sa.String(64), server_default=sa.text("''"), nullable=False)
    op.add_column("rights_request", code)
    op.add_column("rights_request", sa.Column("opened_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("rights_request") as batch:
        batch.drop_column("opened_at")
        batch.drop_column("code_hash")
