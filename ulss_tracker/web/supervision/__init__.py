"""What a supervisor watches: the board."""
