"""What somebody who asked said of email, telephone and texts"""

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

_SAID = ("may_email", "may_telephone", "may_text")


def upgrade() -> None:
    for name in _SAID:
        op.add_column("request", sa.Column(name, sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("request") as batch:
        for name in _SAID:
            batch.drop_column(name)
