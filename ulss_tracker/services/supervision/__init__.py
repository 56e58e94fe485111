"""What a supervisor watches: the board, exceptions, figures, the work of each person."""
