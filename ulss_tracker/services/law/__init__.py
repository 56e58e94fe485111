"""The law desk: what a lawyer keeps, rehearses and signs, and what follows from it."""
