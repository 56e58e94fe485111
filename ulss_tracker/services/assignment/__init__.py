"""Giving reviews and requests to people: one or many, balanced, undone; who looked first."""
