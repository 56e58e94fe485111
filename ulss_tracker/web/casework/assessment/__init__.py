"""Pages on which an assessment is checked, verified or overridden."""
