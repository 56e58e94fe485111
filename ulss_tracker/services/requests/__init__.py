"""Requests, from the first answer online to a place in a case."""
