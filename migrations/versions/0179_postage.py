"""The class by which GOV.UK Notify posts a letter, and the indexes of what goes by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0179"
down_revision = "0178"
branch_labels = None
depends_on = None

_UNSENT = "state NOT IN ('sent', 'failed', 'stopped', 'held')"
_FIRST = "'duty_alarm', 'duty_text', 'one_time_code', 'account'"
_TO_MANY, _COPIES = "'acknowledgement', 'news'", "'daily_list', 'checkpoint'"
_INDEXES = {
    "ix_message_to_send": ("next_try_at", ""),
    "ix_message_unsent_to": ("recipient", ""),
    "ix_message_lane_0": ("next_try_at", f" AND kind IN ({_FIRST})"),
    "ix_message_lane_1": ("next_try_at", f" AND kind NOT IN ({_FIRST}, {_TO_MANY}, {_COPIES})"),
    "ix_message_lane_2": ("next_try_at", f" AND kind IN ({_TO_MANY})"),
    "ix_message_lane_3": ("next_try_at", f" AND kind IN ({_COPIES})"),
}


def upgrade() -> None:
    op.add_column("message", sa.Column("postage", sa.String(10), nullable=True))
    _index_again("(NOT by_post OR postage IS NOT NULL)")


def downgrade() -> None:
    _index_again("NOT by_post")
    op.drop_column("message", "postage")


def _index_again(goes_by_itself: str) -> None:
    for name, (first, lane) in _INDEXES.items():
        where = sa.text(f"{_UNSENT} AND {goes_by_itself}{lane}")
        op.drop_index(name, "message")
        op.create_index(name, "message", [first, "id"], sqlite_where=where, postgresql_where=where)
