"""The two-person lock and its openings, records outside it; a paper's file; drafts; conflicts"""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "review",
        sa.Column("origin", sa.String(length=40), server_default=sa.text("'office'"), nullable=False),
    )
    op.execute(
        "UPDATE review SET origin = 'imported'"
        " WHERE id IN (SELECT review_id FROM register_row)"
    )
    op.create_table(
        "lock_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("opener", sa.String(length=40), nullable=False),
        sa.Column("was_filed_without", sa.Boolean(), nullable=False),
        sa.Column("unverified", sa.JSON(), nullable=False),
        sa.Column("seen_values", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("review_by_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("was_right", sa.Boolean(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_lock_opening_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_lock_opening_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["user_account.id"], name=op.f("fk_lock_opening_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_opening")),
    )
    op.create_table(
        "written_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_autosaved", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_written_draft_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["user_account.id"], name=op.f("fk_written_draft_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_draft")),
        sa.UniqueConstraint("review_id", "kind", "version", name=op.f("uq_written_draft_review_id_kind_version")),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passed_to_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_conflict_case_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_conflict_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["passed_to_id"], ["user_account.id"], name=op.f("fk_conflict_passed_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_conflict_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_case_id"), "conflict", ["case_id"])
    document = sa.ForeignKey("document.id", name=op.f("fk_paper_document_id"))
    op.add_column(
        "paper",
        sa.Column("document_id", sa.Integer(), document, nullable=True),
        inline_references=True,
    )
    op.create_index(op.f("ix_lock_opening_review_id"), "lock_opening", ["review_id"])
    op.create_index(
        "ix_lock_opening_to_review",
        "lock_opening",
        ["review_by_on", "id"],
        sqlite_where=sa.text("reviewed_at IS NULL"),
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("conflict")
    op.drop_table("written_draft")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_column("document_id")
    op.drop_table("lock_opening")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("origin")
