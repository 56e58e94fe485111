"""What somebody who asked said of themselves and of those they ask with or for"""

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requester_background",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("court_case_number", sa.String(length=40), nullable=False),
        sa.Column("by_right", sa.Text(), nullable=False),
        sa.Column("constituency", sa.String(length=200), nullable=False),
        sa.Column("constituent", sa.Text(), nullable=False),
        sa.Column("has_consent", sa.Boolean(), nullable=True),
        sa.Column("who_hears", sa.String(length=40), nullable=False),
        sa.Column("together", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_requester_background_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_requester_background")),
    )


def downgrade() -> None:
    op.drop_table("requester_background")
