"""What each paper states, as it was read"""

import sqlalchemy as sa
from alembic import op

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("reading", sa.JSON(), nullable=True))
    to_read = sa.text("reading IS NULL AND words <> ''")
    op.create_index(
        "ix_document_to_read",
        "document",
        ["id"],
        sqlite_where=to_read,
        postgresql_where=to_read,
    )


def downgrade() -> None:
    op.drop_index("ix_document_to_read", table_name="document")
    with op.batch_alter_table("document") as batch:
        batch.drop_column("reading")
