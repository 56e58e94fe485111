"""Requests in the same words, and a person's word for where those belong"""

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0164"
branch_labels = None
depends_on = None


def upgrade() -> None:
    request = sa.ForeignKey(
        "request.id", name=op.f("fk_request_wording_request_id"), ondelete="CASCADE"
    )
    op.create_table(
        "request_wording",
        sa.Column("request_id", sa.Integer(), request, nullable=False),
        sa.Column("sentence", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_wording")),
    )
    op.create_index("ix_request_wording_sentence", "request_wording", ["sentence"])
    op.create_index("ix_request_wording_words", "request_wording", ["words"])
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.Column(
            "case_id",
            sa.Integer(),
            sa.ForeignKey("case_file.id", name=op.f("fk_campaign_case_id")),
            nullable=False,
        ),
        sa.Column("joins_later", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "said_by_id",
            sa.Integer(),
            sa.ForeignKey("user_account.id", name=op.f("fk_campaign_said_by_id")),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_campaign_running",
        "campaign",
        ["words"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )


def downgrade() -> None:
    op.drop_table("campaign")
    op.drop_table("request_wording")
