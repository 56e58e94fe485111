"""The law in force as one frozen value, and how everything that asks about the law finds it.

The tables of scheme/data and the changes that two lawyers signed make one `Law`. The functions of
the scheme ask `current()`: the law of the request, command or run of a job that they are part of,
which whoever began it has said by `obeying` (ADR 0018). Where nobody has, it is that of the files.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from ulss_tracker.scheme.law.change import Change, ChangeKind, in_effect
from ulss_tracker.scheme.law.change_files import committed

DATA = Path(__file__).parents[1] / "data"
_SUFFIXES = (".toml", ".csv")

Made = TypeVar("Made")


@dataclass(frozen=True)
class Law:
    """The files as amended by `changes`, in the order in which they were signed."""

    changes: tuple[Change, ...] = ()
    _made: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def version(self) -> str:
        """The hash of the files and the changes, cut to what tells any two apart."""
        digest = sha256(_files_version().encode())
        digest.update(version_of(self.changes).encode())
        return digest.hexdigest()[:16]

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of these kinds alone."""
        return tuple(change for change in self.changes if change.kind in kinds)

    def once(self, make: "Callable[[Law], Made]") -> Made:
        """The answer of `make` to this law, asked for once: a table of it, read and checked."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])


def version_of(changes: Iterable[Change]) -> str:
    """A hash of these changes; empty where there are none."""
    digest = sha256()
    has_any = False
    for change in changes:
        has_any = True
        digest.update(repr(change).encode() + b"\0")
    return digest.hexdigest()[:16] if has_any else ""


@cache
def _files_version() -> str:
    digest = sha256()
    for path in sorted(DATA.rglob("*")):
        if path.suffix in _SUFFIXES:
            digest.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def of_the_files() -> Law:
    """The law as the files alone say it. Raises TableError."""
    return Law(in_effect(committed()))


_obeyed: ContextVar[Law | Callable[[], Law] | None] = ContextVar("law", default=None)


def current() -> Law:
    """The law that counts here."""
    obeyed = _obeyed.get()
    if isinstance(obeyed, Law):
        return obeyed
    law = obeyed() if obeyed else of_the_files()
    if obeyed:
        _obeyed.set(law)
    return law


def obey(law: Law | Callable[[], Law] | None) -> None:
    """Let this law count from here on; a function is asked for it when somebody first wants it.

    None lets the law of the files count.
    """
    _obeyed.set(law)


@contextmanager
def obeying(law: Law | Callable[[], Law] | None) -> Iterator[None]:
    """Let this law count inside the block."""
    token = _obeyed.set(law)
    try:
        yield
    finally:
        _obeyed.reset(token)
