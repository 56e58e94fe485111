"""What the office does: one verb, one function. Services never know a web request.

A service changes things inside one transaction, which its outermost function commits
(`saving` in `saving.py`), and records each change as an event.
"""
