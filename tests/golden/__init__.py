"""The words of every letter, kept as text: `python -m tests.golden` writes them again."""
