"""Requests and cases matched by machine, joined by people"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_key",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_name_key_review_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["request.id"],
            name=op.f("fk_name_key_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_key")),
    )
    op.create_index(op.f("ix_name_key_key_id"), "name_key", ["key", "id"])
    op.create_index(op.f("ix_name_key_review_id"), "name_key", ["review_id"])
    op.create_index(op.f("ix_name_key_request_id"), "name_key", ["request_id"])

    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_set_aside_request_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_set_aside_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["request.id"], name=op.f("fk_set_aside_other_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_set_aside_by_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_set_aside_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
    )
    op.create_index(op.f("ix_set_aside_request_id"), "set_aside", ["request_id"])
    op.create_index(op.f("ix_set_aside_other_id"), "set_aside", ["other_id"])

    # The inbox: by date of sentence, which puts the nearest file-by moment first.
    op.create_index(
        op.f("ix_request_state_sentenced_on_id"), "request", ["state", "sentenced_on", "id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_request_state_sentenced_on_id"), table_name="request")
    op.drop_table("set_aside")
    op.drop_table("name_key")
