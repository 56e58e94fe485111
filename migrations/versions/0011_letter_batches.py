"""One letter to everyone who asked"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RUNNING = "state = 'running'"


def upgrade() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_letter_batch_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["letter_draft.id"], name=op.f("fk_letter_batch_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_letter_batch_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
        sa.UniqueConstraint("sample_id", name=op.f("uq_letter_batch_sample_id")),
    )
    op.create_index(op.f("ix_letter_batch_case_id"), "letter_batch", ["case_id"])
    op.create_index(
        "ix_letter_batch_running",
        "letter_batch",
        ["id"],
        sqlite_where=sa.text(RUNNING),
        postgresql_where=sa.text(RUNNING),
    )
    op.create_table(
        "letter_batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["letter_batch.id"], name=op.f("fk_letter_batch_item_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_letter_batch_item_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["letter_draft.id"], name=op.f("fk_letter_batch_item_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch_item")),
        sa.UniqueConstraint(
            "batch_id", "request_id", name=op.f("uq_letter_batch_item_batch_id_request_id")
        ),
        sa.UniqueConstraint("draft_id", name=op.f("uq_letter_batch_item_draft_id")),
    )


def downgrade() -> None:
    op.drop_table("letter_batch_item")
    op.drop_table("letter_batch")
