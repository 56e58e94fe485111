"""The MP and the reference of an office that asks; until when answers under a code are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0157"
down_revision = "0156"
branch_labels = None
depends_on = None

_COLUMNS = (("mp_name", 200), ("own_reference", 80))


def upgrade() -> None:
    for name, length in _COLUMNS:
        column = sa.Column(name, sa.String(length), nullable=False, server_default=sa.text("''"))
        op.add_column("requester_background", column)
    op.add_column("draft", sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "keep_until")
    with op.batch_alter_table("requester_background") as batch:
        for name, _ in _COLUMNS:
            batch.drop_column(name)
