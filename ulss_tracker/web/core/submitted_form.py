"""A form as it was sent: what gives a person their own words back when it could not be taken."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from ulss_tracker.web.core.access import ACCESS
from ulss_tracker.web.forms.form import FORM_NAME

_NOT_TYPED = frozenset(
    {"csrf_token", FORM_NAME, "version", "key", "checked", "seen", "seen_owner", "read_back"}
)
# Never written into a page: what was a secret is typed again.
_SECRET = frozenset({"csrf_token", "code", "passkey", "current", "password", "again"})


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A form as it was sent: where to, and each of its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The person's entries, by the name of the field in words; a choice in words too."""
        return [
            (_in_words(name).capitalize(), _in_words(value) if value.isidentifier() else value)
            for name, value in self.fields
            if name not in _NOT_TYPED and value.strip()
        ]

    @property
    def typed_names(self) -> frozenset[str]:
        """The names of the fields that were filled in; of one with parts, its own name."""
        names = {name for name, value in self.fields if name not in _NOT_TYPED and value.strip()}
        return frozenset(names | {name.partition("-")[0] for name in names})


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def read() -> SubmittedForm:
    """Read the fields this request sent, without its secrets. Files are never among them."""
    fields = tuple(
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in _SECRET
    )
    return SubmittedForm(request.path, fields)


def may_keep() -> bool:
    """Whether what was sent is a form of the office's pages, with something typed in it.

    Only what came from a page of ours counts, so that no other site can have something shown.
    """
    is_closed = ACCESS.get(str(request.endpoint)) is not None
    if request.method != "POST" or not is_closed or not is_from_our_page():
        return False
    return any(name not in _NOT_TYPED | _SECRET and value for name, value in request.form.items())


def is_from_our_page() -> bool:
    """Whether a page of this tracker led here, as the browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Referer", "")).netloc == request.host
