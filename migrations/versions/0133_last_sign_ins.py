"""When each member of staff last signed in: an account that nobody uses falls asleep"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "last_sign_in",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_last_sign_in_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_last_sign_in")),
    )
    # Nobody is asleep on the day that this comes.
    everyone = sa.select(sa.table("user_account", sa.column("id")).c.id, sa.bindparam("now", type_=sa.DateTime(timezone=True)))
    op.get_bind().execute(
        made.insert().from_select(["user_id", "at"], everyone),
        {"now": datetime.now(UTC)},
    )


def downgrade() -> None:
    op.drop_table("last_sign_in")
