"""What the administrator looks after: members of staff, and the catalogue to read."""

from ulss_tracker.web.admin import letters, people, routes

__all__ = ["letters", "people", "routes"]
