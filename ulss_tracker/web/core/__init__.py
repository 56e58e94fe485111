"""What stands around every page: access, sessions, headers, errors, lists."""
