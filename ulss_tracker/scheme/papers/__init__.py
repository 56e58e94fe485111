"""Reading the papers of a case: remarks, indictments, extracts of the record, letters."""
