"""Pages of what waits: the list, checks asked for, calls, what is owed, and the hand-over."""
