"""One gate for files: stored in parts with their hashes, safe copies, counts of uploads"""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_count",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("megabytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "hour", name=op.f("pk_upload_count")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_stored_file_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint(
            "document_id", "role", "number", name=op.f("uq_stored_file_document_id_role_number")
        ),
    )
    op.create_table(
        "stored_part",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_stored_part_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_stored_part")),
    )
    op.execute(
        "INSERT INTO stored_file (document_id, role, number, media_type, size, sha256) "
        "SELECT id, 'original', 0, media_type, size, sha256 FROM document"
    )
    op.execute(
        "INSERT INTO stored_part (file_id, number, content) SELECT stored_file.id, 0, content "
        "FROM document JOIN stored_file ON stored_file.document_id = document.id"
    )
    op.drop_column("document", "content")
    op.add_column(
        "document",
        sa.Column(
            "state", sa.String(length=40), server_default=sa.text("'waiting'"), nullable=False
        ),
    )
    op.add_column(
        "document",
        sa.Column("findings", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
    )
    for name in ("pages", "tries"):
        op.add_column(
            "document",
            sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False),
        )
    op.add_column(
        "document", sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    for name in ("verified_at", "tampered_at"):
        op.add_column("document", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_document_state",
        "document",
        ["state", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'to_make')"),
        postgresql_where=sa.text("state IN ('waiting', 'to_make')"),
    )
    op.add_column(
        "audit_entry",
        sa.Column(
            "document_id",
            sa.Integer(),
            sa.ForeignKey("document.id", name=op.f("fk_audit_entry_document_id")),
            nullable=True,
        ),
        inline_references=True,
    )


def downgrade() -> None:
    """Put each file as it came back where it was; safe copies are made again."""
    op.add_column("document", sa.Column("content", sa.LargeBinary(), nullable=True))
    _put_contents_back(op.get_bind())
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_column("document_id")
    op.drop_index("ix_document_state", "document")
    for name in ("tampered_at", "verified_at", "words", "tries", "pages", "findings", "state"):
        op.drop_column("document", name)
    op.drop_table("stored_part")
    op.drop_table("stored_file")
    op.drop_table("upload_count")


def _put_contents_back(connection: sa.Connection) -> None:
    """One file at a time, for SQLite cannot join the parts of one."""
    parts = sa.text(
        "SELECT content FROM stored_part JOIN stored_file ON stored_file.id = stored_part.file_id "
        "WHERE stored_file.document_id = :id AND stored_file.role = 'original' "
        "ORDER BY stored_part.number"
    )
    keeping = sa.text("UPDATE document SET content = :content WHERE id = :id")
    for number in list(connection.scalars(sa.text("SELECT id FROM document ORDER BY id"))):
        content = b"".join(bytes(each) for each in connection.scalars(parts, {"id": number}))
        connection.execute(keeping, {"content": content, "id": number})
