"""The hashes of rows whose key is of two numbers"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0166"
down_revision = "0165"
branch_labels = None
depends_on = None

MAY_CHANGE = {"checkpoint": "old.checkpoint IS NULL", "salt": "new.salt IS NULL"}
STAYS = ("id", "table_name", "row_id", "case_id", "sha256")


def upgrade() -> None:
    append_only.release("record_hash")
    op.add_column("record_hash", sa.Column("second_id", sa.Integer(), nullable=True))
    append_only.keep_but("record_hash", (*STAYS, "second_id"), MAY_CHANGE)


def downgrade() -> None:
    append_only.release("record_hash")
    op.drop_column("record_hash", "second_id")
    append_only.keep_but("record_hash", STAYS, MAY_CHANGE)
