"""Everything that can run out: a row for each limit of each request and review."""
