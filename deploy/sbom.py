"""Adds the vendored front ends to a list of components, and leaves out every address."""

import json
import re
import sys
from pathlib import Path
from typing import Any

VENDORED = Path(__file__).parents[1] / "ulss_tracker" / "static" / "vendor" / "README.md"
_ROW = re.compile(r"^\| [a-z-]+ \| (@?[\w/-]+) \| ([\d.]+) \| (\w+)", re.MULTILINE)


def front_ends() -> list[dict[str, Any]]:
    """The vendored front ends, as the table beside them names them."""
    return [
        {
            "type": "library",
            "bom-ref": f"vendored-{name}",
            "name": name,
            "version": version,
            "licenses": [{"license": {"id": licence}}],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
        }
        for name, version, licence in _ROW.findall(VENDORED.read_text())
    ]


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
    found = without_addresses(json.loads(Path(file).read_text()))
    found["components"] += front_ends()
    print(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
