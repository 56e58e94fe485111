"""Lists as a person asks for them: filtered, sorted, a page at a time, by an address to share.

A page makes its `Listing` from the address; the template draws it with `components/list.html`.
See docs/lists.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict
from urllib.parse import quote, urlencode

from flask import request

from ulss_tracker.services.core import teams, users
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.web.core.filters import short_date
from ulss_tracker.web.forms import Choice, GovForm


class FilterForm(GovForm):
    """The fields that narrow a list. Read from the address, so it needs no token.

    What cannot be read narrows nothing, and its error is shown.
    """

    class Meta:
        csrf = False

    def asked(self) -> dict[str, Any]:
        """Read the value of each field that was filled in; those with an error are left out."""
        self.validate()
        return {
            field.name: field.data
            for field in self
            if not field.errors and field.data not in (None, "", [])
        }


def people() -> list[Choice]:
    """Everybody of the office, to narrow a list by."""
    return [Choice(number, name) for number, name in users.names()]


def team_choices() -> list[Choice]:
    """Every team, to narrow a list by."""
    return [Choice(number, name) for number, name in teams.names()]


class Place(TypedDict):
    """Which way a list is ordered, and after which key its page starts: as a service takes them."""

    descending: bool
    after: str | None


@dataclass(frozen=True, slots=True)
class Tag:
    """One filter in use, in words, and the address of the list without it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How one list was asked for: its filters as typed, its order, and where its page starts.

    `path` is its address without any of that. `kept` are fields that choose which list it is, and
    do not narrow it: a state, a person.
    """

    path: str
    ordering: Ordering
    descending: bool
    after: str | None
    orderings: Sequence[Ordering]
    form: FilterForm | None = None
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kept: Sequence[str] = ()

    @property
    def place(self) -> Place:
        """The page that the address asks for, but for what the list is ordered by."""
        return Place(descending=self.descending, after=self.after)

    @property
    def asked(self) -> dict[str, Sequence[str]]:
        """Everything that the address says but its page: filters, columns in their order, order."""
        return {**self.typed, "sort": [self._sort_word()]}

    def href(self, **changes: Any) -> str:
        """This list's address with `changes`; a page other than the first must be asked for."""
        return self._address({**self.asked, **changes})

    def next_href(self, after: str | None) -> str:
        """The next page's address; "" when this is the last."""
        return self.href(after=after) if after else ""

    @property
    def first_href(self) -> str:
        """The first page's address; "" when this is the first."""
        return self.href() if self.after else ""

    @property
    def clear_href(self) -> str:
        """The whole list, in the same order."""
        kept = {name: self.typed[name] for name in self.kept if name in self.typed}
        return self._address({**kept, "sort": self._sort_word()})

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter was filled in."""
        return bool(set(self.typed) - set(self.kept))

    @property
    def tags(self) -> list[Tag]:
        """The filters in use, each to be taken away by itself."""
        tags = []
        for each in self.form or ():
            names = [name for name in self.typed if is_of(name, each.name)]
            if names and each.name not in self.kept and not each.errors:
                href = self.href(**dict.fromkeys(names))
                tags.append(Tag(filter_words(each, self.typed[names[0]]), href))
        return tags

    @property
    def query(self) -> str:
        """The address of the list as it is shown, without its page: the same for the same view."""
        return urlencode(sorted(self.asked.items()), doseq=True)

    def sort_href(self, name: str) -> str:
        """The list ordered by `name`; the other way round when it is already."""
        turned = name == self.ordering.name and not self.descending
        return self.href(sort=f"-{name}" if turned else name)

    def sorted_as(self, name: str) -> str:
        """The heading's `aria-sort`: "none" where the list is ordered by something else."""
        if name != self.ordering.name:
            return "none"
        return "descending" if self.descending else "ascending"

    def may_sort(self, name: str) -> bool:
        """Whether the list can be ordered by `name`."""
        return any(ordering.name == name for ordering in self.orderings)

    def _address(self, values: Mapping[str, Any]) -> str:
        asked = {name: value for name, value in values.items() if value is not None}
        return f"{self.path}?{urlencode(asked, doseq=True)}"

    def _sort_word(self) -> str:
        return f"-{self.ordering.name}" if self.descending else self.ordering.name


def is_of(name: str, field_name: str) -> bool:
    """Whether an input is of this field: a date has three."""
    return name == field_name or name.startswith(f"{field_name}-")


def filter_words(field_: Any, typed: Sequence[str]) -> str:
    """A filter in use, as a tag says it: its label, and what was chosen or typed."""
    label = str(field_.label.text)
    if isinstance(field_.data, date):
        return f"{label}: {short_date(field_.data)}"
    if field_.data is True:
        return label
    choices = getattr(field_, "choices", None) or ()
    labels = {str(choice.sent): str(choice.label) for choice in choices if hasattr(choice, "sent")}
    return f"{label}: {', '.join(labels.get(each, each) for each in typed)}"


def listing(
    orderings: Sequence[Ordering],
    *,
    default: str,
    form: FilterForm | None = None,
    kept: Sequence[str] = (),
) -> Listing:
    """The list as the address asks for it. `default` is an ordering's name, with "-" for down.

    An order that is not offered is the default one.
    """
    names = {ordering.name: ordering for ordering in orderings}
    asked = request.args.get("sort", "")
    word = asked if asked.removeprefix("-") in names else default
    typed: dict[str, list[str]] = {}
    if form is not None:
        own = tuple(each.name for each in form)
        for name in request.args:
            if name.startswith(own) and any(request.args.getlist(name)):
                typed[name] = request.args.getlist(name)
    return Listing(
        path=request.script_root + quote(request.path),
        ordering=names[word.removeprefix("-")],
        descending=word.startswith("-"),
        after=request.args.get("after"),
        orderings=orderings,
        form=form,
        typed=typed,
        kept=kept,
    )
