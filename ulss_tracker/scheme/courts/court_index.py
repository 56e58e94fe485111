"""Every name of every court, to be found in a text: to the letter, or with a slip in it."""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ulss_tracker.scheme.courts.court_table import DATA_FOLDER, Court, CourtKind, CourtWords
from ulss_tracker.scheme.courts.court_text import name_words, normalise
from ulss_tracker.scheme.table import read_table

# From this many letters a name may hold so many slips of the keyboard and still be meant.
_SLIPS_FROM = ((12, 3), (8, 2), (5, 1))
# Beside the words "Crown Court" a shorter name may hold as many.
_SLIPS_BESIDE_COURT_FROM = ((10, 3), (7, 2), (5, 1))
_SHORTEST = 4
_TABLE = read_table(DATA_FOLDER / "slips.toml").row("mutations")
_MUTATIONS = {first: _TABLE.text(first).replace("-", "").split(" ") for first in _TABLE.names()}


class CourtIndex:
    """The names of one list of courts. A name with no courts is a place with no Crown Court."""

    def __init__(self, courts: Iterable[Court], words: CourtWords) -> None:
        courts = tuple(courts)
        self._plain = words.plain
        self.exact: dict[str, tuple[Court, ...]] = {}
        self.places: dict[str, tuple[Court, ...]] = {}
        self.areas: dict[str, tuple[Court, ...]] = {}
        self.cities: set[str] = set()
        for place in words.places:
            self.places[self.key(name_words(place))] = ()
        for court in courts:
            for name in map(normalise, court.all_names):
                _add(self.exact, name, court)
            for name in _names_of_places(court):
                _add(self.places, self.key(name_words(name)), court)
        by_id = {court.id: court for court in courts}
        for area in words.areas:
            named = tuple(by_id[court] for court in area.courts if court in by_id)
            keys = [self.key(name_words(name)) for name in area.names]
            self.areas |= dict.fromkeys(keys, named)
            self.cities |= set(keys if area.is_city else ())
        self.landmarks = {
            self.key(name_words(name)) for court in courts for name in court.buildings
        }
        self._addresses = self.landmarks | {
            self.key(name_words(name)) for court in courts for name in _streets_of(court)
        }
        self._ordinary = frozenset(words.cues["also_words"])
        self._names = {
            name
            for court in courts
            if court.kind is CourtKind.CROWN_COURT
            and " " not in (name := self.key(name_words(court.place)))
        }
        # How many words a name may have, by its first word.
        self.longest: dict[str, int] = {}
        for key in (*self.places, *self.areas):
            first = key.partition(" ")[0]
            self.longest[first] = max(self.longest.get(first, 0), key.count(" ") + 1)
        self._by_length: dict[int, list[str]] = {}
        for key in self.places:
            self._by_length.setdefault(len(key), []).append(key)

    def key(self, words: Iterable[str]) -> str:
        """The words that tell one place from another."""
        kept = list(words)
        return " ".join(word for word in kept if word not in self._plain)

    def like(self, place: str, *, beside_court: bool) -> tuple[str, ...]:
        """The names of `places` that are nearest to a misspelt one; empty if none is near."""
        if beside_court and (short := self._shortened(place)):
            return short
        table = _SLIPS_BESIDE_COURT_FROM if beside_court else _SLIPS_FROM
        slips = next((slips for letters, slips in table if len(place) >= letters), 0)
        if not slips:
            return self._like_a_short_one(place) if beside_court else ()
        found = [
            (key, slip)
            for key, slip, _ in process.extract(
                place,
                self._near(len(place), slips),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            # Few misspell the first letter and another; and one street is like another.
            if slip == 1 or (key[0] == place[0] and key not in self._addresses)
        ]
        nearest = min((slip for _, slip in found), default=0)
        near = [key for key, slip in found if slip == nearest]
        # "Worchester" is Worcester: the first letter is the last to slip.
        return tuple([key for key in near if key[0] == place[0]] or near)

    def _shortened(self, place: str) -> tuple[str, ...]:
        """The one name that begins so, or begins and ends so: "Leic", "B'mouth"."""
        if len(place) < _SHORTEST or place in self._ordinary:
            return ()
        names = [
            name
            for name in self._names
            if name.startswith(place)
            or (len(place) > _SHORTEST and name[0] == place[0] and name.endswith(place[1:]))
        ]
        return tuple(names) if len(names) == 1 else ()

    def _like_a_short_one(self, place: str) -> tuple[str, ...]:
        """A name of four letters with one doubled, left out or exchanged: "Yrok", "Hul"."""
        return tuple(
            key
            for key in self._near(len(place), 1)
            if len(key) == _SHORTEST
            and OSA.distance(place, key) == 1
            and has_no_other_letter(place, key)
        )

    def _near(self, length: int, slips: int) -> Sequence[str]:
        lengths = range(length - slips, length + slips + 1)
        return [key for near in lengths for key in self._by_length.get(near, ())]


def has_no_other_letter(one: str, other: str) -> bool:
    """True where a slip left a letter out, put one in or exchanged two: none was replaced."""
    return len(one) != len(other) or sorted(one) == sorted(other)


def _names_of_places(court: Court) -> Iterator[str]:
    """The names that stand for a place. Those of entries elsewhere are kinds of court."""
    yield from court.all_names if court.kind is CourtKind.CROWN_COURT else court.also_written
    yield from court.buildings
    if court.welsh_place:
        yield from mutated(court.welsh_place)
    yield from _streets_of(court)


def _streets_of(court: Court) -> Iterator[str]:
    """The streets of a court, each beside its town: there is a Castle in more than one."""
    for street in court.streets:
        yield f"{court.place} {street}"
        yield f"{street} {court.place}"


def mutated(place: str) -> Iterator[str]:
    """A Welsh place name, and as its first letter changes after another word."""
    yield place
    plain = normalise(place)
    for first, others in _MUTATIONS.items():
        if plain.startswith(first):
            yield from (other + plain.removeprefix(first) for other in others)
            return


def together(named: Iterable[tuple[Court, ...]]) -> tuple[Court, ...]:
    """The courts of all of them, each once."""
    return tuple(dict.fromkeys(court for courts in named for court in courts))


def in_common(named: Sequence[tuple[Court, ...]]) -> tuple[Court, ...]:
    """The courts that stand in each of them."""
    return tuple(court for court in together(named) if all(court in courts for courts in named))


def _add(index: dict[str, tuple[Court, ...]], key: str, court: Court) -> None:
    known = index.get(key, ())
    if key and court not in known:
        index[key] = (*known, court)
