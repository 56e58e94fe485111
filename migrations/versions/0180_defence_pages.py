"""The filed papers, on a page that one person of the defence opens by a code"""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0179"
branch_labels = None
depends_on = None


def upgrade() -> None:
    def to(name: str, column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([name], [column], name=op.f(f"fk_defence_page_{name}"))

    op.create_table(
        "defence_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("bundle_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        to("review_id", "review.id"),
        to("application_id", "letter.id"),
        to("notice_id", "letter.id"),
        to("bundle_id", "bundle.id"),
        to("made_by_id", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence_page")),
        sa.UniqueConstraint("reference", name=op.f("uq_defence_page_reference")),
    )
    op.create_index("ix_defence_page_review_id", "defence_page", ["review_id"])


def downgrade() -> None:
    op.drop_table("defence_page")
