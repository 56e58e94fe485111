"""The first of what a search found, so that its results are not searched for twice"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("hits", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit_entry", "hits")
