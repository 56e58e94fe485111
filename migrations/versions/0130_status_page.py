"""Wrong codes of the status page, counted for all workers, and who has left it"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_try",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "hour", name=op.f("pk_wrong_try")),
    )
    op.create_table(
        "status_left",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_status_left_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_status_left")),
    )


def downgrade() -> None:
    op.drop_table("status_left")
    op.drop_table("wrong_try")
