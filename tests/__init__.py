"""Tests of the tracker. `make test` runs them on SQLite and on PostgreSQL."""
