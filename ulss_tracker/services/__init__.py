"""The office's work: one verb, one function. Services never know a web request.

A service changes things inside one transaction, which its outermost function commits
(`transaction` in `core/unit_of_work.py`), and records each change as an event.
"""
