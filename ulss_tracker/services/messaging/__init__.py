"""Emails and letters to people: composed, queued, delivered."""
