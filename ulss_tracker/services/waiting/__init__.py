"""What waits for each person: the list, who is told of it, and what people ask of one another."""
