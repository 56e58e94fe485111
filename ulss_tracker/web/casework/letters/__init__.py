"""Pages on which letters are written, issued and sent to many."""
