"""Files that the public and the office bring."""
