"""The newest reviews, and the newest requests, that have a key of matching"""

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None

_OWNERS = ("review_id", "request_id")


def upgrade() -> None:
    for owner in _OWNERS:
        condition = sa.text(f"{owner} IS NOT NULL")
        op.create_index(
            f"ix_name_key_of_{owner}",
            "name_key",
            ["key", "id"],
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.drop_index("ix_name_key_key_id", "name_key")


def downgrade() -> None:
    op.create_index("ix_name_key_key_id", "name_key", ["key", "id"])
    for owner in _OWNERS:
        op.drop_index(f"ix_name_key_of_{owner}", "name_key")
