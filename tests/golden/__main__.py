"""Write the golden texts again, and the pictures to look at.

`python -m tests.golden` writes the letters, `python -m tests.golden pages [SCENE]` the pages.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.golden.samples import (
    PICTURE_OF,
    PICTURES,
    TEXTS,
    CodeSample,
    Sample,
    codes,
    every,
    text_of,
)

# Enough to read every word; a few greys are enough for black on white.
_DOTS_PER_INCH = "72"
_GREYS = 12


def main() -> None:
    """Write every text and every picture; those of letters that are no more go."""
    for folder, pattern in ((TEXTS, "*.txt"), (PICTURES, "*.png")):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob(pattern):
            file.unlink()
    for sample in (*every(), *codes()):
        pdf = sample.pdf()
        (TEXTS / f"{sample.name}.txt").write_text(text_of(pdf), encoding="utf-8")
        _draw(sample, pdf)


def _draw(sample: Sample | CodeSample, pdf: bytes) -> None:
    """A picture of each page, which says what letter it is of."""
    said = PngInfo()
    said.add_text(PICTURE_OF, sample.digest())
    with TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", _DOTS_PER_INCH, "-gray", "-", f"{folder}/{sample.name}"]
        subprocess.run(command, input=pdf, check=True)
        for page in sorted(Path(folder).iterdir()):
            with Image.open(page) as drawn:
                drawn.quantize(_GREYS).save(
                    PICTURES / f"{page.stem}.png", optimize=True, pnginfo=said
                )


def pages(scenes: list[str]) -> int:
    """Write the words of every page, or of one scene's; they are read where queries are counted."""
    counted = "tests/pages/core/test_query_counts.py"
    command = [sys.executable, "-m", "pytest", "--database", "postgresql", "--renew-pages", counted]
    chosen = ["-k", " and ".join(scenes[0].split())] if scenes else []
    return subprocess.run([*command, *chosen], check=False).returncode


if sys.argv[1:2] == ["pages"]:
    sys.exit(pages(sys.argv[2:]))
main()
