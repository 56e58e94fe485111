"""Signing in and out, and how one is reached on duty."""

from ulss_tracker.web.accounts import duty_contact, routes

__all__ = ["duty_contact", "routes"]
