"""What the administrator looks after: members of staff, and the catalogue to read."""
