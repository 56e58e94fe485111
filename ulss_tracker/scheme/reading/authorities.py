"""Authorities: the list that a lawyer typed, and the cases that the words of a document cite.

CrimPR r.41.3(4) asks an application to identify the relevant authorities. Cases are known by their
names (“R v Mir”, “Attorney General’s Reference (No 4 of 1989)”) and by their citations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COURTS = {
    "UKSC": "Supreme Court",
    "UKHL": "House of Lords",
    "UKPC": "Privy Council",
    "EWCA Crim": "Court of Appeal (Criminal Division)",
    "EWCA Civ": "Court of Appeal (Civil Division)",
    "EWHC": "High Court",
    "NICA": "Court of Appeal in Northern Ireland",
}
"""The courts of neutral citations, by the letters that stand for them."""
_NAME = (
    r"Attorney[ -]General’?s’? Ref(?:erence|\.)?s? \(?Nos?\.? ?[\d,]+(?: and [\d,]+)* of \d{4}\)?"
    r"|R\.? v\.? [A-Z][\w’-]*(?:(?: and | & | )[A-Z][\w’-]*)*"
)
_NEUTRAL = rf"\[\d{{4}}\] (?:{'|'.join(COURTS)}) \d+"
_REPORT = (
    r"[\[(]\d{4}[\])] (?:\d+ )?(?:WLR|AC|QB|KB|All ER|Cr\.? ?App\.? ?R\.?(?: ?\(S\.?\))?|Crim LR)"
    r" \d+"
)
_MENTION = re.compile(
    rf"(?P<name>{_NAME})(?:,? (?:{_NEUTRAL}|{_REPORT})(?:[,;])?)*|{_NEUTRAL}|{_REPORT}"
)
_CITATION = re.compile(f"{_NEUTRAL}|{_REPORT}")
_COURT = re.compile("|".join(COURTS))


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority of the list: its name with its citation, the court, what it is cited for.

    What is not said is empty.
    """

    text: str
    court: str
    proposition: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """A case as some words name it; `name` and `citations` are as they are compared."""

    text: str
    name: str
    citations: frozenset[str]

    def is_same(self, other: "_Mention") -> bool:
        """Whether both are one case: neutral citations decide, else either of the two."""
        mine, theirs = self._neutral, other._neutral
        if mine and theirs:
            return bool(mine & theirs)
        return (self.name != "" and self.name == other.name) or bool(
            self.citations & other.citations
        )

    @property
    def _neutral(self) -> set[str]:
        return {citation for citation in self.citations if _COURT.search(citation)}


def read_list(lines: Sequence[str]) -> list[Authority]:
    """The authorities, one a line: “name [citation]; court; what it is cited for”.

    The court may be left out where a neutral citation says it.
    """
    return [_read(line) for line in lines if line.strip(" .").lower() != "none"]


def differences(listed: Sequence[Authority], words: str) -> list[str]:
    """Name whatever differs between the list and the words, and is left unsaid in the list."""
    mentions = {mention.text: mention for mention in _mentions(words)}
    entries = [(authority, list(_mentions(authority.text))) for authority in listed]
    known = [mention for _, own in entries for mention in own]
    return [
        *(
            f"“{text}” is cited and not listed"
            for text, mention in mentions.items()
            if not any(mention.is_same(other) for other in known)
        ),
        *(
            f"“{authority.text}” is listed and not cited"
            for authority, own in entries
            if not _is_cited(authority, own, words, list(mentions.values()))
        ),
        *(lack for authority, own in entries for lack in _lacks(authority, own)),
    ]


def _read(line: str) -> Authority:
    text, *more = (part.strip() for part in line.split(";", 2))
    court = more[0] if len(more) == 2 else ""
    found = _COURT.search(" ".join(_CITATION.findall(_plain(text))))
    return Authority(text, court or (COURTS[found.group()] if found else ""), "".join(more[-1:]))


def _plain(words: str) -> str:
    return " ".join(words.replace("'", "’").split())


def _mentions(words: str) -> Iterator[_Mention]:
    for found in _MENTION.finditer(_plain(words)):
        text = found.group().strip(" ,;")
        yield _Mention(text, _key(found["name"] or ""), frozenset(_CITATION.findall(text)))


def _key(name: str) -> str:
    """A name as it is compared: the first defendant, or the numbers and year of a reference."""
    if name.startswith("R"):
        return name.replace(".", "").split()[2]
    return " ".join(re.findall(r"\d+", name))


def _is_cited(authority: Authority, own: list[_Mention], words: str, cited: list[_Mention]) -> bool:
    if own:
        return any(mention.is_same(other) for mention in own for other in cited)
    return _plain(authority.text).lower() in _plain(words).lower()


def _lacks(authority: Authority, own: list[_Mention]) -> Iterator[str]:
    wanting = [
        ("its citation", bool(own) and not any(mention.citations for mention in own)),
        ("its court", bool(own) and not authority.court),
        ("what it is cited for", not authority.proposition),
    ]
    lacks = [what for what, is_wanting in wanting if is_wanting]
    if lacks:
        yield f"“{authority.text}” is listed without {' and '.join(lacks)}"
