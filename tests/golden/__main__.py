"""Write the golden texts again, and the pictures to look at: `python -m tests.golden`."""

import subprocess

from tests.golden.samples import PICTURES, TEXTS, every, text_of


def main() -> None:
    """Write every text and every picture; those of letters that are no more go."""
    for folder, pattern in ((TEXTS, "*.txt"), (PICTURES, "*.png")):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob(pattern):
            file.unlink()
    for sample in every():
        pdf = sample.pdf()
        (TEXTS / f"{sample.name}.txt").write_text(text_of(pdf), encoding="utf-8")
        command = ["pdftoppm", "-r", "40", "-gray", "-png", "-", str(PICTURES / sample.name)]
        subprocess.run(command, input=pdf, check=True)


main()
