"""A hash of each record, and the checkpoints that chain them"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

NEVER_CHANGE = {
    "checkpoint": (("number",),),
    "case_checkpoint": (("case_id", "checkpoint"),),
    "checkpoint_timestamp": (("checkpoint",),),
    "history_check": (("id",),),
}
# A hash is chained once, and its salt may be emptied.
MAY_CHANGE = {"checkpoint": "old.checkpoint IS NULL", "salt": "new.salt IS NULL"}
STAYS = ("id", "table_name", "row_id", "case_id", "sha256")


def upgrade() -> None:
    op.create_table(
        "record_hash",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_hash")),
    )
    op.create_index(
        "ix_record_hash_unchained",
        "record_hash",
        ["id"],
        unique=False,
        sqlite_where=sa.text("checkpoint IS NULL"),
        postgresql_where=sa.text("checkpoint IS NULL"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("records_sha256", sa.String(length=64), nullable=False),
        sa.Column("cases_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "case_checkpoint",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint"], ["checkpoint.number"], name=op.f("fk_case_checkpoint_checkpoint")
        ),
        sa.PrimaryKeyConstraint("case_id", "checkpoint", name=op.f("pk_case_checkpoint")),
    )
    op.create_index(op.f("ix_case_checkpoint_checkpoint"), "case_checkpoint", ["checkpoint"])
    op.create_table(
        "checkpoint_timestamp",
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint"], ["checkpoint.number"], name=op.f("fk_checkpoint_timestamp_checkpoint")
        ),
        sa.PrimaryKeyConstraint("checkpoint", name=op.f("pk_checkpoint_timestamp")),
    )
    op.create_table(
        "history_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("first_fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_check")),
    )
    append_only.keep(*NEVER_CHANGE)
    append_only.refuse_replacing({**NEVER_CHANGE, "record_hash": (("id",),)})
    append_only.keep_but("record_hash", STAYS, MAY_CHANGE)


def downgrade() -> None:
    append_only.release("record_hash", *NEVER_CHANGE)
    append_only.allow_replacing("record_hash", *NEVER_CHANGE)
    for table in (
        "history_check",
        "checkpoint_timestamp",
        "case_checkpoint",
        "checkpoint",
        "record_hash",
    ):
        op.drop_table(table)
