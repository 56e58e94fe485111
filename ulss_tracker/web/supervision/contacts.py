"""Whom papers are asked of: supervisors keep the contacts, and import them from a sheet."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import PaperContact
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.referral import paper_contacts
from ulss_tracker.services.referral.paper_contacts import ContactInput
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    EmailField,
    FileField,
    GovForm,
    NoteField,
    PhoneField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
    pressed_version,
)
from ulss_tracker.web.supervision import blueprint

LIST = "supervision.contacts"


class ContactForm(VersionedForm):
    """A contact: where it is, how it is reached, and since when that is known."""

    area = SelectField("Area of the CPS, or Crown Court", required="Choose an area", blank="Choose")
    unit = TextField(
        "Unit", hint="For example, Appeals and Review Unit", optional=True, max_length=100
    )
    email = EmailField("Email address", optional=True, autocomplete="off", max_length=254)
    manager_email = EmailField(
        "Their manager’s email address",
        hint="Written to at the second chase",
        optional=True,
        autocomplete="off",
        max_length=254,
    )
    address = NoteField(
        "Postal address", hint="Used where no email is given", optional=True, rows=3
    )
    telephone = PhoneField("Telephone", optional=True, autocomplete="off", max_length=60)
    hours = TextField(
        "Hours", hint="For example, 9am to 5pm on weekdays", optional=True, max_length=100
    )
    since_on = DateField("Since when is this so?", required="Enter since when this is so")


class BringContactsForm(GovForm):
    """A sheet of contacts."""

    heading = "Import contacts"
    intro = (
        "A CSV file whose first row has the headings "
        f"{', '.join(paper_contacts.COLUMNS)}. "
        "Only area, since_on, and email or address are needed. "
        "A row about a unit that is kept already takes its place. All rows are imported, or none."
    )
    button = "Import"
    file = FileField("Choose the sheet", [Required("Choose the sheet’s file")], accept=".csv")


@blueprint.get("/contacts", may=Permission.KEEP_CONTACTS)
def contacts() -> str:
    """Every contact, the units for every area first."""
    return render_template("supervision/contacts.html", contacts=paper_contacts.kept())


@blueprint.form("/contacts/new", may=Permission.KEEP_CONTACTS)
def add_contact() -> str | Response:
    """Keep a new contact."""
    return _asked(ContactForm(since_on=clock.today(), version=0), None)


@blueprint.form("/contacts/<int:contact_id>", may=Permission.KEEP_CONTACTS)
def change_contact(contact_id: int) -> str | Response:
    """Change a contact."""
    contact = paper_contacts.get(contact_id)
    return _asked(ContactForm.filled_from(contact), contact)


@blueprint.post("/contacts/<int:contact_id>/end", may=Permission.KEEP_CONTACTS)
def end_contact(contact_id: int) -> Response:
    """Offer a contact no more."""
    contact = paper_contacts.get(contact_id)
    paper_contacts.end(contact, staff(), version=pressed_version())
    return done(f"{contact.label} is offered no more", LIST)


@blueprint.form("/contacts/import", may=Permission.KEEP_CONTACTS)
def bring_contacts() -> str | Response:
    """Import contacts from a sheet."""
    form = BringContactsForm()
    if form.validate_on_submit():
        with RefusalOn(form.file):
            number = paper_contacts.bring(form.file.data.read(), staff())
            return done(f"{counted(number, 'contact')} imported", LIST)
    return render_template("layouts/form.html", form=form)


def _asked(form: ContactForm, contact: PaperContact | None) -> str | Response:
    form.area.choices = [Choice(area, area) for area in paper_contacts.areas()]
    if form.validate_on_submit():
        with RefusalOn(form):
            details = form.into(ContactInput)
            kept = paper_contacts.keep(details, staff(), contact, version=form.seen_version)
            return done(f"Saved: {kept.label}", LIST)
    return render_template("supervision/contact.html", form=form, contact=contact)
