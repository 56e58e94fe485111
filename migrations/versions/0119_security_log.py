"""The security log, whose rows never change"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

KEYS = {"security_event": (("id",),)}


def upgrade() -> None:
    op.create_table(
        "security_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_security_event_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["user_account.id"], name=op.f("fk_security_event_about_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_event")),
    )
    for columns in (
        ("at", "id"),
        ("by_id", "at"),
        ("about_id", "at"),
        ("kind", "at", "id"),
        ("address", "at"),
    ):
        name = f"ix_security_event_{'_'.join(columns)}"
        op.create_index(op.f(name), "security_event", list(columns))
    append_only.keep("security_event")
    append_only.refuse_replacing(KEYS)


def downgrade() -> None:
    append_only.allow_replacing(*KEYS)
    append_only.release(*KEYS)
    op.drop_table("security_event")
