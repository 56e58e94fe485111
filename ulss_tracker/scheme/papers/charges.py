"""The counts of an indictment: its statements of offence, and against whom each is laid."""

from collections.abc import Sequence
from datetime import date

from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.paper import CountRead
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in

_SAYS = patterns_of("charges")


def charges(
    paper: PaperText, offenders: Sequence[str], catalogue: Catalogue, on: date | None
) -> list[CountRead]:
    """The counts, each for everybody whom its particulars name; for all where they name nobody."""
    counts: list[CountRead] = []
    begins = list(_SAYS["begins"].finditer(paper.text))
    ends = [*(match.start() for match in begins[1:]), len(paper.text)]
    for match, end in zip(begins, ends, strict=False):
        particulars = _SAYS["particulars"].search(paper.text, match.end(), end)
        statement = paper.words(match.end(), particulars.start() if particulars else end)
        laid = paper.words(particulars.end(), end).lower() if particulars else ""
        offence, *rest = _SAYS["contrary"].split(statement, maxsplit=1)
        rows = {row.id for one in catalogue.typed.read(statement, on).counted for row in one.rows}
        named = [name for name in offenders if name.lower() in laid]
        for offender in named or offenders or ("",):
            counts.append(
                CountRead(
                    number=said_in(match, "number"),
                    offender=offender,
                    offence=offence.lower() if offence.isupper() else offence,
                    offence_id=next(iter(rows)) if len(rows) == 1 else "",
                    provision=_provision(rest[0] if rest else ""),
                    plea="",
                    stage="",
                    page=paper.page(match.start()),
                    words=statement,
                )
            )
    return counts


def _provision(words: str) -> str:
    if words.lower().startswith("common law"):
        return "common law"
    provision = _SAYS["provision"].match(words)
    if provision is None:
        return words.strip(" .")
    return f"{said_in(provision, 'act')} s.{said_in(provision, 'section').strip()}"
