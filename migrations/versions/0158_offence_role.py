"""The part that an offender had in an offence, as the court found it"""

import sqlalchemy as sa
from alembic import op

revision = "0158"
down_revision = "0157"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conviction", sa.Column("offence_role", sa.String(200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conviction") as batch:
        batch.drop_column("offence_role")
