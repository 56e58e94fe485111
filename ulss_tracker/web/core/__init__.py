"""The frame of every page: access, sessions, headers, errors, lists."""
