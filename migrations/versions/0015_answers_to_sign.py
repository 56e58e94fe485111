"""What the law changed in the rules' answer is signed for as a moved moment is"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("redating", sa.Column("was_verdict", sa.String(length=40), nullable=True))
    op.add_column("redating", sa.Column("verdict", sa.String(length=40), nullable=True))
    _let_be_empty(True)


def downgrade() -> None:
    # What has no moment of before cannot be kept in the older table.
    op.execute("DELETE FROM redating WHERE was_last_day_on IS NULL OR was_file_by_at IS NULL")
    _let_be_empty(False)
    op.drop_column("redating", "verdict")
    op.drop_column("redating", "was_verdict")


def _let_be_empty(may: bool) -> None:
    """Whether there may be no moment of before: without a sentence there is none."""
    with op.batch_alter_table("redating", copy_from=_redating(empty=not may)) as batch_op:
        batch_op.alter_column("was_last_day_on", existing_type=sa.Date(), nullable=may)
        batch_op.alter_column(
            "was_file_by_at", existing_type=sa.DateTime(timezone=True), nullable=may
        )


def _redating(*, empty: bool) -> sa.Table:
    """The table as it is copied, so that the SQL can be written out with no database to read."""
    instant = sa.DateTime(timezone=True)
    table = sa.Table(
        "redating",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_last_day_on", sa.Date(), nullable=empty),
        sa.Column("was_file_by_at", instant, nullable=empty),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", instant, nullable=True),
        sa.Column("signed_at", instant, nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_verdict", sa.String(length=40), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_redating_review_id"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name="fk_redating_changed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name="fk_redating_signed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_redating"),
    )
    sa.Index("ix_redating_review_id", table.c.review_id)
    open_ones = sa.text("signed_at IS NULL")
    sa.Index(
        "ix_redating_to_sign",
        table.c.at,
        table.c.id,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    return table
