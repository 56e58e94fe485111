"""How large the tracker is: `python -m bench.size [CHECKOUT ...]`, a column for each checkout.

`python -m bench.size --check` fails where `ulss_tracker` has more net lines than its ceiling in
pyproject.toml.

Net lines are lines of code: without blanks, comments, docstrings (those below a name included) and
imports.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from config import ROOT

BOARD_COLUMNS = [
    re.compile(rf"""["'](?:{names})["']""", re.IGNORECASE)
    for names in (
        "spare|to spare",
        "stage",
        "offence",
        "verified|verified by a second person",
        "waits|waits for",
        "since|waiting since",
        "assigned|assigned to",
    )
]
NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def main(checkouts: list[Path]) -> None:
    """Print a line for each measure, and a column for each checkout."""
    for name, measure in MEASURES.items():
        print(f"{name:<52}" + "".join(f"{measure(checkout):>10,}" for checkout in checkouts))


def check() -> str:
    """Say what is wrong where the tracker is larger than its ceiling; else nothing."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    ceiling, lines = pyproject["tool"]["size"]["net_lines"], net_lines(ROOT)
    if lines <= ceiling:
        return ""
    return f"ulss_tracker has {lines:,} net lines, {lines - ceiling:,} more than its ceiling"


def net_lines(checkout: Path) -> int:
    """Count the lines of code of `ulss_tracker`, in all modules."""
    return sum(len(code_lines(source)) for source in sources(checkout, "ulss_tracker"))


def raw_lines(folder: str) -> Callable[[Path], int]:
    """Give a count of every line of a folder's Python."""
    return lambda checkout: sum(len(text.splitlines()) for text in sources(checkout, folder))


def code_lines(source: str) -> set[int]:
    """Give the numbers of the lines that hold code."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        line
        for token in tokens
        if token.type not in NOT_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in left_out(ast.parse(source)):
        lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def left_out(tree: ast.Module) -> Iterator[ast.stmt]:
    """Find the docstrings and the imports of a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                yield node


def template_characters(checkout: Path) -> int:
    """Count the characters of the templates."""
    return sum(len(text) for text in texts(checkout / "templates", "*"))


def words_of_documents(checkout: Path) -> int:
    """Count the words of every document, those at the top included."""
    documents = [*checkout.glob("*.md"), *(checkout / "docs").rglob("*.md")]
    return sum(len(document.read_text("utf-8").split()) for document in documents)


def places_of_board_columns(checkout: Path) -> int:
    """Count the files that name most columns of the board: a new column is written in each."""
    files = [
        *texts(checkout / "ulss_tracker", "*.py"),
        *texts(checkout / "templates", "*.html"),
    ]
    return sum(
        sum(bool(column.search(text)) for column in BOARD_COLUMNS) > len(BOARD_COLUMNS) * 2 / 3
        for text in files
    )


def from_application(expression: str) -> Callable[[Path], int]:
    """Give a count that only a checkout's own application knows: a process of its own asks it."""
    program = f"""
from config import Config
from ulss_tracker import create_app
app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI="sqlite://"))
print({expression})
"""

    def count(checkout: Path) -> int:
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program],
            cwd=checkout,
            check=True,
            capture_output=True,
            text=True,
        )
        return int(answer.stdout.split()[-1])

    return count


def sources(checkout: Path, folder: str) -> Iterator[str]:
    """Read each module of a folder."""
    return texts(checkout / folder, "*.py")


def texts(folder: Path, pattern: str) -> Iterator[str]:
    """Read each file below a folder that holds text."""
    for file in sorted(folder.rglob(pattern)):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.read_text("utf-8")


MEASURES = {
    "net lines of ulss_tracker": net_lines,
    "raw lines of ulss_tracker": raw_lines("ulss_tracker"),
    "raw lines of tests": raw_lines("tests"),
    "characters of templates": template_characters,
    "words of documents": words_of_documents,
    "files that name the board's columns": places_of_board_columns,
    "tables": from_application("len(app.extensions['sqlalchemy'].metadata.tables)"),
    "settings": from_application("len(Config.model_fields)"),
    "endpoints": from_application("len(app.view_functions)"),
}

if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check() or 0)
    main([Path(name).resolve() for name in sys.argv[1:]] or [ROOT])
