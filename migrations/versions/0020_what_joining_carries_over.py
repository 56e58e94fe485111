"""What was copied from a case that closed by joining to the one that remains"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_joining", sa.Column("carried", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_joining", "carried")
