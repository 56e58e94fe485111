"""The courts, and reading what people write for one."""
