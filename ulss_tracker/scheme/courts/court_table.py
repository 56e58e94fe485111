"""The list of courts and the words people use of them, loaded from data/courts/ and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.table import TableError, TableRow, read_table

DATA_FOLDER = Path(__file__).parents[1] / "data" / "courts"


class CourtKind(LabelledEnum):
    """The kind of a court that passed a sentence."""

    CROWN_COURT = "crown_court", "The Crown Court in England and Wales"
    MAGISTRATES = "magistrates", "A magistrates’ court"
    YOUTH = "youth", "A youth court"
    COURT_MARTIAL = "court_martial", "The Court Martial"
    NORTHERN_IRELAND = "northern_ireland", "A court in Northern Ireland"
    SCOTLAND = "scotland", "A court in Scotland"
    CROWN_DEPENDENCY = (
        "crown_dependency",
        "A court in Jersey, Guernsey, the Isle of Man or Gibraltar",
    )
    OTHER = "other", "Another court"


_CROWN_COURT = " Crown Court"
_WORDS = ("welsh_name", "welsh_place", "usual_name", "note")
_COLUMNS = ("id", "name", "kind", *_WORDS, "former_names", "also_written", "buildings", "streets")
_LISTS = ("crown", "any_country", "building", "judge", "district_judge", "counties", "places")
# Every list of cues in sentences.toml.
CUES = (
    "sentence", "earlier", "whence", "earlier_beside", "later", "later_beside", "not", "or",
    "joins", "sitting", "sits", "there", "where", "street", "landmark", "beside", "also_words",
    "court", "after_judge", "thing_before", "thing_after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Court:
    """One court, or one entry that stands for many (a magistrates' court, a court in Scotland)."""

    id: str
    name: str
    kind: CourtKind
    welsh_name: str | None = None
    former_names: tuple[str, ...] = ()
    also_written: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    welsh_place: str | None = None
    usual_name: str | None = None
    note: str = ""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name it goes by, the shown one first."""
        also = [name for name in (self.welsh_name, self.welsh_place, self.usual_name) if name]
        return (self.name, *also, *self.former_names, *self.also_written)

    @property
    def place(self) -> str:
        """The place in its name, as most people say it: "Hull"."""
        return self.in_short.partition(_CROWN_COURT)[0].partition(" (")[0]

    @property
    def in_short(self) -> str:
        """Its name as "Place Crown Court", as most people say it: "Hull Crown Court"."""
        return self.usual_name or self.name

    def name_in(self, language: str) -> str:
        """The name to show in this language: the Welsh one where it has one."""
        return self.welsh_name if language == "cy" and self.welsh_name else self.name


@dataclass(frozen=True, slots=True)
class Area:
    """A county or a city by all its names, and the ids of the Crown Courts now open in it."""

    names: tuple[str, ...]
    courts: tuple[str, ...]
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class CourtWords:
    """The words that tell what kind of court a text means. All normalised.

    `filler` are words of a sentence about a court that name none; `cues` say what a court did in
    it. `welsh` is for showing: the English names of the parts of a place, and their Welsh.
    """

    plain: frozenset[str]
    crown: tuple[str, ...]
    any_country: tuple[str, ...]
    building: tuple[str, ...]
    judge: tuple[str, ...]
    district_judge: tuple[str, ...]
    counties: tuple[str, ...]
    places: tuple[str, ...]
    filler: frozenset[str]
    cues: Mapping[str, tuple[str, ...]]
    areas: tuple[Area, ...]
    said: Mapping[CourtKind, tuple[str, ...]]
    welsh: Mapping[str, str]


def load_court_table(folder: Path = DATA_FOLDER) -> tuple[Court, ...]:
    """Every court of the data folder, in name order. Raises TableError that names the row."""
    files = [*sorted(folder.glob("crown_*.toml")), folder / "elsewhere.toml"]
    courts = [_court(row) for file in files for row in read_table(file).only("court").rows("court")]
    _refuse_repeats(courts)
    return tuple(sorted(courts, key=lambda court: court.name))


def load_court_words(folder: Path = DATA_FOLDER) -> CourtWords:
    """The words of words.toml, sentences.toml and areas.toml in data/courts/. Raises TableError."""
    row = read_table(folder / "words.toml")
    row.only("plain", *_LISTS, "said", "welsh")
    said = row.row("said").only(*(kind.value for kind in CourtKind))
    welsh = row.row("welsh")
    sentences = read_table(folder / "sentences.toml").only("filler", "cues")
    cues = sentences.row("cues").only(*CUES)
    return CourtWords(
        **{name: row.texts(name) for name in _LISTS},
        plain=frozenset(row.texts("plain")),
        filler=frozenset(sentences.texts("filler")),
        cues={name: cues.texts(name) for name in CUES},
        areas=tuple(
            Area(area.texts("names"), area.texts("courts"), area.has("is_city"))
            for area in read_table(folder / "areas.toml").only("area").rows("area")
        ),
        said={kind: said.texts(kind.value) for kind in CourtKind if said.has(kind.value)},
        welsh={name: welsh.text(name) for name in welsh.names()},
    )


def _court(row: TableRow) -> Court:
    row.only(*_COLUMNS)
    named = row.named(f"{row.where} ({row.text('id')})")

    return Court(
        id=named.text("id"),
        name=named.text("name"),
        kind=named.choice("kind", CourtKind) if named.has("kind") else CourtKind.CROWN_COURT,
        **{column: named.text(column) for column in _WORDS if named.has(column)},
        former_names=named.texts("former_names"),
        also_written=named.texts("also_written"),
        buildings=named.texts("buildings"),
        streets=named.texts("streets"),
    )


def _refuse_repeats(courts: Iterable[Court]) -> None:
    """No id twice, and no full name twice: a name must mean one court."""
    seen: dict[str, str] = {}
    for court in courts:
        for word in (court.id, court.name):
            if word in seen:
                raise TableError(f"{court.id}: {word} is used twice, also by {seen[word]}")
        seen[court.id] = seen[court.name] = court.id
