"""How rightly and how fast the reader reads what people type: `python -m bench.reading`.

Times are of the processor.
"""

import csv
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ulss_tracker.cli.check_csv import check_row
from ulss_tracker.scheme.offences.offences import load_catalogue

ROOT = Path(__file__).parents[1]
OURS = ROOT / "tests" / "unit" / "scheme" / "data" / "phrases.csv"
BY_OTHERS = OURS.with_name("phrases_by_others.csv")
LABELLED = ROOT.parent / "shared" / "data" / "phrases_dev.csv"
TODAY = date(2026, 11, 27)


def main() -> None:
    """Print a line for each set of rows and each of its styles, and one for the times."""
    for whose, path in (("ours", OURS), ("five others'", BY_OTHERS)):
        rows = _rows(path)
        for part in ("work", "kept"):
            if some := [row for row in rows if row["part"] == part]:
                _score(f"{whose}, {part}", some)
    if LABELLED.exists():
        rows = _rows(LABELLED)
        _score("another hand's", rows)
    _time(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _score(what: str, rows: Sequence[dict[str, str]]) -> None:
    catalogue = load_catalogue()
    styles: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        cells = {name: row[name] for name in ("offence_text", "court", "sentence_date")}
        got = check_row(cells, catalogue, TODAY, typed=True)["verdict"]
        styles[row["style"]][_kind(row["expected"], got)] += 1
    total = sum(styles.values(), Counter())
    print(f"{what}: {len(rows)} rows, {dict(total)}")
    each = (f"{style} {found['right']}/{found.total()}" for style, found in styles.items())
    print(f"  right by style: {', '.join(each)}")


def _kind(want: str, got: str) -> str:
    if want == got:
        return "right"
    if got == "needs_review":
        return "asked"
    if want == "needs_review":
        return "guessed"
    return "wrong no" if got == "not_in_scheme" else "wrong yes"


def _time(rows: Sequence[dict[str, str]]) -> None:
    reader = load_catalogue().typed
    took = []
    for row in rows:
        began = time.process_time()
        reader.read(row["offence_text"], TODAY)
        took.append((time.process_time() - began) * 1e3)
    print(
        f"a reading: {statistics.median(took):.2f} ms at the median, {max(took):.2f} at the longest"
    )


if __name__ == "__main__":
    main()
