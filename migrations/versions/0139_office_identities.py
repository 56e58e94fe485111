"""Who members of staff are to the office's own provider of identities"""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_identity",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_office_identity_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_office_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_office_identity_issuer_subject")),
    )


def downgrade() -> None:
    op.drop_table("office_identity")
