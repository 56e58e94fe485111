"""The sentences about the time limit that people read, in English and Welsh, from one table.

data/time_limits/words.toml holds them; which is true of a limit is in
limit_sentences.py. Pages, emails, texts, letters and commands say nothing about the limit in
words of their own. Days and moments come in as words, in the reader's language.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.table import TableError, read_table
from ulss_tracker.scheme.time.policies import longer_limits

WORDS_FILE = Path(__file__).parents[1] / "data" / "time_limits" / "words.toml"
LANGUAGES = ("en", "cy")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by its name, in each language. Raises TableError that names a wrong one."""
    table = read_table(WORDS_FILE)
    found = {}
    for name in table.names():
        row = table.row(name).only(*LANGUAGES)
        found[name] = {language: row.text(language) for language in LANGUAGES}
    return found


_ONCE_LAW = "_once_law"


def say(name: str, language: str = "en", **values: object) -> str:
    """The sentence of this name with its values filled in; in English where no other is held.

    Once a longer limit is law for some, what the table says under the name "…_once_law" is said.

    Raises TableError for a name that the table does not hold, KeyError for a value left out.
    """
    if name + _ONCE_LAW in sentences() and longer_limits():
        name += _ONCE_LAW
    try:
        held = sentences()[name]
    except KeyError:
        raise TableError(f"{WORDS_FILE.name}: there is no sentence {name}") from None
    return held.get(language, held["en"]) % values


def say_in(language: str, name: str, **values: object) -> str:
    """The same, in a language that is given first: for templates of one language."""
    return say(name, language, **values)
