"""A process that works for ever."""

while True:
    pass
