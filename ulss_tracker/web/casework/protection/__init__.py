"""Pages of what restricts a case."""
