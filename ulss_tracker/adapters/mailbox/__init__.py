"""Messages that people send to the office's mailbox: read whole, within bounds, never trusted."""
