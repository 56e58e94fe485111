"""Which offenders of its case a request asks about"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_review",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_review_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_request_review_review_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "review_id", name=op.f("pk_request_review")),
    )
    op.create_index(op.f("ix_request_review_review_id"), "request_review", ["review_id"])


def downgrade() -> None:
    op.drop_table("request_review")
