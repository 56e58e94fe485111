"""Conversations: which message a reply of ours answers, and what came back"""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "message",
        sa.Column(
            "answers_id",
            sa.Integer(),
            sa.ForeignKey("inbound_message.id", name=op.f("fk_message_answers_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "message", sa.Column("thread", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("message", sa.Column("came_back_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_message_answers_id"), "message", ["answers_id"])
    op.add_column(
        "inbound_message",
        sa.Column(
            "thread_id",
            sa.Integer(),
            sa.ForeignKey("inbound_message.id", name=op.f("fk_inbound_message_thread_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_inbound_message_thread_id"), "inbound_message", ["thread_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_inbound_message_thread_id"), "inbound_message")
    with op.batch_alter_table("inbound_message") as batch:
        batch.drop_column("thread_id")
    op.drop_index(op.f("ix_message_answers_id"), "message")
    with op.batch_alter_table("message") as batch:
        batch.drop_column("came_back_at")
        batch.drop_column("thread")
        batch.drop_column("answers_id")
