"""New secret codes that go by post, in a letter that holds nothing else"""

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posted_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("works_until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_posted_code_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_posted_code_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_code")),
    )
    op.create_index(op.f("ix_posted_code_request_id_id"), "posted_code", ["request_id", "id"])
    op.create_index(op.f("ix_posted_code_asked_at"), "posted_code", ["asked_at"])


def downgrade() -> None:
    op.drop_table("posted_code")
