"""Full text and trigrams over `search_entry`, which follow its rows by themselves.

Each kind of database has its own; comparing.py leaves them out of the comparison with the models.
"""

from alembic import op

SQLITE = (
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
POSTGRESQL = (
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


def make() -> None:
    """Make the search index of the database at hand."""
    on_postgresql = op.get_context().dialect.name == "postgresql"
    for statement in POSTGRESQL if on_postgresql else SQLITE:
        op.execute(statement)


def drop() -> None:
    """Drop what would not go with the table itself."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE search_grams")
        op.execute("DROP TABLE search_text")
