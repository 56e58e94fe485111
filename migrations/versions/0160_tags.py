"""Tags of the office's own, for what has a deadline"""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0159"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    tag = sa.ForeignKey("tag.id", name=op.f("fk_deadline_tag_id"))
    op.add_column(
        "deadline", sa.Column("tag_id", sa.Integer(), tag, nullable=True), inline_references=True
    )
    where = sa.text("tag_id IS NOT NULL")
    op.create_index(
        "ix_deadline_tag", "deadline", ["tag_id"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_tag", table_name="deadline")
    with op.batch_alter_table("deadline") as batch:
        batch.drop_column("tag_id")
    op.drop_table("tag")
