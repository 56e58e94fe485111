"""Support of the tests: databases, a client that checks every page, and records to work on."""
