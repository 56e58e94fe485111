"""Which release this is, as CHANGELOG.md names it; staff see it at the foot of each page."""

VERSION = "0.2.0"
