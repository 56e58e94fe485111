"""Change the law's deciding code in small ways, and count the changes that the tests notice.

Run as `python -m tests.mutants`. It fails when fewer than 95 in 100 are noticed. What survives is
listed, and explained in docs/time-limits.md. `[tool.mutmut]` in pyproject.toml says what changes.
"""

import os
import subprocess
import sys
from collections import Counter

NEEDED = 0.95
# A change that makes the tests run for ever, or break off, has been noticed.
NOTICED = {"killed", "timeout", "segfault", "suspicious"}


def main() -> int:
    """Run every change, print a line a module and each survivor; 0 when enough are noticed."""
    ran = _mutmut("run", "--max-children", str(os.cpu_count() or 1))
    if ran.returncode:
        sys.stderr.write(ran.stdout[-4000:] + ran.stderr[-4000:])
        return ran.returncode
    outcomes = dict(
        line.strip().split(": ") for line in _mutmut("results", "--all", "true").stdout.splitlines()
    )
    counts = Counter((_module(change), outcome in NOTICED) for change, outcome in outcomes.items())
    for module in sorted({_module(change) for change in outcomes}):
        _say(module, counts[module, True], counts[module, False])
    for change in sorted(change for change, outcome in outcomes.items() if outcome not in NOTICED):
        sys.stdout.write(f"\n{_mutmut('show', change).stdout.strip()}\n")
    noticed = sum(outcome in NOTICED for outcome in outcomes.values())
    _say("All", noticed, len(outcomes) - noticed)
    return 0 if outcomes and noticed / len(outcomes) >= NEEDED else 1


def _mutmut(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _module(change: str) -> str:
    return change.rsplit(".", 1)[0]


def _say(what: str, noticed: int, missed: int) -> None:
    share = noticed / (noticed + missed) if noticed + missed else 0
    sys.stdout.write(f"{what}: {noticed} of {noticed + missed} noticed ({share:.1%})\n")


if __name__ == "__main__":
    sys.exit(main())
