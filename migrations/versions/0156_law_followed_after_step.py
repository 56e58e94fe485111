"""The step of the law desk after which a law was followed: undone, the law is as it was"""

import sqlalchemy as sa
from alembic import op

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "law_followed", sa.Column("step_sha256", sa.String(64), nullable=False, server_default=sa.text("''"))
    )


def downgrade() -> None:
    with op.batch_alter_table("law_followed") as batch:
        batch.drop_column("step_sha256")
