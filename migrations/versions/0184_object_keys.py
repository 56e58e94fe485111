"""Where a part of a stored file is kept in the object store"""

import sqlalchemy as sa
from alembic import op

revision = "0184"
down_revision = "0183"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stored_part", sa.Column("object_key", sa.String(64)))
    op.create_index(op.f("ix_stored_part_object_key"), "stored_part", ["object_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_stored_part_object_key"), "stored_part")
    with op.batch_alter_table("stored_part") as batch:
        batch.drop_column("object_key")
