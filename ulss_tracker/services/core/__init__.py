"""What every service stands on: the unit of work, pages of rows, preconditions, references,
users."""
