"""Time limits, working days and the last day."""
