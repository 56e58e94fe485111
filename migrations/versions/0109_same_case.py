"""The same case, how it came to the Crown Court, and registers of categories"""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sentence", sa.Column("came_by", sa.String(length=40), nullable=True))
    op.add_column("sentence", sa.Column("same_case", sa.String(length=40), nullable=True))
    op.add_column(
        "sentence", sa.Column("same_case_words", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "sentence",
        sa.Column("same_case_source", sa.String(length=200), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "conviction",
        sa.Column("is_category", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "register_file",
        sa.Column("has_categories", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(op.f("ix_conviction_offence_id"), "conviction", ["offence_id"])
    op.create_index(op.f("ix_conviction_text"), "conviction", ["text"])


def downgrade() -> None:
    op.drop_index(op.f("ix_conviction_text"), table_name="conviction")
    op.drop_index(op.f("ix_conviction_offence_id"), table_name="conviction")
    with op.batch_alter_table("register_file") as table:
        table.drop_column("has_categories")
    with op.batch_alter_table("conviction") as table:
        table.drop_column("is_category")
    with op.batch_alter_table("sentence") as table:
        table.drop_column("same_case_source")
        table.drop_column("same_case_words")
        table.drop_column("same_case")
        table.drop_column("came_by")
