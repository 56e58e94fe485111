"""What a supervisor watches and moves: the board, and who holds what."""

from ulss_tracker.web.supervision import reassign, routes

__all__ = ["reassign", "routes"]
