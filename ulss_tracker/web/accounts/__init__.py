"""Signing in and out, how one is reached on duty, and when one works."""
