"""The form in which each offence mentioned was committed: "conspiracy to", "att", "aiding"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form

if TYPE_CHECKING:
    from ulss_tracker.scheme.reading.typed import Mention

_LINK = r"(?:\s+(?:to|of|at|in|with|the|a|an|commit|committing|commission|i|o|u))*[\s:]*[\"'(]?"
_BEFORE: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.ATTEMPT, re.compile(rf"\b(?:attempt\w*|att(?:d|empt)?\.?|atempt\w*|attemt\w*|ymgais|ceisio|cais|geisio|cheisio|ymgeisio){_LINK}$")),
    (Form.ENCOURAGING, re.compile(
        r"\b(?:encourag\w*|assist\w*)(?:\s*(?:/|or|and|&)\s*(?:encourag\w*|assist\w*))?"
        r"(?:\s+(?:the|in|to|commission|of|an?|offence|offences|commit\w*|another|someone)\b)*[\s:,-]*$")),
    (Form.AIDING, re.compile(
        r"\b(?:aid\w*(?:\s*(?:,|/|&|and|or)?\s*(?:abet\w*|counsel\w*|procur\w*))+|abett\w*|counselling(?: (?:and|or) procuring)?"
        r"|cynorthwyo)(?:\s+(?:in|to|the|a|an|of|commission|with))*\s*$")),
    (Form.INCITEMENT, re.compile(r"\bincitement\s+to(?:\s+commit)?\s*$")),
)  # fmt: skip
_CONSPIRACY = re.compile(r"\b(?:conspir\w*|consp\b\.?|conspr\w*|cynllwyn\w*|gynllwyn\w*|agree\w*(?: with(?: \w+){1,3})? to)")
_BREAK = re.compile(r"[.;\n]|\b(?:but|dropped|alleged|acquitted|cleared|not guilty|sentenced|convicted|jailed|guilty)\b")
_MOST_BETWEEN = 70
_PLANNED = re.compile(r"\b(?:plot\w*|plan\w*|prepar\w*)(?: and \w+)? to\s+(?:commit\s+)?$")
_AFTER = re.compile(r"\s*[,(\[-]+\s*attempt(?:ed)?\b")
_AND = re.compile(r"\s*(?:and|&|/|or|a|ac)\s+(?:to\s+)?(?:\w+\s+){0,2}")
_ALONE = {"io-conspiracy-any": Form.CONSPIRACY, "no-sca07-44-ew": Form.ENCOURAGING, "io-sca07-46": Form.ENCOURAGING_46}
_OWN = frozenset({
    "io-attempted-murder", "io-conspiracy-murder", "io-conspiracy-defraud", "io-sca07-murder",
    "io-conspiracy-any", "io-oapa-21", "io-esa-3", "io-soliciting-murder", "io-suicide-2",
})  # fmt: skip


class FormSpans:
    """Finds forms around mentions."""

    def of(
        self, text: str, mentions: Sequence["Mention"], by_id: Mapping[str, Offence]
    ) -> Iterator[tuple["Mention", Form]]:
        """Each mention that is an offence, with its form."""
        last: Mention | None = None
        carried = Form.FULL
        held: Form | None = None
        for number, mention in enumerate(mentions):
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            alone = _alone(mention)
            if alone and following and following.start - mention.end <= _MOST_BETWEEN and not _BREAK.search(text, mention.end, following.start):
                held = alone
                last = mention
                continue
            begins = last.end if last else 0
            form = held or mention.form
            if form is Form.FULL and not alone:
                form = self._said(text, mention, begins)
            if form is Form.FULL and last and carried is not Form.FULL and not alone:
                if _AND.fullmatch(text[last.end : mention.start]) and carried is Form.CONSPIRACY:
                    form = carried
            held = None
            if mention.form is not Form.FULL and not mention.rows and mention.form is Form.CONSPIRACY:
                mention = replace(
                    mention, rows=(by_id["io-conspiracy-any"],), form=Form.FULL, is_unsure=False
                )
                form = Form.FULL
            if {row.id for row in mention.rows} <= _OWN and mention.rows:
                form = Form.FULL
            yield mention, form
            last, carried = mention, form

    def _said(self, text: str, mention: "Mention", begins: int) -> Form:
        before = text[max(begins, mention.start - _MOST_BETWEEN) : mention.start]
        for form, pattern in _BEFORE:
            if pattern.search(before):
                return form
        found = list(_CONSPIRACY.finditer(before))
        if found and not _BREAK.search(before, found[-1].end()):
            return Form.CONSPIRACY
        return Form.ATTEMPT if _AFTER.match(text, mention.end) else Form.FULL

    def planned(self, text: str, mentions: Sequence["Mention"]) -> list[tuple[int, int]]:
        """The offences that are said to have been planned, which may be a conspiracy or nothing."""
        return [
            (found.start(), one.end)
            for one in mentions
            for found in [_PLANNED.search(text, max(0, one.start - 20), one.start)]
            if found
        ]


def _alone(mention: "Mention") -> Form | None:
    """The form that a mention is by itself, where it names no offence."""
    forms = {_ALONE.get(row.id) for row in mention.rows}
    if len(forms) == 1 and None not in forms:
        return forms.pop()
    return mention.form if mention.form is not Form.FULL and not mention.rows else None
