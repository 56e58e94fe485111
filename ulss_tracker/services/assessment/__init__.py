"""The scheme's rules asked about a review, verified and overridden by people."""
