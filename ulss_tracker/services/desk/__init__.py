"""One page, one press: what takes several services together, kept whole or not at all."""
