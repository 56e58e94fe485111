"""The gate that every file and message passes: opened in a jail (`jail`), with hard limits.

`client` is the door: `look` (seconds, while somebody waits) and `make_safe` (a job). `opener` is
the process in the jail, where `looking` and `making` run: it shares no memory, settings, files or
network with the tracker. What is found in one format stands in the module of that format.
"""
