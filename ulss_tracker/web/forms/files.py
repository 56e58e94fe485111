"""Fields for files. What a file is, and whether it is safe, is for the documents service to say."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from ulss_tracker.web.forms.base import GovField, Params, Validator, Words, draw, gettext

ACCEPTED = ".pdf,.doc,.docx,.odt,.rtf,.txt,.eml,.msg,.jpg,.jpeg,.png,.webp,.heic,.heif"
"""Endings offered first where files are chosen; what is in a file decides."""
_KINDS = lazy_gettext(
    "PDF, Word, OpenDocument, RTF, plain text, email, JPEG, PNG, WebP or HEIC. Each up to 20MB, "
    "60MB together."
)


class FilesField(GovField):
    """Up to `most` files. `data` is a list of FileStorage, empty when none was chosen.

    `accept` is the HTML attribute's value (".pdf,.docx"): a help to the person, not a check.
    """

    many = True

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        most: int = 5,
        accept: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most
        self.accept = accept

    def process_data(self, value: Any) -> None:
        """A browser is never given files to show: there are none until some are sent."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files sent; an empty file input sends one with no name."""
        self.data = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]

    def pre_validate(self, form: Any) -> None:
        """Refuse too many."""
        if len(self.data) > self.most:
            raise ValidationError(
                gettext("You can only choose up to %(most)s files", most=self.most)
            )

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error and file input."""
        attributes: Params = {"accept": self.accept} if self.accept else {}
        params = self.shared_params(options) | {
            "id": self.id,
            "name": self.name,
            "label": self.label_params(options),
            "multiple": self.many,
            "attributes": attributes | options.get("attributes", {}),
        }
        return draw("file-upload", "govukFileUpload", params)


class DocumentsField(FilesField):
    """Files of the kinds that the office takes."""

    def __init__(self, label: Words | None = None, **kwargs: Any) -> None:
        super().__init__(label, hint=_KINDS, accept=ACCEPTED, **kwargs)


class FileField(FilesField):
    """One file. `data` is a FileStorage, or None when none was chosen."""

    many = False

    def process_data(self, value: Any) -> None:
        """None until one is sent."""
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file sent."""
        super().process_formdata(valuelist)
        self.data = self.data[0] if self.data else None

    def pre_validate(self, form: Any) -> None:
        """One file is never too many."""
