"""The next message to send, found without reading what else waits"""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0149"
branch_labels = None
depends_on = None

_TO_SEND = "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
_GOES_FIRST = "kind IN ('duty_alarm', 'duty_text', 'one_time_code', 'account')"
_DUE = ("ix_message_to_send", "ix_message_goes_first")


def upgrade() -> None:
    op.drop_index("ix_message_unsent_to", "message")
    _index("ix_message_unsent_to", ["recipient", "id"], _TO_SEND)
    for name, those in zip(_DUE, (_TO_SEND, f"{_TO_SEND} AND {_GOES_FIRST}"), strict=True):
        _index(name, ["next_try_at", "id"], those)


def downgrade() -> None:
    for name in (*_DUE, "ix_message_unsent_to"):
        op.drop_index(name, "message")
    unsent = "state IN ('waiting', 'sending') AND NOT by_post"
    _index("ix_message_unsent_to", ["recipient", "id"], unsent)


def _index(name: str, columns: list[str], those: str) -> None:
    condition = sa.text(those)
    op.create_index(
        name, "message", columns, sqlite_where=condition, postgresql_where=condition
    )
