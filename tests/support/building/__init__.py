"""How records for tests are made, by what they are of; tests ask `build` for them."""
