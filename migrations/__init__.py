"""The database's changes, in order. `docs/migrations.md` says how to make one."""
