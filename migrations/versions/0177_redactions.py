"""What is redacted in a paper"""

import sqlalchemy as sa
from alembic import op

revision = "0177"
down_revision = "0176"
branch_labels = None
depends_on = None


def upgrade() -> None:
    def to(name: str, column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([name], [column], name=op.f(f"fk_redaction_{name}"))

    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        to("case_id", "case_file.id"),
        to("paper_id", "paper.id"),
        to("document_id", "document.id"),
        to("asked_by_id", "user_account.id"),
        to("copy_id", "document.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint(
            "document_id", "version", name=op.f("uq_redaction_document_id_version")
        ),
    )


def downgrade() -> None:
    op.drop_table("redaction")
