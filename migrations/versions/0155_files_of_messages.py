"""The message that a file came with, so that it can be looked at while that waits"""

from alembic import op

revision = "0155"
down_revision = "0154"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # So written, both databases add it in place and copy no table.
    op.execute(
        "ALTER TABLE document ADD COLUMN message_id INTEGER"
        " CONSTRAINT fk_document_message_id REFERENCES inbound_message (id)"
    )
    op.create_index("ix_document_message_id", "document", ["message_id"])


def downgrade() -> None:
    op.drop_index("ix_document_message_id", "document")
    with op.batch_alter_table("document") as batch:
        batch.drop_column("message_id")
