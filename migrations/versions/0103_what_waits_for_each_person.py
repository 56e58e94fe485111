"""What waits for each person"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted_by_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_owed_item_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_owed_item_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_owed_item_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_item")),
    )
    with op.batch_alter_table("owed_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owed_item_request_id"), ["request_id"], unique=False)

    op.create_table(
        "planned_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NULL) <> (request_id IS NULL)", name=op.f("ck_planned_call_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_planned_call_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_planned_call_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_planned_call_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_planned_call_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_planned_call_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_call")),
    )
    with op.batch_alter_table("planned_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_call_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_planned_call_person_id_due_on"), ["person_id", "due_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_planned_call_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("permission", sa.String(length=40), nullable=True),
        sa.Column("law_office", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("was_asked", sa.Boolean(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_wait_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_wait_case_id")),
        sa.ForeignKeyConstraint(["for_id"], ["user_account.id"], name=op.f("fk_wait_for_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_wait_request_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_wait_review_id")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["user_account.id"], name=op.f("fk_wait_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
    )
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wait_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_wait_once", ["kind", "subject_id", "since_at"], unique=True)
        batch_op.create_index(batch_op.f("ix_wait_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_review_id"), ["review_id"], unique=False)
        batch_op.create_index(
            "ix_wait_running",
            ["for_id", "permission", "from_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "check_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(review_id IS NULL) <> (draft_id IS NULL)", name=op.f("ck_check_request_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_check_request_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["letter_draft.id"], name=op.f("fk_check_request_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["user_account.id"], name=op.f("fk_check_request_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_check_request_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_request")),
    )
    with op.batch_alter_table("check_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_request_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_request_review_id"), ["review_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_mention_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_mention_case_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mention_event_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_mention_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mention_event_id"), ["event_id"], unique=False)

    op.create_table(
        "wait_bar",
        sa.Column("wait_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_wait_bar_person_id")
        ),
        sa.ForeignKeyConstraint(["wait_id"], ["wait.id"], name=op.f("fk_wait_bar_wait_id")),
        sa.PrimaryKeyConstraint("wait_id", "person_id", name=op.f("pk_wait_bar")),
    )
    op.create_table(
        "wait_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wait_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_wait_notice_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_wait_notice_person_id")
        ),
        sa.ForeignKeyConstraint(["wait_id"], ["wait.id"], name=op.f("fk_wait_notice_wait_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait_notice")),
    )
    with op.batch_alter_table("wait_notice", schema=None) as batch_op:
        batch_op.create_index("ix_wait_notice_once", ["wait_id", "person_id"], unique=True)

    for name, length, default in (
        ("works_from", 5, "'09:00'"),
        ("works_until", 5, "'17:00'"),
        ("works_on", 7, "'12345'"),
    ):
        kind = sa.String(length=length)
        column = sa.Column(name, kind, server_default=sa.text(default), nullable=False)
        op.add_column("user_account", column)


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("works_on")
        batch_op.drop_column("works_until")
        batch_op.drop_column("works_from")

    with op.batch_alter_table("wait_notice", schema=None) as batch_op:
        batch_op.drop_index("ix_wait_notice_once")

    op.drop_table("wait_notice")
    op.drop_table("wait_bar")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_event_id"))
        batch_op.drop_index(batch_op.f("ix_mention_case_id"))

    op.drop_table("mention")
    with op.batch_alter_table("check_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_request_review_id"))
        batch_op.drop_index(batch_op.f("ix_check_request_draft_id"))

    op.drop_table("check_request")
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_wait_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_wait_review_id"))
        batch_op.drop_index(batch_op.f("ix_wait_request_id"))
        batch_op.drop_index("ix_wait_once")
        batch_op.drop_index(batch_op.f("ix_wait_case_id"))

    op.drop_table("wait")
    with op.batch_alter_table("planned_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_call_request_id"))
        batch_op.drop_index(batch_op.f("ix_planned_call_person_id_due_on"))
        batch_op.drop_index(batch_op.f("ix_planned_call_case_id"))

    op.drop_table("planned_call")
    with op.batch_alter_table("owed_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owed_item_request_id"))

    op.drop_table("owed_item")
