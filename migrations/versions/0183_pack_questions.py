"""Questions about paragraphs of a submission, and their answers"""

import sqlalchemy as sa
from alembic import op

revision = "0183"
down_revision = "0182"
branch_labels = None
depends_on = None


def upgrade() -> None:
    def to(name: str, column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([name], [column], name=op.f(f"fk_pack_question_{name}"))

    op.create_table(
        "pack_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("advice_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        to("review_id", "review.id"),
        to("submission_id", "submission.id"),
        to("advice_id", "advice.id"),
        to("asked_by_id", "user_account.id"),
        to("answered_by_id", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_question")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_pack_question_review_id_number")),
    )


def downgrade() -> None:
    op.drop_table("pack_question")
