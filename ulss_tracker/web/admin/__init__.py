"""What the administrator looks after: accounts, the catalogue to read, and how the jobs stand."""

from ulss_tracker.web.admin import jobs, letters, people, routes

__all__ = ["jobs", "letters", "people", "routes"]
