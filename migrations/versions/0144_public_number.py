"""A shift of the duty rota may carry the number that the public may ring in its hours"""

import sqlalchemy as sa
from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("duty_shift", sa.Column("public_telephone", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("duty_shift", "public_telephone")
