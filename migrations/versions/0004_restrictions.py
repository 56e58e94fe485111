"""Restrictions on people, sealed cases, search and the audit of reading"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Full text and trigrams, which follow the rows of search_entry by themselves. Each kind of database
# has its own; migrations/comparing.py leaves them out of the comparison with the models.
SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE search_text USING fts5(
        names, keys, words, content='search_entry', content_rowid='id',
        tokenize='unicode61', prefix='2 3')""",
    """CREATE VIRTUAL TABLE search_grams USING fts5(
        names, content='search_entry', content_rowid='id', tokenize='trigram')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_text(rowid, names, keys, words)
            VALUES (new.id, new.names, new.keys, new.words);
        INSERT INTO search_grams(rowid, names) VALUES (new.id, new.names);
    END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_text(search_text, rowid, names, keys, words)
            VALUES ('delete', old.id, old.names, old.keys, old.words);
        INSERT INTO search_grams(search_grams, rowid, names)
            VALUES ('delete', old.id, old.names);
    END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry
    WHEN old.names IS NOT new.names OR old.keys IS NOT new.keys OR old.words IS NOT new.words
    BEGIN
        INSERT INTO search_text(search_text, rowid, names, keys, words)
            VALUES ('delete', old.id, old.names, old.keys, old.words);
        INSERT INTO search_grams(search_grams, rowid, names)
            VALUES ('delete', old.id, old.names);
        INSERT INTO search_text(rowid, names, keys, words)
            VALUES (new.id, new.names, new.keys, new.words);
        INSERT INTO search_grams(rowid, names) VALUES (new.id, new.names);
    END""",
)
POSTGRESQL_SEARCH = (
    """CREATE INDEX ix_search_entry_names_text ON search_entry
        USING gin (to_tsvector('simple', names || ' ' || keys)) WITH (fastupdate = off)""",
    """CREATE INDEX ix_search_entry_words_text ON search_entry
        USING gin (to_tsvector('simple', names || ' ' || words)) WITH (fastupdate = off)""",
    # Trigrams need an extension that an owner may add since PostgreSQL 13, where it is installed.
    # Without it names half remembered are found by their beginnings and sounds only.
    """DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX ix_search_entry_names_grams ON search_entry
            USING gin (names gin_trgm_ops) WITH (fastupdate = off);
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE NOTICE 'pg_trgm is not available: misspelt names will be found less often';
    END $$""",
)
IS_SEALED = sa.text("kind = 'sealed' AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("protects", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_restriction_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_restriction_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_restriction_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_restriction_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    op.create_index(op.f("ix_restriction_case_id"), "restriction", ["case_id"])
    op.create_index(op.f("ix_restriction_review_id"), "restriction", ["review_id"])
    op.create_index(
        "ix_restriction_sealed",
        "restriction",
        ["case_id"],
        sqlite_where=IS_SEALED,
        postgresql_where=IS_SEALED,
    )

    op.create_table(
        "case_reader",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_reader_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_case_reader_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["user_account.id"], name=op.f("fk_case_reader_named_by_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_case_reader")),
    )

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_audit_entry_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_audit_entry_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_audit_entry_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_audit_entry_key")),
    )
    op.create_index(op.f("ix_audit_entry_at_id"), "audit_entry", ["at", "id"])
    op.create_index(op.f("ix_audit_entry_by_id_at"), "audit_entry", ["by_id", "at"])
    op.create_index(op.f("ix_audit_entry_case_id_at"), "audit_entry", ["case_id", "at"])
    op.create_index(op.f("ix_audit_entry_kind_at_id"), "audit_entry", ["kind", "at", "id"])
    append_only.keep("audit_entry")

    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("court_id", sa.String(length=80), nullable=True),
        sa.Column("sentenced_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_search_entry_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_search_entry_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_search_entry_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("review_id", name=op.f("uq_search_entry_review_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_search_entry_request_id")),
    )
    op.create_index(op.f("ix_search_entry_case_id"), "search_entry", ["case_id"])
    op.create_index(op.f("ix_search_entry_at_id"), "search_entry", ["at", "id"])
    on_postgresql = op.get_context().dialect.name == "postgresql"
    for statement in POSTGRESQL_SEARCH if on_postgresql else SQLITE_SEARCH:
        op.execute(statement)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE search_grams")
        op.execute("DROP TABLE search_text")
    op.drop_table("search_entry")
    append_only.release("audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("case_reader")
    op.drop_table("restriction")
