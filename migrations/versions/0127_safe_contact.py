"""How somebody who asked may be reached without putting them in danger"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safe_contact",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("email_use", sa.String(length=40), nullable=False),
        sa.Column("text_to", sa.String(length=20), nullable=False),
        sa.Column("texts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("safe_person", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.String(length=200), nullable=False),
        sa.Column("words_to_use", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_safe_contact_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_safe_contact")),
    )
    op.create_index(
        "ix_safe_contact_text_to",
        "safe_contact",
        ["text_to"],
        sqlite_where=sa.text("text_to <> ''"),
        postgresql_where=sa.text("text_to <> ''"),
    )


def downgrade() -> None:
    op.drop_table("safe_contact")
