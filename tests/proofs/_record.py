"""Appending what a run of a proof gave to docs/proofs.md: a section a proof, a row a run."""

import subprocess
from datetime import UTC, datetime

from config import ROOT
from tests.proofs._findings import Findings

PLACE = ROOT / "docs" / "proofs.md"
_HEADING = "| date | commit | command | seed | held | figures |\n|---|---|---|---|---|---|\n"
_MOST_FAULTS = 5


def append(name: str, command: str, commit: str, seed: int, findings: Findings) -> None:
    """Write the run at the end of the proof's section, which is made if there is none."""
    row = _row(command, commit, seed, findings)
    text = PLACE.read_text(encoding="utf-8").rstrip("\n") + "\n"
    title = f"\n## {name}\n"
    if title not in text:
        text += f"{title}\n{_HEADING}"
    before, _, rest = text.partition(title)
    section, next_title, after = rest.partition("\n## ")
    section = section.rstrip("\n") + "\n" + row
    PLACE.write_text(f"{before}{title}{section}{next_title}{after}", encoding="utf-8")


def commit() -> str:
    """The commit that is proved, and whether anything but the record differs from it."""
    at = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!docs/proofs.md")
    return f"{at} with changes" if changed else at


def _row(command: str, commit: str, seed: int, findings: Findings) -> str:
    said = list(findings.figures)
    if findings.faults:
        first = "; ".join(findings.faults[:_MOST_FAULTS])
        said.append(f"{len(findings.faults)} faults, the first: {first}")
    held = "yes" if findings.holds else "**no**"
    cells = [f"{datetime.now(UTC):%Y-%m-%d %H:%M}", commit, f"`{command}`", str(seed), held]
    words = "<br>".join(said).replace("|", "\\|").replace("\n", " ")
    return f"| {' | '.join(cells)} | {words} |\n"


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else "unknown"
