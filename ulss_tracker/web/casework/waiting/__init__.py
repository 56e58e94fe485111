"""Pages of what waits: the list, checks asked for, calls, what is outstanding, the hand-over."""
