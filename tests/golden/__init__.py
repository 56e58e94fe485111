"""What every letter says, kept as text: `python -m tests.golden` writes it again after a change."""
