"""The form that narrows the catalogue: read from the address, so it needs no token."""

from ulss_tracker.web.fields import DateField, GovForm, TextField


class CatalogueForm(GovForm):
    """As at which day, and which words."""

    class Meta:
        csrf = False

    on = DateField("For a sentence passed on", hint="For example, 27 3 2026")
    words = TextField("Words", optional=True, hint="Search as you would on a case")
