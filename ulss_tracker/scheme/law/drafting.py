"""A change of the law from what a lawyer answered on a form: the rows that an engineer would write.

The answers are those of web/law/proposals.toml, by name. Nothing is decided here: what comes out is
proposed, read, rehearsed and signed like any other change.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.change import ChangeKind, TextRead
from ulss_tracker.scheme.law.change_files import write_table
from ulss_tracker.scheme.law.law import current
from ulss_tracker.scheme.offences.catalogue_files import written_families
from ulss_tracker.scheme.offences.offence import Basis
from ulss_tracker.scheme.offences.offences import AMEND_OFFENCES, find_offence, load_catalogue
from ulss_tracker.scheme.offences.reasons import day_words
from ulss_tracker.scheme.table import TableRow
from ulss_tracker.scheme.time.policies import written_limits

Answers = Mapping[str, Any]
Values = dict[str, object]

_OF_A_PERIOD = (
    *("basis", "paragraph", "sentenced_from", "note", "source", "verified", "read", "doubt"),
    "day_unverified",
)
_CONDUCT = {
    "from": "The text is said to reach only an offence done on or after {day}: when it was done "
    "decides.",
    "not_said": "The text does not say whether it reaches an offence done before {day}.",
}
_EFFECTS = {
    "in": "{text} covers it.",
    "not": "{text} leaves it out.",
    "check": "Whether {text} covers it is not settled.",
}


class DraftError(ValueError):
    """An answer that makes no change. `field` is the one to mend."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def content_of(kind: ChangeKind, answers: Answers) -> str:
    """The content of the change that these answers make. Raises DraftError."""
    read = {name: answers[f"read_{name}"] for name in TextRead.__slots__ if answers[f"read_{name}"]}
    row = write_table(f"[[{kind.value}]]", _ROWS[kind](answers))
    return f"{row}\n\n{write_table('[read]', read)}"


def _offence(answers: Answers) -> Values:
    """An offence in the scheme, or out of it, from a day on; what it was until then is kept."""
    begins: date = answers["sentenced_from"]
    basis = Basis(answers["basis"])
    row: Values = {
        "basis": basis.value,
        "sentenced_from": begins,
        "source": [f"{answers['read_address']} ({_text_read(answers)})"],
        "verified": True,
        "note": f"{basis.label} for sentences from {day_words(begins)}.",
    }
    if basis is Basis.SPECIFIED:
        if not answers["paragraph"]:
            raise DraftError("paragraph", "Enter the paragraph of the Order that lists it")
        row["paragraph"] = answers["paragraph"]
    if doubt := _CONDUCT.get(answers["conduct"]):
        row["doubt"] = [{"reason": doubt.format(day=day_words(begins))}]
    offence = find_offence(answers["offence"])
    if offence is None:
        return _new_offence(answers) | row
    held = _written_offence(load_catalogue().latest(offence).id)
    was_from = held.day_or_none("sentenced_from")
    if was_from and was_from >= begins:
        raise DraftError(
            "sentenced_from",
            f"The catalogue has law for it from {day_words(was_from)}: enter a later day",
        )
    held_of_period = {name: held.values[name] for name in _OF_A_PERIOD if held.has(name)}
    name = held.text("id")
    was: Values = {"id": f"{name}-until-{begins.isoformat()}", **held_of_period}
    earlier = [entry.values for entry in held.rows("before")]
    gone = [value for value in held_of_period if value not in row]
    return {"id": name, **({"without": gone} if gone else {}), **row, "before": [was, *earlier]}


def _new_offence(answers: Answers) -> Values:
    for field, words in (
        ("act", "Enter the Act that makes it an offence"),
        ("provision", "Enter the section that makes it an offence"),
        ("family", "Choose what it is most like"),
    ):
        if not answers[field]:
            raise DraftError(field, words)
    title = answers["offence_words"]
    return {
        "id": f"added-{_slug(title)}",
        "family": answers["family"],
        "title": title,
        "act": answers["act"],
        "provision": answers["provision"],
    }


def _form(answers: Answers) -> Values:
    """The rule of the Order for attempts and the like at the offences of some of its paragraphs."""
    text = _text_read(answers)
    return {
        "forms": answers["forms"],
        "paragraphs": [part.strip() for part in re.split("[;,]", answers["paragraphs"])],
        "effect": answers["effect"],
        "sentenced_from": answers["sentenced_from"],
        "reason": _EFFECTS[answers["effect"]].format(text=text),
        "authority": text,
        "source": answers["read_address"],
    }


def _limit(answers: Answers) -> Values:
    """A limit, law where the text leaves nothing open; else it may be, and a lawyer must check."""
    held = written_limits().get(answers["limit"])
    title = answers["title"] or (held.text("title") if held else "")
    if not title:
        raise DraftError("title", "Enter what the new limit is called")
    is_from_told = answers["runs_from"] == "told"
    not_known = [answers["read_not_known"]] if answers["read_not_known"] else []
    if is_from_told:
        not_known.append("On which day each person was told, which nobody counts from by itself.")
    row: Values = {
        "id": held.text("id") if held else f"added-{_slug(title)}",
        "title": title,
        "status": "unconfirmed" if not_known else "confirmed",
        "provision": _text_read(answers),
        "runs_from": "receipt" if answers["runs_from"] == "receipt" else "sentence",
        answers["unit"]: answers["length"],
        "sentenced_from": answers["sentenced_from"],
        "known": [f"The text was read on {day_words(answers['read_on'])}."],
        "sources": [answers["read_address"]],
    }
    if not_known:
        row["not_known"] = not_known
    if "everyone" not in answers["standings"]:
        row["standings"] = answers["standings"]
    if is_from_told:
        row["may_start_later"] = True
    if row["runs_from"] == "receipt":
        if not answers["last_days"]:
            raise DraftError("last_days", "Enter in how many last days the request must come")
        row["received_in_last_days"] = answers["last_days"]
    stays = {"confirmed"} if row["status"] == "confirmed" else set()
    gone = [name for name in held.names() if name not in row and name not in stays] if held else []
    return row | ({"without": gone} if gone else {})


def _maximum(answers: Answers) -> Values:
    """The most that may be passed for an offence of the catalogue, from a day on."""
    offence = find_offence(answers["offence"])
    if offence is None:
        raise DraftError("offence", "Choose an offence of the catalogue")
    years, months = answers["years"], answers["months"]
    if answers["is_life"] == bool(years or months):
        raise DraftError("years", "Enter years or months, or tick life, and not both")
    term = {name: count for name, count in (("years", years), ("months", months)) if count}
    return {
        "offences": [offence.id],
        **({"life": True} if answers["is_life"] else term),
        "from": answers["sentenced_from"],
        "source": _text_read(answers),
        "copy": f"{answers['read_address']}, read on {answers['read_on'].isoformat()}",
    }


def _commencement(answers: Answers) -> Values:
    """Another day from which a limit, or an offence as it stands now, counts."""
    begins: Values = {"limit": answers["limit"]}
    if answers["limit"] == "offence":
        offence = find_offence(answers["offence"])
        if offence is None:
            raise DraftError("offence", "Choose an offence of the catalogue")
        begins = {"offence": load_catalogue().latest(offence).id}
    return begins | {"sentenced_from": answers["sentenced_from"], "source": _source(answers)}


def _bank_holiday(answers: Answers) -> Values:
    return {
        "on": answers["on"],
        "holiday": answers["is_holiday"] == "yes",
        "title": answers["title"],
        "source": _source(answers),
    }


def _retention(answers: Answers) -> Values:
    """How long one kind of personal data is kept; no other length of it holds any more."""
    held = retention.rule(answers["rule"]).row
    gone = [unit for unit in ("days", "months", "years", "period") if held.has(unit)]
    return {
        "id": answers["rule"],
        "without": [*gone, *(["read_on"] if held.has("read_on") else [])],
        answers["unit"]: answers["length"],
        "why": answers["why"],
        "basis": answers["basis"],
        "from": answers["decides_from_on"],
        "source": _source(answers),
        "read_on": answers["read_on"],
        "verified": True,
    }


_ROWS: Mapping[ChangeKind, Callable[[Answers], Values]] = {
    ChangeKind.OFFENCE: _offence,
    ChangeKind.FORM: _form,
    ChangeKind.LIMIT: _limit,
    ChangeKind.MAXIMUM: _maximum,
    ChangeKind.COMMENCEMENT: _commencement,
    ChangeKind.BANK_HOLIDAY: _bank_holiday,
    ChangeKind.RETENTION: _retention,
}


def _text_read(answers: Answers) -> str:
    """The text and its provision, as an authority is cited."""
    return f"{answers['read_title']} {answers['read_provision']}"


def _source(answers: Answers) -> str:
    """The text, and where it was read."""
    return f"{_text_read(answers)}: {answers['read_address']}"


def _written_offence(offence_id: str) -> TableRow:
    """The row of the latest law of an offence, as the files and signed changes write it."""
    families = written_families(signed=current().of(*AMEND_OFFENCES))
    return next(row for rows in families.values() for row in rows if row.text("id") == offence_id)


def _slug(title: str) -> str:
    return re.sub("[^a-z0-9]+", "-", title.casefold()).strip("-")[:60]
