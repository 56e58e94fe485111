"""The file of a case that goes with a message"""

import sqlalchemy as sa
from alembic import op

revision = "0181"
down_revision = "0180"
branch_labels = None
depends_on = None


def upgrade() -> None:
    document = sa.ForeignKey("document.id", name=op.f("fk_message_document_id"))
    column = sa.Column("document_id", sa.Integer(), document, nullable=True)
    op.add_column("message", column, inline_references=True)


def downgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_column("document_id")
