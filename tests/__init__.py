"""What proves the tracker. `make test` runs it on SQLite and on PostgreSQL."""
