"""The list of what waits for each person, who is told, and what people ask of one another."""
