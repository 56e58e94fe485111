"""The gate that every file passes: opened in processes of their own, with hard limits.

`client` is the side that asks: `look` (seconds, while somebody waits) and `make_safe` (a job).
`looking` and `making` run in the processes, which share no memory, no settings and no network with
the tracker. What is found in one format stands in the module of that format.
"""
