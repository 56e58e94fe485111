"""Form fields that look and speak like GOV.UK. Pages import every field from here."""

from ulss_tracker.web.forms.base import GovField, Required
from ulss_tracker.web.forms.choices import (
    CheckboxesField,
    CheckboxField,
    Choice,
    RadiosField,
    SelectField,
    YesNoField,
    choices_of,
)
from ulss_tracker.web.forms.columns import ColumnsField
from ulss_tracker.web.forms.dates import DateField, MomentField, NotAfter, NotBefore, TimeField
from ulss_tracker.web.forms.edit_conflicts import VersionedForm, pressed_version, seen_at
from ulss_tracker.web.forms.files import DocumentsField, FileField, FilesField
from ulss_tracker.web.forms.form import GovForm, QueryForm
from ulss_tracker.web.forms.picker import PickerField, Suggestion
from ulss_tracker.web.forms.text import (
    EmailField,
    NameField,
    NoteField,
    NumberField,
    PasswordField,
    PhoneField,
    TextAreaField,
    TextField,
    tidy,
)
