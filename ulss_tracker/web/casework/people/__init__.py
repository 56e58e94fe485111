"""Pages about absences and calendars."""
