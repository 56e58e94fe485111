"""Deadlines, the duty rota and its alarms"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_duty_shift_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_duty_shift_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duty_shift_ends_at_place"), ["ends_at", "place"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_duty_shift_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("limit_name", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_file_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("find_day_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("act_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(request_id IS NULL) <> (review_id IS NULL)", name=op.f("ck_deadline_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_deadline_request_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_deadline_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_request", ["request_id", "limit_name"], unique=True)
        batch_op.create_index("ix_deadline_review", ["review_id", "limit_name"], unique=True)
        batch_op.create_index(
            "ix_deadline_running",
            ["act_by_at", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "duty_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("about_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stands", sa.String(length=80), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_everybody", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("next_call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_ended", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_duty_alarm_deadline_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_duty_alarm_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_alarm")),
    )
    with op.batch_alter_table("duty_alarm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_duty_alarm_going",
            ["next_call_at", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_duty_alarm_once", ["deadline_id", "reason", "stage", "about_at"], unique=True
        )

    op.create_table(
        "duty_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("to_key", sa.Integer(), nullable=False),
        sa.Column("email_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["user_account.id"],
            name=op.f("fk_duty_call_acknowledged_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["duty_alarm.id"], name=op.f("fk_duty_call_alarm_id")
        ),
        sa.ForeignKeyConstraint(["email_id"], ["message.id"], name=op.f("fk_duty_call_email_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_duty_call_person_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["message.id"], name=op.f("fk_duty_call_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_call")),
    )
    with op.batch_alter_table("duty_call", schema=None) as batch_op:
        batch_op.create_index("ix_duty_call_once", ["alarm_id", "number", "to_key"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_duty_call_person_id_acknowledged_at"),
            ["person_id", "acknowledged_at"],
            unique=False,
        )

    op.add_column(
        "message",
        sa.Column("by_text", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    staff = sa.ForeignKey("user_account.id", name=op.f("fk_request_owner_id"))
    op.add_column(
        "request",
        sa.Column("owner_id", sa.Integer(), staff, nullable=True),
        inline_references=True,
    )
    op.add_column("request", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    staff = sa.ForeignKey("user_account.id", name=op.f("fk_request_looked_at_by_id"))
    op.add_column(
        "request",
        sa.Column("looked_at_by_id", sa.Integer(), staff, nullable=True),
        inline_references=True,
    )
    op.create_index(
        "ix_request_owner",
        "request",
        ["owner_id", "id"],
        sqlite_where=sa.text("owner_id IS NOT NULL"),
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    for name, kind, default in (
        ("mobile", sa.String(length=20), "''"),
        ("second_email", sa.String(length=254), "''"),
        ("night_texts", sa.String(length=40), "'last_day'"),
    ):
        column = sa.Column(name, kind, server_default=sa.text(default), nullable=False)
        op.add_column("user_account", column)


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("night_texts")
        batch_op.drop_column("second_email")
        batch_op.drop_column("mobile")

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_request_owner",
            sqlite_where=sa.text("owner_id IS NOT NULL"),
            postgresql_where=sa.text("owner_id IS NOT NULL"),
        )
        batch_op.drop_column("looked_at_by_id")
        batch_op.drop_column("looked_at")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("by_text")

    with op.batch_alter_table("duty_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_call_person_id_acknowledged_at"))
        batch_op.drop_index("ix_duty_call_once")

    op.drop_table("duty_call")
    with op.batch_alter_table("duty_alarm", schema=None) as batch_op:
        batch_op.drop_index("ix_duty_alarm_once")
        batch_op.drop_index(
            "ix_duty_alarm_going",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("duty_alarm")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_deadline_review")
        batch_op.drop_index("ix_deadline_request")

    op.drop_table("deadline")
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_shift_person_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_ends_at_place"))

    op.drop_table("duty_shift")
