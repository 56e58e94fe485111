"""A process that works for ever in the place of the one that looks."""

while True:
    pass
