"""`flask scheme read`: what the reader makes of the words that somebody wrote."""

import json
from datetime import date, datetime

import click

from ulss_tracker.cli.dates import DAY
from ulss_tracker.clock import today
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.court_said import court_said
from ulss_tracker.scheme.reading.stated_facts import load_facts
from ulss_tracker.scheme.reading.tokens import flat
from ulss_tracker.scheme.reading.typed import TypedText


@click.command("read")
@click.argument("text")
@click.option("--sentenced", type=DAY, help="The date of sentence, YYYY-MM-DD.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read_words(text: str, sentenced: datetime | None, as_json: bool) -> None:
    """Show the facts and the offences read in TEXT, what was left over, and why."""
    read = load_catalogue().typed.read(text, sentenced.date() if sentenced else None)
    facts, offences, left = _facts(text, read, today()), _offences(text, read), _left(text, read)
    if as_json:
        plain = {"facts": facts, "offences": offences, "left": left}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    lines = [f"{name.capitalize()}: {', '.join(words)}" for name, words in facts.items() if words]
    lines += [
        f"“{one['words']}”: {one['status']}, by {one['by']}: {', '.join(one['offences'])}"
        for one in offences
    ]
    click.echo("\n".join([*lines, *(f"Left over: “{one['words']}”: {one['why']}" for one in left)]))


def _facts(text: str, read: TypedText, written_on: date) -> dict[str, list[str]]:
    day = read_sentence_day(text, written_on)
    place = court_said(text)
    return {
        **load_facts().deeds.facts(flat(text)),
        "when": [day.earliest.isoformat(), day.latest.isoformat()] if day else [],
        "where": [place] if place else [],
        "answers": [f"{fact.question}={fact.answer}" for fact in read.facts],
    }


def _offences(text: str, read: TypedText) -> list[dict[str, str | list[str]]]:
    return [
        {
            "words": text[one.start : one.end],
            "status": one.standing.value,
            "counts": "yes" if one in read.counted else "no",
            "by": "provision" if one.is_cited else "what was done" if one.is_weak else "name",
            "form": one.form.value,
            "offences": [f"{row.id} {row.title}" for row in one.rows],
        }
        for one in read.mentions
    ]


def _left(text: str, read: TypedText) -> list[dict[str, str]]:
    mentions = {(one.start, one.end): one for one in read.mentions}
    left = []
    for place in read.left_over:
        why = "may be an offence that was not read"
        if place in read.graver:
            graver = read.graver[place]
            why = f"about {graver.about}, may make it {', '.join(graver.offences)}"
        elif place in mentions:
            why = f"an offence that is {mentions[place].standing.value}, not among the convictions"
        left.append({"words": text[slice(*place)], "why": why})
    return left
