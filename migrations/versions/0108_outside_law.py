"""Sentences outside what the law allows, with the clock of the slip rule"""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_law",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_day_on", sa.Date(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dealt_with_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dealt_with_by_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentence.id"], name=op.f("fk_outside_law_sentence_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_outside_law_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["dealt_with_by_id"],
            ["user_account.id"],
            name=op.f("fk_outside_law_dealt_with_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_law")),
        sa.UniqueConstraint("sentence_id", name=op.f("uq_outside_law_sentence_id")),
    )
    op.create_index(op.f("ix_outside_law_review_id"), "outside_law", ["review_id"])
    op.create_index(
        "ix_outside_law_open",
        "outside_law",
        ["last_day_on", "id"],
        sqlite_where=sa.text("dealt_with_at IS NULL"),
        postgresql_where=sa.text("dealt_with_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("outside_law")
