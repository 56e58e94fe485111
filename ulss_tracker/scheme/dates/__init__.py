"""Dates in words, in English and Welsh: the day on which a sentence was passed."""
