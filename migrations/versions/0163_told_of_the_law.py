"""Those who ask in no case are told of a change of the law too"""

import sqlalchemy as sa
from alembic import op

revision = "0163"
down_revision = "0162"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_be_empty(True)
    where = sa.text("superseded_at IS NULL AND review_id IS NULL")
    op.create_index(
        "ix_telling_once_request",
        "telling",
        ["person_key", "about", "detail"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("ix_telling_once_request", table_name="telling")
    op.execute(sa.text("DELETE FROM telling WHERE review_id IS NULL"))
    _let_be_empty(False)


def _let_be_empty(nullable: bool) -> None:
    with op.batch_alter_table("telling", copy_from=_telling(not nullable)) as batch:
        for name in ("case_id", "review_id"):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=nullable)


def _telling(nullable: bool) -> sa.Table:
    """The table as it is: SQLite copies it, also where the SQL alone is written out."""
    is_in_force = sa.text("superseded_at IS NULL")
    is_to_tell = sa.text("state = 'to_tell' AND superseded_at IS NULL")
    once = ("review_id", "person_key", "about", "detail")

    def of(name: str, table: str, nullable: bool = True) -> sa.Column[int]:
        key = sa.ForeignKey(f"{table}.id", name=f"fk_telling_{name}")
        return sa.Column(name, sa.Integer(), key, nullable=nullable)

    return sa.Table(
        "telling",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        of("case_id", "case_file", nullable),
        of("review_id", "review", nullable),
        of("request_id", "request"),
        of("person_id", "person_to_tell"),
        *(
            sa.Column(name, sa.String(length=40), nullable=False)
            for name in ("person_key", "party", "about", "detail")
        ),
        sa.Column("known_at", sa.DateTime(), nullable=False),
        sa.Column("due_by_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("means", sa.String(length=40), nullable=True),
        of("told_by_id", "user_account"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        of("message_id", "message"),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telling"),
        sa.Index("ix_telling_case_id", "case_id"),
        sa.Index("ix_telling_request_id", "request_id"),
        sa.Index("ix_telling_message_id", "message_id"),
        sa.Index("ix_telling_once", *once, unique=True, sqlite_where=is_in_force),
        sa.Index("ix_telling_to_tell", "due_by_at", "id", sqlite_where=is_to_tell),
    )
