"""Validation of an old register: what a person must look at, row by row and as a whole."""
