"""The parts of an application that the Registrar expects beside those of rule 41.3"""

import sqlalchemy as sa
from alembic import op

revision = "0174"
down_revision = "0173"
branch_labels = None
depends_on = None

PARTS = (
    "appeal_number",
    "limb",
    "antecedents",
    "reports",
    "how_judge",
    "sentencing_range",
    "settled_by",
    "checked_by",
)


def upgrade() -> None:
    for part in PARTS:
        op.add_column(
            "application", sa.Column(part, sa.Text(), server_default=sa.text("''"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("application") as batch:
        for part in PARTS:
            batch.drop_column(part)
