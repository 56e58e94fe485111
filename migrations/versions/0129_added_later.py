"""What somebody added to their request after it was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "added_later",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_added_later_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_later")),
    )
    op.create_index(
        op.f("ix_added_later_request_id_added_at"), "added_later", ["request_id", "added_at"]
    )


def downgrade() -> None:
    op.drop_table("added_later")
