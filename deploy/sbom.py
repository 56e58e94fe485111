"""Adds hashes and the vendored front ends to a list of components, and leaves out every address."""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

VENDORED = Path(__file__).parents[1] / "ulss_tracker" / "static" / "vendor" / "README.md"
PINS = Path(__file__).parents[1] / "requirements.txt"
SUMS = Path(__file__).parent / "vendored.sha256"
_PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==.*((?:\n +--hash=sha256:.*)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:(\w+)")
_ROW = re.compile(r"^\| ([a-z-]+) \| (@?[\w/-]+) \| ([\d.]+) \| (\w+)", re.MULTILINE)


def front_ends() -> list[dict[str, Any]]:
    """The vendored front ends, as the table beside them names them."""
    return [
        {
            "type": "library",
            "bom-ref": f"vendored-{name}",
            "name": name,
            "hashes": _hashes(
                line.split()[0] for line in SUMS.read_text().splitlines() if f"/{folder}/" in line
            ),
            "version": version,
            "licenses": [{"license": {"id": licence}}],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
        }
        for folder, name, version, licence in _ROW.findall(VENDORED.read_text())
    ]


def hashes_of_pins() -> dict[str, list[dict[str, str]]]:
    """The hashes of each library by its name: one for each file that is the pinned release."""
    return {name: _hashes(_HASH.findall(lines)) for name, lines in _PIN.findall(PINS.read_text())}


def _hashes(sums: Iterable[str]) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": each} for each in sums]


def without_addresses(node: Any) -> Any:
    """The same without references to other places, and without the lines of the pins."""
    if isinstance(node, dict):
        return {
            name: without_addresses(each)
            for name, each in node.items()
            if name not in {"externalReferences", "$schema", "description"}
        }
    return [without_addresses(each) for each in node] if isinstance(node, list) else node


def main(file: str) -> None:
    """Print the list made from what the tool wrote."""
    result = without_addresses(json.loads(Path(file).read_text()))
    hashes = hashes_of_pins()
    for component in result["components"]:
        component["hashes"] = hashes[component["name"]]
    result["components"] += front_ends()
    print(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
