"""Long proofs, run by `make prove NAME` and not by the suite: runs.csv keeps what each gave.

A proof is one module here. The first line of its docstring says what it proves, and it has:

    def prove(options: Namespace, findings: Findings) -> None

and, for options of its own, `def add_options(parser)`. Modules whose names begin with an underscore
are parts of proofs; the suite's short versions call the same parts.
"""
