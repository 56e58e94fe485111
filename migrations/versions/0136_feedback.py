"""Opinions of the service, apart from every request"""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ease", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_given_on_id"), "feedback", ["given_on", "id"])


def downgrade() -> None:
    op.drop_table("feedback")
