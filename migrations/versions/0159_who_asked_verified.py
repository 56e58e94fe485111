"""What a second person verified that somebody who asked is to the case, and against what"""

import sqlalchemy as sa
from alembic import op

revision = "0159"
down_revision = "0158"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("verified_standing", sa.String(40)),
    ("standing_source", sa.String(40)),
    ("standing_source_reference", sa.String(200)),
    ("standing_verified_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("request", sa.Column(name, kind, nullable=True))
    staff = sa.ForeignKey("user_account.id", name=op.f("fk_request_standing_verified_by_id"))
    op.add_column(
        "request",
        sa.Column("standing_verified_by_id", sa.Integer(), staff, nullable=True),
        inline_references=True,
    )


def downgrade() -> None:
    with op.batch_alter_table("request") as batch:
        for name in ("standing_verified_by_id", *(name for name, _ in reversed(_COLUMNS))):
            batch.drop_column(name)
