"""A request withdrawn on the status page is withdrawn a day later, and may be kept until then"""

import sqlalchemy as sa
from alembic import op

revision = "0145"
down_revision = "0144"
branch_labels = None
depends_on = None

_WAITING = sa.text("withdraws_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("request", sa.Column("withdraws_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_request_withdraws_at",
        "request",
        ["withdraws_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_request_withdraws_at", "request")
    op.drop_column("request", "withdraws_at")
