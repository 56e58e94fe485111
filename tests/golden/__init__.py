"""The words of every letter and page, kept as text: `__main__` says how to write them again."""
