"""Versions of requests, second readings, complaints and press lines"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_request_versions()
    _make_press_lines()
    _make_second_readings()
    _make_complaints()


def downgrade() -> None:
    op.drop_table("complaint")
    op.drop_table("second_reading")
    op.drop_table("press_line")
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


def _staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=op.f(f"fk_{table}_{column}")
    )


def _make_press_lines() -> None:
    op.create_table(
        "press_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_press_line_case_id")),
        _staff("press_line", "written_by_id"),
        _staff("press_line", "released_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_line")),
    )
    op.create_index(op.f("ix_press_line_case_id_id"), "press_line", ["case_id", "id"])
    op.create_index(
        "ix_press_line_unreleased",
        "press_line",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _make_second_readings() -> None:
    op.create_table(
        "second_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("view", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_second_reading_review_id")
        ),
        _staff("second_reading", "reader_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
    )
    op.create_index(
        op.f("ix_second_reading_review_id_month"),
        "second_reading",
        ["review_id", "month"],
        unique=True,
    )
    op.create_index(op.f("ix_second_reading_month_id"), "second_reading", ["month", "id"])


def _make_complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("acknowledge_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_complaint_case_id")),
        _staff("complaint", "recorded_by_id"),
        _staff("complaint", "acknowledged_by_id"),
        _staff("complaint", "answered_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index(op.f("ix_complaint_case_id"), "complaint", ["case_id"])
    op.create_index(op.f("ix_complaint_received_at_id"), "complaint", ["received_at", "id"])
    op.create_index(
        "ix_complaint_to_answer",
        "complaint",
        ["answer_by_at", "id"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
