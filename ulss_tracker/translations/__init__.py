"""The Welsh of the public pages. docs/welsh.md says how to change it."""
