"""Questions that people keep; and a decision of the court whose day the old register leaves out"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_be_undated(True)
    op.create_table(
        "kept_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("divided_by", sa.String(length=40), nullable=False),
        sa.Column("after_hours_only", sa.Boolean(), nullable=False),
        sa.Column("received_from", sa.Date(), nullable=True),
        sa.Column("received_to", sa.Date(), nullable=True),
        sa.Column("with_old_register", sa.Boolean(), nullable=False),
        sa.Column("as_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["user_account.id"], name=op.f("fk_kept_question_kept_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"], ["user_account.id"], name=op.f("fk_kept_question_deleted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_question")),
    )
    for column in ("kept_at", "name", "as_at"):
        op.create_index(op.f(f"ix_kept_question_{column}_id"), "kept_question", [column, "id"])


def downgrade() -> None:
    op.drop_table("kept_question")
    # What has no day cannot be kept in the older table.
    append_only.release("court_decision")
    op.execute("DELETE FROM court_decision WHERE decided_on IS NULL")
    append_only.keep("court_decision")
    _let_be_undated(False)


def _let_be_undated(may: bool) -> None:
    append_only.release("court_decision")
    with op.batch_alter_table("court_decision", copy_from=_court_decision(empty=not may)) as batch_op:
        batch_op.alter_column("decided_on", existing_type=sa.Date(), nullable=may)
    append_only.keep("court_decision")


def _court_decision(*, empty: bool) -> sa.Table:
    """The table as it is copied, so that the SQL can be written out with no database to read."""
    table = sa.Table(
        "court_decision",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=empty),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("revised_sentence", sa.Text(), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name="fk_court_decision_recorded_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_court_decision_review_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_court_decision"),
    )
    sa.Index("ix_court_decision_review_id", table.c.review_id)
    return table
