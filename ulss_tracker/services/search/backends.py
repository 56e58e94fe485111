"""How each kind of database is asked for names and words: SQLite FTS5, PostgreSQL full text.

A look is a condition on `search_entry`, and what comes first in it. The words are folded already
(small letters and figures of the Latin alphabet), so nothing typed reaches a query's own syntax.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, TextClause, func, select, text

from ulss_tracker.models import SearchEntry, db

_GRAM = 3
_LIKE_ENOUGH = 0.3
# One word alone is like very many others: half the register would have to be compared with it.
_ALIKE = 0.42

# Written as the indexes are, word for word, or PostgreSQL would not use them.
_NAMES = "to_tsvector('simple', search_entry.names || ' ' || search_entry.keys)"
_WORDS = "to_tsvector('simple', search_entry.names || ' ' || search_entry.words)"
_AS_WORDS = "(' ' || translate(search_entry.names, chr(10), ' '))"
_IN_TEXT = "search_entry.id IN (SELECT rowid FROM search_text WHERE search_text MATCH :{name})"


@dataclass(frozen=True, slots=True)
class Backend:
    """Which rows of `search_entry`, and which of them `first`, if that matters: both in SQL.

    `values` are filled in when the statement runs: looks for as many words are one statement.
    """

    where: str
    first: str = ""
    values: Mapping[str, str] = field(default_factory=dict, compare=False)


def named(words: Sequence[str], sounds: Sequence[Sequence[str]]) -> Backend:
    """Rows with a name for each word: one that begins with it, or sounds like it.

    `sounds` has the sounds that each word may be kept under. Names as typed come first.
    """
    both = list(zip(words, sounds, strict=True))
    if _is_sqlite():
        exact = " AND ".join(f'"{word}"*' for word in words)
        like = " AND ".join(
            "(" + " OR ".join([f'"{word}"*', *(f'"{sound}"' for sound in heard)]) + ")"
            for word, heard in both
        )
        return Backend(
            _IN_TEXT.format(name="sounding"),
            f"({_IN_TEXT.format(name='exact')}) DESC",
            {"sounding": f"{{names keys}} : ({like})", "exact": f"names : ({exact})"},
        )
    # Read from the names as they are: to make their text again for each row takes far longer.
    exact = " AND ".join(f"{_AS_WORDS} LIKE :exact{place}" for place in range(len(words)))
    begun = {f"exact{place}": f"% {word}%" for place, word in enumerate(words)}
    like = " & ".join("(" + " | ".join([f"{word}:*", *heard]) + ")" for word, heard in both)
    return Backend(
        f"{_NAMES} @@ to_tsquery('simple', :sounding)",
        f"({exact}) DESC",
        {"sounding": like, **begun},
    )


def newest() -> Sequence[ColumnElement[Any] | TextClause]:
    """Order equal results by time, the newest first.

    PostgreSQL has an index in that order. It would walk it and make the text of row after row
    anew, thousands of them for one that fits, where the full-text index knows those that fit: so it
    is given an order that the index has not.
    """
    if _is_sqlite():
        return (SearchEntry.at.desc(), SearchEntry.id.desc())
    return (text("(search_entry.at + interval '0') DESC"), SearchEntry.id.desc())


def said(*alternatives: Sequence[str]) -> Backend:
    """Rows with every word of one of these anywhere; the last of each may be only begun."""
    if _is_sqlite():
        begun = " OR ".join(
            "(" + " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*']) + ")"
            for words in alternatives
        )
        return Backend(
            _IN_TEXT.format(name="said"), values={"said": f"{{names words}} : ({begun})"}
        )
    begun = " | ".join(" & ".join([*words[:-1], f"{words[-1]}:*"]) for words in alternatives)
    return Backend(f"{_WORDS} @@ to_tsquery('simple', :said)", values={"said": begun})


def misspelt(words: Sequence[str], *, closely: bool = False) -> Backend | None:
    """Rows whose names share most of their letters, three at a time; None where none can be told.

    `closely` wants more of them shared, which is quicker where a word stands alone; SQLite's index
    cannot say how many are. PostgreSQL needs its trigram extension for this, which the migrations
    add where they may.
    """
    if _is_sqlite():
        if closely:
            return None
        grams = dict.fromkeys(
            word[at : at + _GRAM] for word in words for at in range(len(word) - _GRAM + 1)
        )
        if not grams:
            return None
        wanted = " OR ".join(f'"{gram}"' for gram in grams)
        near = (
            "search_entry.id IN (SELECT rowid FROM search_grams WHERE search_grams MATCH :grams "
            "ORDER BY rank LIMIT 200)"
        )
        return Backend(near, values={"grams": wanted})
    if not _has_trigrams():
        return None
    least = str(_ALIKE if closely else _LIKE_ENOUGH)
    # For the connection and not the transaction: where pages are read, each statement is one.
    db.session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", least, False)))
    typed = {f"word{place}": word for place, word in enumerate(words)}
    every = " AND ".join(f":{name} <% search_entry.names" for name in typed)
    likeness = " + ".join(f"word_similarity(:by_{name}, search_entry.names)" for name in typed)
    again = {f"by_{name}": word for name, word in typed.items()}
    return Backend(every, f"({likeness}) DESC", {**typed, **again})


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


_trigrams: dict[str, bool] = {}


def _has_trigrams() -> bool:
    """Whether this PostgreSQL has the trigram index; asked once in a process."""
    address = str(db.engine.url)
    if address not in _trigrams:
        index = select(func.to_regclass("ix_search_entry_names_grams"))
        _trigrams[address] = db.session.scalar(index) is not None
    return _trigrams[address]
