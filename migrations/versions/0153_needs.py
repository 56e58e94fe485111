"""Messages that need a person, found without reading what else waits"""

from alembic import op

revision = "0153"
down_revision = "0152"
branch_labels = None
depends_on = None

_BEFORE, _AFTER = ["state", "next_try_at", "id"], ["state", "by_post", "tries", "id"]


def upgrade() -> None:
    op.drop_index("ix_message_state_next_try_at_id", "message")
    op.create_index("ix_message_state_by_post_tries_id", "message", _AFTER)


def downgrade() -> None:
    op.drop_index("ix_message_state_by_post_tries_id", "message")
    op.create_index("ix_message_state_next_try_at_id", "message", _BEFORE)
