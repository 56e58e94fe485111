"""Form fields that look and speak like GOV.UK. Pages import every field from here."""

from ulss_tracker.web.fields.base import GovField, Required
from ulss_tracker.web.fields.choices import (
    CheckboxesField,
    CheckboxField,
    Choice,
    RadiosField,
    SelectField,
    choices_of,
)
from ulss_tracker.web.fields.dates import DateField, MomentField, NotAfter, NotBefore, TimeField
from ulss_tracker.web.fields.files import FileField, FilesField
from ulss_tracker.web.fields.form import GovForm
from ulss_tracker.web.fields.picker import PickerField, Suggestion
from ulss_tracker.web.fields.text import (
    EmailField,
    PasswordField,
    PhoneField,
    TextAreaField,
    TextField,
    tidy,
)
from ulss_tracker.web.fields.versions import VersionedForm, seen_at

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "Choice",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "GovField",
    "GovForm",
    "MomentField",
    "NotAfter",
    "NotBefore",
    "PasswordField",
    "PhoneField",
    "PickerField",
    "RadiosField",
    "Required",
    "SelectField",
    "Suggestion",
    "TextAreaField",
    "TextField",
    "TimeField",
    "VersionedForm",
    "choices_of",
    "seen_at",
    "tidy",
]
