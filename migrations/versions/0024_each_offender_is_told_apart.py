"""Each offender of a case is somebody else to tell, and who was added may wish to hear no more"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person_to_tell",
        sa.Column("no_contact_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.execute(
        "UPDATE telling SET person_key = 'offender:' || review_id WHERE person_key = 'offender'"
    )


def downgrade() -> None:
    op.execute("UPDATE telling SET person_key = 'offender' WHERE party = 'offender'")
    op.drop_column("person_to_tell", "no_contact_reason")
