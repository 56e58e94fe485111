"""What in an old register a person must look at, row by row and as a whole."""
