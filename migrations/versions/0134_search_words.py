"""Words that were searched for, kept apart from the audit so that they can be forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_words",
        sa.Column("audit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit_entry.id"], name=op.f("fk_search_words_audit_id")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_search_words")),
    )


def downgrade() -> None:
    op.drop_table("search_words")
