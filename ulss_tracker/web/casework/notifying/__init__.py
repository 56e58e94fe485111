"""Pages of the people to tell."""
