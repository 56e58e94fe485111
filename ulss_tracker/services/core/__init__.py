"""The base of every service: unit of work, pages of rows, preconditions, references, users."""
