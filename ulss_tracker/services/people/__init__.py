"""Members of staff: accounts, signing in, absences, the duty rota and calendars."""
