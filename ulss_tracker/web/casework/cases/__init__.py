"""Pages of a case, its reviews and sentences."""
