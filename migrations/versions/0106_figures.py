"""Versions of requests for the figures"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_request_versions()


def downgrade() -> None:
    op.drop_table("request_version")


def _make_request_versions() -> None:
    op.create_table(
        "request_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handling", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_after_hours", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hours_to_look", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days_to_answer", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_version_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_request_version_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_version")),
    )
    op.create_index(
        "ix_request_version_now",
        "request_version",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("to_at IS NULL"),
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_index(op.f("ix_request_version_case_id"), "request_version", ["case_id"])
    op.create_index(
        op.f("ix_request_version_request_id_from_at"),
        "request_version",
        ["request_id", "from_at"],
    )
