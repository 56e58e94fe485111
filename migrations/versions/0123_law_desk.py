"""The law desk: records, changes of the law and their steps, rehearsals"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None

ID = ("id",)
UNIQUE_KEYS = {
    "law_record": (ID,),
    "law_change": (ID, ("reference",)),
    "law_step": (ID, ("change_id",)),
}


def upgrade() -> None:
    op.create_table(
        "law_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("commencement", sa.Text(), nullable=False),
        sa.Column("how_sure", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("touches", sa.Text(), nullable=False),
        sa.Column("not_known", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_law_record_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_record")),
    )
    op.create_index(op.f("ix_law_record_key_id"), "law_record", ["key", "id"])
    op.create_table(
        "law_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("decides_from_on", sa.Date(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["law_change.id"], name=op.f("fk_law_change_undoes_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_law_change_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_change")),
        sa.UniqueConstraint("reference", name=op.f("uq_law_change_reference")),
    )
    op.create_index(op.f("ix_law_change_undoes_id"), "law_change", ["undoes_id"])
    op.create_table(
        "law_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["law_change.id"], name=op.f("fk_law_step_change_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_law_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_step")),
        sa.UniqueConstraint("change_id", name=op.f("uq_law_step_change_id")),
    )
    op.create_table(
        "law_rehearsal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("law_version", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["law_change.id"], name=op.f("fk_law_rehearsal_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_law_rehearsal_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_rehearsal")),
    )
    op.create_index(op.f("ix_law_rehearsal_change_id"), "law_rehearsal", ["change_id"])
    op.create_table(
        "law_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rehearsal_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("act_by_on", sa.Date(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("to_tell", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"],
            ["law_rehearsal.id"],
            name=op.f("fk_law_finding_rehearsal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_law_finding_review_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["request.id"],
            name=op.f("fk_law_finding_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_finding")),
    )
    op.create_index(
        op.f("ix_law_finding_rehearsal_id_act_by_on_id"),
        "law_finding",
        ["rehearsal_id", "act_by_on", "id"],
    )
    op.create_index(op.f("ix_law_finding_review_id"), "law_finding", ["review_id"])
    op.create_index(op.f("ix_law_finding_request_id"), "law_finding", ["request_id"])
    op.create_table(
        "law_followed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_version", sa.String(length=16), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("dated_anew", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_followed")),
    )
    append_only.keep(*UNIQUE_KEYS)
    append_only.refuse_replacing(UNIQUE_KEYS)


def downgrade() -> None:
    append_only.allow_replacing(*UNIQUE_KEYS)
    append_only.release(*UNIQUE_KEYS)
    for table in ("law_followed", "law_finding", "law_rehearsal", "law_step", "law_change", "law_record"):
        op.drop_table(table)
