"""The law as one value: what the files say, and what two lawyers have signed since."""
