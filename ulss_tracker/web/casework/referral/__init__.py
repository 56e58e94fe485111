"""Pages from the papers to the Court of Appeal."""
