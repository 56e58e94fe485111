"""Recording what a run of a proof gave: a row of runs.csv, and its line in docs/proofs.md."""

import csv
import subprocess
from datetime import UTC, datetime

from config import ROOT
from tests.proofs._findings import Findings

RUNS = ROOT / "tests" / "proofs" / "runs.csv"
DOCUMENT = ROOT / "docs" / "proofs.md"
_MOST_FAULTS = 5
_TABLE = "| proof | last run | commit | held |\n|---|---|---|---|\n"


def append(name: str, command: str, commit: str, seed: int, findings: Findings) -> None:
    """Keep the run, and show it as the last of its proof."""
    figures = list(findings.figures)
    if findings.faults:
        first = "; ".join(findings.faults[:_MOST_FAULTS])
        figures.append(f"{len(findings.faults)} faults, the first: {first}")
    held = "yes" if findings.holds else "no"
    at = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    with RUNS.open("a", encoding="utf-8", newline="") as file:
        row = [name, at, commit, command, str(seed), held, "\n".join(figures)]
        csv.writer(file, lineterminator="\n").writerow(row)
    introduction, _, _ = DOCUMENT.read_text(encoding="utf-8").partition(_TABLE)
    DOCUMENT.write_text(introduction + last_runs(), encoding="utf-8")


def last_runs() -> str:
    """The table of the proofs, each with its last run."""
    with RUNS.open(encoding="utf-8", newline="") as file:
        last = {run["proof"]: run for run in csv.DictReader(file)}
    return _TABLE + "".join(
        f"| {name} | {run['date']} | {run['commit']} | {run['held']} |\n"
        for name, run in sorted(last.items())
    )


def commit() -> str:
    """The commit that is proved, and whether anything but the record differs from it."""
    at = _git("rev-parse", "--short=10", "HEAD")
    record = [f":!{path.relative_to(ROOT)}" for path in (RUNS, DOCUMENT)]
    changed = _git("status", "--porcelain", "--", ".", *record)
    return f"{at} with changes" if changed else at


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else "unknown"
