"""From the papers to the Court of Appeal's decision."""
