"""History: one declared event for each change, and each review as it was at any moment."""
