"""The stages of a review, what is next, and who must be told."""
