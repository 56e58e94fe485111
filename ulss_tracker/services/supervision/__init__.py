"""Supervision: the board, exceptions, figures, the work of each person."""
