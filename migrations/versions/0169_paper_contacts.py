"""Whom papers are asked of, by when, and what became of each"""

import sqlalchemy as sa
from alembic import op

revision = "0169"
down_revision = "0168"
branch_labels = None
depends_on = None

_NAMES = (("unit", 100), ("email", 254), ("manager_email", 254), ("telephone", 60), ("hours", 100))
_ADDED = {
    "case_file": ("cps_lawyer VARCHAR(200)", "prosecution_counsel VARCHAR(200)"),
    "paper": (
        "contact_id INTEGER CONSTRAINT fk_paper_contact_id REFERENCES paper_contact (id)",
        "wanted_by_on DATE",
        "incomplete_reason TEXT",
        "is_refused BOOLEAN",
        "said_by VARCHAR(200)",
    ),
    "paper_chase": (
        "message_id INTEGER CONSTRAINT fk_paper_chase_message_id REFERENCES message (id)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "paper_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(100), nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in _NAMES),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_contact")),
    )
    kept = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_paper_contact_kept",
        "paper_contact",
        ["area", "unit"],
        unique=True,
        sqlite_where=kept,
        postgresql_where=kept,
    )
    for table, columns in _ADDED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def downgrade() -> None:
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.partition(" ")[0])
    op.drop_table("paper_contact")
