"""The limit that leads each deadline, the longer one that may help, and who was told of the scheme"""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

_INDEXES = {"ix_deadline_request": "request_id", "ix_deadline_review": "review_id"}


def upgrade() -> None:
    op.add_column(
        "deadline",
        sa.Column("may_be_limit", sa.String(length=40), server_default=sa.text("''"), nullable=False),
    )
    op.add_column("deadline", sa.Column("may_be_until_on", sa.Date(), nullable=True))
    op.add_column(
        "deadline",
        sa.Column("law_version", sa.String(length=16), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "review",
        sa.Column("limit_name", sa.String(length=40), server_default="28-days", nullable=False),
    )
    op.add_column(
        "review",
        sa.Column("law_version", sa.String(length=16), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "review_version",
        sa.Column("limit_name", sa.String(length=40), server_default="28-days", nullable=False),
    )
    op.add_column("request", sa.Column("was_told", sa.Boolean(), nullable=True))
    op.add_column(
        "request",
        sa.Column("told_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
    )
    op.add_column("request", sa.Column("told_on", sa.Date(), nullable=True))
    op.add_column("request_version", sa.Column("was_told", sa.Boolean(), nullable=True))
    op.execute("UPDATE deadline SET limit_name = '28-days'")
    for name, column in _INDEXES.items():
        op.drop_index(name, table_name="deadline")
        op.create_index(name, "deadline", [column], unique=True)


def downgrade() -> None:
    for name, column in _INDEXES.items():
        op.drop_index(name, table_name="deadline")
        op.create_index(name, "deadline", [column, "limit_name"], unique=True)
    op.execute("UPDATE deadline SET limit_name = '28_days'")
    op.drop_column("request_version", "was_told")
    for column in ("told_on", "told_by", "was_told"):
        op.drop_column("request", column)
    op.drop_column("review_version", "limit_name")
    for column in ("law_version", "limit_name"):
        op.drop_column("review", column)
    for column in ("law_version", "may_be_until_on", "may_be_limit"):
        op.drop_column("deadline", column)
