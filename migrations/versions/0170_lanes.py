"""The next message to send, found in each lane without reading the others"""

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0169"
branch_labels = None
depends_on = None

_TO_SEND = "state NOT IN ('sent', 'failed', 'stopped', 'held') AND NOT by_post"
_FIRST = "'duty_alarm', 'duty_text', 'one_time_code', 'account'"
_TO_MANY, _COPIES = "'acknowledgement', 'news'", "'daily_list', 'checkpoint'"
_LANES = (
    f"kind IN ({_FIRST})",
    f"kind NOT IN ({_FIRST}, {_TO_MANY}, {_COPIES})",
    f"kind IN ({_TO_MANY})",
    f"kind IN ({_COPIES})",
)


def upgrade() -> None:
    for place, lane in enumerate(_LANES):
        _index(f"ix_message_lane_{place}", lane)
    op.drop_index("ix_message_goes_first", "message")


def downgrade() -> None:
    for place in range(len(_LANES)):
        op.drop_index(f"ix_message_lane_{place}", "message")
    _index("ix_message_goes_first", _LANES[0])


def _index(name: str, lane: str) -> None:
    condition = sa.text(f"{_TO_SEND} AND {lane}")
    columns = ["next_try_at", "id"]
    op.create_index(name, "message", columns, sqlite_where=condition, postgresql_where=condition)
