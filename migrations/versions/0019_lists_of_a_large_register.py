"""Indexes so that lists of what is still to do cost as much in a large register as in a small one"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who holds what: of what is not closed only, which is all that is ever listed by holder.
    op.drop_index("ix_review_holder_id_file_by_at", table_name="review")
    _create("ix_review_held", "review", ["holder_id", "file_by_at", "id"], "state <> 'closed'")
    # Near misses of the last weeks.
    _create("ix_review_filed_at", "review", ["filed_at"], "filed_at IS NOT NULL")
    # What was decided in the last year.
    op.create_index("ix_decision_decided_at", "decision", ["decided_at"])
    # The few answers that a person said over the rules.
    op.create_index(
        "ix_assessment_overriding",
        "assessment",
        ["review_id", "id"],
        sqlite_where=sa.text("overrides = 1"),
        postgresql_where=sa.text("overrides"),
    )
    # A figure is counted over nearly all rows, which an index only makes slower; those behind it
    # are listed review by review.
    op.drop_index("ix_review_as_at_from_at_to_at", table_name="review_as_at")
    op.create_index("ix_review_as_at_review_id_from_at", "review_as_at", ["review_id", "from_at"])
    # Each key is a review's or a request's: half the rows were in each index for nothing.
    for owner in ("review_id", "request_id"):
        op.drop_index(f"ix_name_key_{owner}", table_name="name_key")
        _create(f"ix_name_key_{owner}", "name_key", [owner], f"{owner} IS NOT NULL")


def _create(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for owner in ("review_id", "request_id"):
        op.drop_index(f"ix_name_key_{owner}", table_name="name_key")
        op.create_index(f"ix_name_key_{owner}", "name_key", [owner])
    op.drop_index("ix_review_as_at_review_id_from_at", table_name="review_as_at")
    op.create_index("ix_review_as_at_from_at_to_at", "review_as_at", ["from_at", "to_at"])
    op.drop_index("ix_assessment_overriding", table_name="assessment")
    op.drop_index("ix_decision_decided_at", table_name="decision")
    op.drop_index("ix_review_filed_at", table_name="review")
    op.drop_index("ix_review_held", table_name="review")
    op.create_index("ix_review_holder_id_file_by_at", "review", ["holder_id", "file_by_at"])
