"""Files: looked at, and taken as they came."""
