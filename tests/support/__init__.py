"""What the tests stand on: databases, a client that checks every page, and records to work on."""
