"""Finds the words of the law's own tables that people read on the public pages, for translation."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

Found = tuple[int, str, str, list[str]]
_OF_FIELD = ("label", "hint", "noun", "yes", "no", "unsaid", "required", "not_after")


def questions(
    file: BinaryIO,
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel gives these by name
    comment_tags: Collection[str],  # noqa: ARG001
    options: dict[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """The text, hint and answers of each question."""
    text = file.read().decode()
    for question in tomllib.loads(text).values():
        for words in (question["text"], question.get("hint", ""), *question["answers"].values()):
            if words:
                yield _found(text, words)


def offences(
    file: BinaryIO,
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel gives these by name
    comment_tags: Collection[str],  # noqa: ARG001
    options: dict[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """The title of each offence, now and in its earlier periods."""
    text = file.read().decode()
    for offence in tomllib.loads(text)["offence"]:
        for row in (offence, *offence.get("before", ())):
            if "title" in row:
                yield _found(text, row["title"])


def form_questions(
    file: BinaryIO,
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel gives these by name
    comment_tags: Collection[str],  # noqa: ARG001
    options: dict[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """The words of each field of the public form that its table holds."""
    text = file.read().decode()
    for form in tomllib.loads(text).values():
        for field in form.values():
            parts = [field.get(name, "") for name in _OF_FIELD]
            for words in (*parts, *field.get("choices", {}).values()):
                if words:
                    yield _found(text, words)


def _found(text: str, words: str) -> Found:
    line = text[: text.index(f'"{words}"')].count("\n") + 1
    return line, "", words, []
