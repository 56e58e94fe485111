"""Why paragraphs of an application may name no page of the bundle"""

import sqlalchemy as sa
from alembic import op

revision = "0176"
down_revision = "0175"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "application",
        sa.Column("unpinned_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("application") as batch:
        batch.drop_column("unpinned_reason")
