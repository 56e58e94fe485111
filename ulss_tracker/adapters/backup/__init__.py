"""Backups of the database: copied while it is in use, packed, encrypted, and put back."""


class BackupError(RuntimeError):
    """A backup cannot be taken, opened or put back; the message says why and what to do."""
