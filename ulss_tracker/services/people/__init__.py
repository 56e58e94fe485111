"""Members of staff: accounts, signing in, absences and calendars."""
