"""What the administrator looks after: members of staff, and the catalogue to read."""

from ulss_tracker.web.admin import people, routes

__all__ = ["people", "routes"]
