"""A supervisor's word for each day due soon that a change of the law would move"""

import sqlalchemy as sa
from alembic import op

revision = "0162"
down_revision = "0161"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("law_finding", sa.Column("moves_on", sa.Date(), nullable=True))
    op.add_column("law_finding", sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
    staff = sa.ForeignKey("user_account.id", name=op.f("fk_law_finding_agreed_by_id"))
    op.add_column(
        "law_finding",
        sa.Column("agreed_by_id", sa.Integer(), staff, nullable=True),
        inline_references=True,
    )
    # What waits for a signature is rehearsed again: nobody was asked for a word of it.
    op.execute(
        "UPDATE law_rehearsal SET law_version = '' "
        "WHERE change_id NOT IN (SELECT change_id FROM law_step)"
    )


def downgrade() -> None:
    with op.batch_alter_table("law_finding") as batch:
        for name in ("agreed_by_id", "agreed_at", "moves_on"):
            batch.drop_column(name)
