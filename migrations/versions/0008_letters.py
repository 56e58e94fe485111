"""Letters of every kind, drafted, checked and issued"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('writing', 'checked')")


def upgrade() -> None:
    op.create_table(
        "letter_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("size", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_values", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_letter_draft_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_letter_draft_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_letter_draft_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_letter_draft_written_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_letter_draft_checked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_draft")),
    )
    for column in ("case_id", "review_id", "request_id"):
        op.create_index(op.f(f"ix_letter_draft_{column}"), "letter_draft", [column])
    op.create_index(
        "ix_letter_draft_unfinished",
        "letter_draft",
        ["changed_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    _widen_letter()


def _widen_letter() -> None:
    """Give the letters already issued their case and series; only then may neither be empty."""
    append_only.release("letter")
    with op.batch_alter_table("letter", copy_from=_narrow(), recreate="auto") as batch_op:
        for column in _added():
            batch_op.add_column(column)
        batch_op.alter_column("review_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint("uq_letter_review_id_kind_version", type_="unique")
    op.execute(
        "UPDATE letter SET "
        "case_id = (SELECT case_id FROM review WHERE review.id = letter.review_id), "
        "series = kind || ':review:' || review_id"
    )
    with op.batch_alter_table("letter", copy_from=_widened(), recreate="auto") as batch_op:
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("series", existing_type=sa.String(length=120), nullable=False)
        for column in ("language", "size", "template_version", "html"):
            batch_op.alter_column(column, existing_type=sa.Text(), server_default=None)
        for column, table in _REFERENCES.items():
            batch_op.create_foreign_key(op.f(f"fk_letter_{column}"), table, [column], ["id"])
        batch_op.create_unique_constraint(
            op.f("uq_letter_series_version"), ["series", "version"]
        )
        batch_op.create_unique_constraint(op.f("uq_letter_draft_id"), ["draft_id"])
    for column in ("case_id", "review_id", "request_id"):
        op.create_index(op.f(f"ix_letter_{column}"), "letter", [column])
    append_only.keep("letter")


def downgrade() -> None:
    """Letters that are about no offender go: the table they go back to has no place for them."""
    append_only.release("letter")
    for column in ("case_id", "review_id", "request_id"):
        op.drop_index(op.f(f"ix_letter_{column}"), table_name="letter")
    op.execute("DELETE FROM letter WHERE review_id IS NULL OR request_id IS NOT NULL")
    with op.batch_alter_table("letter") as batch_op:
        for column in _REFERENCES:
            batch_op.drop_constraint(op.f(f"fk_letter_{column}"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_letter_series_version"), type_="unique")
        batch_op.drop_constraint(op.f("uq_letter_draft_id"), type_="unique")
        for column in _added():
            batch_op.drop_column(column.name)
        batch_op.alter_column("review_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(
            op.f("uq_letter_review_id_kind_version"), ["review_id", "kind", "version"]
        )
    append_only.keep("letter")
    op.drop_table("letter_draft")


_REFERENCES = {
    "case_id": "case_file",
    "request_id": "request",
    "draft_id": "letter_draft",
    "message_id": "message",
    "replaces_id": "letter",
    "checked_by_id": "user_account",
}


def _added() -> list[sa.Column[object]]:
    """What a letter holds besides; references are tied once every row has its own."""
    return [
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=2), server_default="en", nullable=False),
        sa.Column("size", sa.String(length=40), server_default="standard", nullable=False),
        sa.Column("template_version", sa.String(length=64), server_default="", nullable=False),
        sa.Column("html", sa.Text(), server_default="", nullable=False),
    ]


def _narrow() -> sa.Table:
    """The table as it was. Given by hand, so that the change can be written out as SQL too."""
    return _table(
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "review_id", "kind", "version", name="uq_letter_review_id_kind_version"
        ),
    )


def _widened() -> sa.Table:
    return _table(sa.Column("review_id", sa.Integer(), nullable=True), *_added())


def _table(*more: sa.Column[object] | sa.UniqueConstraint) -> sa.Table:
    return sa.Table(
        "letter",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user_account.id"], name="fk_letter_issued_by_id"
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_letter_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
