"""Papers of a case bound as one PDF"""

import sqlalchemy as sa
from alembic import op

revision = "0175"
down_revision = "0174"
branch_labels = None
depends_on = None


def upgrade() -> None:
    def to(name: str, column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([name], [column], name=op.f(f"fk_bundle_{name}"))

    op.create_table(
        "bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("is_renumbered", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        to("case_id", "case_file.id"),
        to("asked_by_id", "user_account.id"),
        to("document_id", "document.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint(
            "case_id", "reader", "version", name=op.f("uq_bundle_case_id_reader_version")
        ),
    )


def downgrade() -> None:
    op.drop_table("bundle")
