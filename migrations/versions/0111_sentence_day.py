"""Sentences found by their day"""

from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_sentence_sentenced_on"), "sentence", ["sentenced_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sentence_sentenced_on"), table_name="sentence")
