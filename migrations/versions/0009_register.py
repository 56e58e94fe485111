"""The old register, its doubts, corrections and statistics"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["brought_by_id"], ["user_account.id"], name=op.f("fk_register_file_brought_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_register_file_sha256")),
    )
    op.create_table(
        "register_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["register_file.id"], name=op.f("fk_register_row_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_register_row_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
        sa.UniqueConstraint("review_id", name=op.f("uq_register_row_review_id")),
    )
    op.create_index(op.f("ix_register_row_reference"), "register_row", ["reference"])
    op.create_index(op.f("ix_register_row_position"), "register_row", ["position"])
    append_only.keep("register_row")
    op.create_table(
        "register_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("column_name", sa.String(length=40), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["register_file.id"], name=op.f("fk_register_doubt_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_register_doubt_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_register_doubt_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_doubt")),
    )
    op.create_index(
        op.f("ix_register_doubt_file_id_row_number_id"),
        "register_doubt",
        ["file_id", "row_number", "id"],
    )
    op.create_index(op.f("ix_register_doubt_review_id"), "register_doubt", ["review_id"])
    op.add_column(
        "review",
        sa.Column("is_historical", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "review_as_at",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("family", sa.String(length=80), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=True),
        sa.Column("sentenced_on", sa.Date(), nullable=True),
        sa.Column("last_day_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_after_hours", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("days_taken", sa.Integer(), nullable=True),
        sa.Column("hours_to_spare", sa.Integer(), nullable=True),
        sa.Column("is_historical", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_as_at_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_review_as_at_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_as_at")),
    )
    op.create_index(
        "ix_review_as_at_now",
        "review_as_at",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_index(
        op.f("ix_review_as_at_from_at_to_at"), "review_as_at", ["from_at", "to_at"]
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("doubt_id", sa.Integer(), nullable=True),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_correction_by_id")),
        sa.ForeignKeyConstraint(
            ["doubt_id"], ["register_doubt.id"], name=op.f("fk_correction_doubt_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_correction_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_at_id"), "correction", ["at", "id"])
    append_only.keep("correction")


def downgrade() -> None:
    append_only.release("correction")
    op.drop_table("correction")
    op.drop_table("review_as_at")
    op.drop_column("review", "is_historical")
    op.drop_table("register_doubt")
    append_only.release("register_row")
    op.drop_table("register_row")
    op.drop_table("register_file")
