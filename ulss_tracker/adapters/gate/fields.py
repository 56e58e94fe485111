"""The instructions of Word's fields, which Word's documents and RTF write each in its own way."""

import re

from ulss_tracker.adapters.gate.file_types import Finding

# Somewhere that is not on the reader's own machine; a path doubles its backslashes in a field.
ELSEWHERE = re.compile(r"//|\bfile:|(?<![\w:\\])\\\\", re.I)
_LONGEST_INSTRUCTION = 2_000  # characters of a field that the field around it takes in
_STARTS_PROGRAM = re.compile(r"\W*DDE(AUTO)?\b", re.I)
_FETCHES_PICTURE = re.compile(r"\W*(INCLUDEPICTURE|IMPORT)\b", re.I)
_FETCHES_OTHER = re.compile(r"\W*(INCLUDETEXT|INCLUDE|LINK|RD|DATABASE)\b", re.I)
_CHARACTERS = re.compile(r"\d{1,7}( \d{1,7})*")


class Fields:
    """The fields of a document in the order of its words; a field may stand within another.

    What a field within makes becomes part of the instruction around it, as in Word.
    """

    def __init__(self) -> None:
        self.findings: set[Finding] = set()
        self._open: list[list[str]] = []

    def begin(self) -> None:
        """A field begins."""
        self._open.append([])

    def write(self, words: str) -> None:
        """Words of the instruction of the innermost field that is open, if one is."""
        if self._open:
            self._open[-1].append(words)

    def end(self) -> None:
        """The innermost field ends: what its instruction does is kept in `findings`."""
        if not self._open:
            return
        instruction = _evaluated(" ".join("".join(self._open.pop()).split()))
        if _STARTS_PROGRAM.match(instruction):
            self.findings.add(Finding.DDE)
        elif _FETCHES_OTHER.match(instruction):
            self.findings.add(Finding.FETCHES_OTHER)
        elif _FETCHES_PICTURE.match(instruction) and ELSEWHERE.search(instruction):
            self.findings.add(Finding.FETCHES_PICTURE)
        self.write(instruction[:_LONGEST_INSTRUCTION])

    def end_all(self) -> None:
        """The document ends, and with it each field that was left open."""
        while self._open:
            self.end()


def _evaluated(instruction: str) -> str:
    """The words that the field makes, if it only quotes: `QUOTE 68 68 69` makes DDE."""
    name, _, rest = instruction.partition(" ")
    if name.upper() != "QUOTE":
        return instruction
    if _CHARACTERS.fullmatch(rest):
        return "".join(chr(int(number) % 0x110000) for number in rest.split())
    return rest.strip('"“”')
