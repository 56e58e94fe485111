"""The form in which each offence mentioned was committed: "conspiracy to", "att", "aiding"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.patterns import DATA, patterns_of
from ulss_tracker.scheme.table import read_table

_SAYS = patterns_of("form_spans")
_BEFORE = [(Form(form), words) for form, words in patterns_of("form_before").items()]
_MOST_BETWEEN = 70
_TABLE = read_table(DATA / "forms.toml")
_ALONE = {row: _TABLE.row("alone").choice(row, Form) for row in _TABLE.row("alone").names()}
_ROW_ALONE = {form: row_id for row_id, form in _ALONE.items()}
_OWN = frozenset({*_ALONE, *_TABLE.row("own").texts("rows")})


class FormSpans:
    """Finds forms around mentions."""

    def of(
        self, text: str, mentions: Sequence[Mention], by_id: Mapping[str, Offence]
    ) -> Iterator[tuple[Mention, Form]]:
        """Each mention that is an offence, with its form."""
        last: Mention | None = None
        carried, held = Form.FULL, Form.FULL
        for number, mention in enumerate(mentions):
            alone = _alone(mention)
            if alone is not Form.FULL and _leads(text, mentions, number):
                held, last = alone, mention
                continue
            form = held if held is not Form.FULL else mention.form
            if form is Form.FULL and alone is Form.FULL:
                form = _said(text, mention, last.end if last else 0)
                if form is Form.FULL and _goes_on(text, last, mention, carried):
                    form = carried
            held = Form.FULL
            if form in _ROW_ALONE and not mention.rows:
                mention = replace(mention, rows=(by_id[_ROW_ALONE[form]],), is_unsure=False)
            if mention.rows and {row.id for row in mention.rows} <= _OWN:
                form = Form.FULL
            yield mention, form
            last, carried = mention, form

    def planned(self, text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
        """The offences that are said to have been planned, which may be a conspiracy or nothing."""
        return [
            (found.start(), one.end)
            for one in mentions
            for found in [_SAYS["planned"].search(text, max(0, one.start - 20), one.start)]
            if found
        ]


def _said(text: str, mention: Mention, begins: int) -> Form:
    """The form that the words before a mention say, or the word after it."""
    before = text[max(begins, mention.start - _MOST_BETWEEN) : mention.start]
    for form, pattern in _BEFORE:
        if pattern.search(before):
            return form
    matches = list(_SAYS["conspiracy"].finditer(before))
    if matches and not _SAYS["break"].search(before, matches[-1].end()):
        return Form.CONSPIRACY
    return Form.ATTEMPT if _SAYS["after"].match(text, mention.end) else Form.FULL


def _goes_on(text: str, last: Mention | None, mention: Mention, carried: Form) -> bool:
    """True for the second offence of one conspiracy: "to burgle and steal"."""
    if last is None or carried is not Form.CONSPIRACY:
        return False
    return bool(_SAYS["and"].fullmatch(text[last.end : mention.start]))


def _leads(text: str, mentions: Sequence[Mention], number: int) -> bool:
    """True if the next mention is the offence that a form standing alone is of."""
    if number + 1 == len(mentions):
        return False
    end, start = mentions[number].end, mentions[number + 1].start
    return start - end <= _MOST_BETWEEN and not _SAYS["break"].search(text, end, start)


def _alone(mention: Mention) -> Form:
    """The form that a mention is by itself, where it names no offence."""
    forms = {_ALONE.get(row.id, Form.FULL) for row in mention.rows}
    if len(forms) == 1:
        return forms.pop()
    return Form.FULL if mention.rows else mention.form
