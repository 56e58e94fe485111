"""docs/proofs.md shows the last run of each proof that tests/proofs/runs.csv keeps."""

from tests.proofs import _record
from tests.proofs.__main__ import names


def test_the_document_ends_with_the_last_run_of_every_proof() -> None:
    table = _record.last_runs()
    assert _record.DOCUMENT.read_text(encoding="utf-8").endswith(f"\n\n{table}")
    assert [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()[2:]] == names()
