"""Messages that people write to the office's mailbox: read, sorted, proposed; a person confirms."""
