"""A page as a test reads it: by its headings, links, tables and forms, as a person would."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


def words(element: HtmlElement) -> str:
    """The text of an element with its white space evened out."""
    return " ".join(element.text_content().split())


@dataclass(frozen=True)
class Page:
    """One page that was fetched. `path` is where it was in the end, after any redirects."""

    path: str
    status: int
    html: str
    document: HtmlElement

    @classmethod
    def read(cls, path: str, status: int, html: str) -> "Page":
        """Parse the page."""
        return cls(path, status, html, lxml.html.document_fromstring(html))

    def select(self, css: str) -> list[HtmlElement]:
        """Every element that matches a CSS selector, in the page's order."""
        return list(_selector(css)(self.document))

    def one(self, css: str) -> HtmlElement:
        """The one element that matches a CSS selector; fails when there are none, or more."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} of {css!r} on {self.path}:\n{self.text}"
        return found[0]

    @property
    def title(self) -> str:
        """The title that a browser shows on its tab."""
        return words(self.one("head > title"))

    @property
    def h1(self) -> str:
        """The page's main heading."""
        return words(self.one("h1"))

    @property
    def text(self) -> str:
        """Everything that can be read in the page's main part."""
        main = self.select("main")
        return words(main[0] if main else self.document)

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary; empty when there is none."""
        return [words(line) for line in self.select(".govuk-error-summary__list li")]

    @property
    def links(self) -> dict[str, str]:
        """Where each link of the page goes, by its words."""
        return {words(link): link.get("href") or "" for link in self.select("a[href]")}

    def link(self, text: str) -> str:
        """Where the link with these words goes (or the only one that begins with them)."""
        links = self.links
        if text in links:
            return links[text]
        starting = {href for name, href in links.items() if name.startswith(text)}
        assert len(starting) == 1, f"no one link {text!r} on {self.path}: {sorted(links)}"
        return starting.pop()

    @property
    def rows(self) -> list[list[str]]:
        """Every row of every table, each cell's words."""
        rows = self.select("tr")
        return [[words(cell) for cell in row.cssselect("th, td")] for row in rows]

    @property
    def summary(self) -> dict[str, str]:
        """The page's summary lists: each row's key and its value."""
        return {
            words(row.cssselect("dt")[0]): words(row.cssselect("dd")[0])
            for row in self.select(".govuk-summary-list__row")
            if row.cssselect("dd")
        }

    def form(self, button: str | None = None) -> HtmlElement:
        """The form with this button; without one, the only form of the page's main part."""
        forms = [form for form in self.select("form") if button is None or _has(form, button)]
        if button is None and len(forms) > 1:
            forms = [form for form in forms if form in self.select("main form")]
        wanted = f"with button {button!r} " if button else ""
        assert len(forms) == 1, f"{len(forms)} forms {wanted}on {self.path}"
        return forms[0]

    def action(self, form: HtmlElement) -> str:
        """Where a form is sent to."""
        joined = urlsplit(urljoin(self.path, form.get("action") or self.path))
        return joined.path + (f"?{joined.query}" if joined.query else "")


def _has(form: HtmlElement, button: str) -> bool:
    return any(_name_of(each) == button for each in buttons(form))


def buttons(form: HtmlElement) -> list[HtmlElement]:
    """The buttons that send a form."""
    return list(form.cssselect("button:not([type=button]), input[type=submit]"))


def _name_of(button: HtmlElement) -> str:
    return words(button) or (button.get("value") or "")


@cache
def _selector(css: str) -> CSSSelector:
    """Read once: every page of every test is asked for the same few dozen."""
    return CSSSelector(css)
