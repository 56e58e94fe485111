"""Who signed in at the office's provider and is to be joined to an account"""

import sqlalchemy as sa
from alembic import op

revision = "0154"
down_revision = "0153"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_proposal", sa.Column("issuer", sa.String(length=300), nullable=True))
    op.add_column("account_proposal", sa.Column("subject", sa.String(length=255), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account_proposal") as batch:
        batch.drop_column("subject")
        batch.drop_column("issuer")
