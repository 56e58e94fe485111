"""The duty rota: everybody of staff reads it, supervisors keep it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from ulss_tracker import clock
from ulss_tracker.models import Absence, DutyShift
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import users
from ulss_tracker.services.people import duty_contact, duty_spans, public_number
from ulss_tracker.services.people import rota as rotas
from ulss_tracker.services.people.rota import Rota, ShiftInput
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    GovForm,
    MomentField,
    PhoneField,
    SelectField,
    VersionedForm,
)
from ulss_tracker.web.supervision import blueprint

SHOWN_DAYS = 28
_MOST_DIGITS = 20  # of one number in any country, with its extension; two have more


class PublicNumberField(PhoneField):
    """One number that anybody can ring from anywhere."""

    def check_kind(self, text: str) -> None:
        """Refuse what a stranger with a mobile phone could not ring."""
        super().check_kind(text)
        digits = sum(character.isdigit() for character in text)
        if digits > _MOST_DIGITS or not text.startswith(("0", "+", "(0", "(+")):
            raise ValidationError("Enter one whole number with its area code, like 020 7946 0000")


class ShiftForm(GovForm):
    """Who is on duty, from when to when, and in which order."""

    person = SelectField(
        "Who is on duty?",
        required="Choose who is on duty",
        coerce=int,
        blank="Choose a person",
    )
    starts_at = MomentField(
        "From",
        required="Enter when the shift starts",
        noun="When the shift starts",
        hint="London time. For example, 27 3 2027 and 9am",
    )
    ends_at = MomentField(
        "To",
        required="Enter when the shift ends",
        noun="When the shift ends",
        hint="For example, 28 3 2027 and 9am: the night counts",
    )
    place = SelectField(
        "Order",
        required="Choose the order",
        hint="1 is called first. 2 is called when the first does not answer, and so on.",
        choices=[Choice(number, str(number)) for number in range(1, rotas.LAST_PLACE + 1)],
        coerce=int,
        blank="Choose the order",
    )
    public_telephone = PublicNumberField(
        "Number the public may ring",
        hint="Shown to people who ask for a review, for the hours of this shift, who can ask to be"
        " called back then, too. Leave it empty for neither. Not a person’s own number unless they"
        " agreed.",
        autocomplete="off",
        max_length=40,
    )

    def offer_people(self) -> None:
        """Let those be chosen who work on cases."""
        self.person.choices = [Choice(str(user.id), user.name) for user in users.assignees()]

    def shift(self) -> ShiftInput:
        """The shift as the service takes it."""
        return ShiftInput(
            person=users.get(self.person.data),
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data,
            public_telephone=self.public_telephone.data,
        )


class AddShiftForm(ShiftForm):
    """A shift, once or in a weekly pattern."""

    heading = "Add a shift"
    button = "Add to the rota"
    weeks = SelectField(
        "Weekly pattern",
        required="Choose for how many weeks",
        hint="One shift is added for each week, on the same day and at the same times.",
        choices=[
            Choice(1, "This week only"),
            *(Choice(weeks, f"{weeks} weeks in a row") for weeks in range(2, rotas.MOST_WEEKS + 1)),
        ],
        coerce=int,
        blank="Choose for how many weeks",
    )


class ChangeShiftForm(VersionedForm, ShiftForm):
    """A shift that is on the rota."""

    heading = "Change a shift"
    button = "Save the shift"


class RemoveShiftForm(VersionedForm):
    """A button, and the version of the shift that was looked at."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A shift as the page says it.

    `away` are the absences meanwhile of whoever has it; `is_called` is False of who has left.
    `unreached` are the names of those, their covers too, who gave no mobile number and no second
    address.
    """

    shift: DutyShift
    away: Sequence[Absence]
    is_called: bool
    unreached: Sequence[str]


@dataclass(frozen=True, slots=True)
class RotaRow:
    """A line of the page: the shifts from one moment to another in their order; none is a gap."""

    starts_at: datetime
    ends_at: datetime
    shifts: Sequence[OnDuty] = ()
    goes_on: bool = False


@blueprint.get("/rota", may=Permission.SEE_ROTA)
def rota() -> str:
    """The rota of the coming four weeks, with its gaps."""
    now = clock.now()
    current = rotas.read(now, duty_spans.days_later(now, SHOWN_DAYS))
    soon = duty_spans.days_later(now, rotas.WARNED_DAYS)
    return render_template(
        "supervision/rota.html",
        rows=_rows(current),
        on_duty=current.spans[0].people,
        gaps=[gap for gap in current.gaps if gap.starts_at < soon],
        is_empty=not current.shifts,
        public=public_number.now(),
        may_keep=may(staff().role, Permission.KEEP_ROTA),
        may_work=may(staff().role, Permission.WORK_CASES),
    )


@blueprint.form("/rota/new", may=Permission.KEEP_ROTA)
def add_shift() -> str | Response:
    """Put somebody on the rota, once or for some weeks in a row; a gap's link gives its times."""
    times = {"starts_at": _moment_given("from"), "ends_at": _moment_given("to")}
    form = AddShiftForm(data={"place": 1, "weeks": 1, **times})
    form.offer_people()
    if form.validate_on_submit():
        number = form.weeks.data
        with RefusalOn(form):
            rotas.add(form.shift(), staff(), weeks=number)
            return done(
                "Shift added" if number == 1 else f"{number} shifts added", "supervision.rota"
            )
    return _shift_page(form)


@blueprint.form("/rota/<int:shift_id>", may=Permission.KEEP_ROTA)
def change_shift(shift_id: int) -> str | Response:
    """Change whose a shift is, its times, its order or the number that the public may ring."""
    shift = rotas.get(shift_id)
    form = ChangeShiftForm(
        person=shift.person_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        place=shift.place,
        public_telephone=shift.public_telephone or "",
        version=shift.version,
    )
    form.offer_people()
    if form.validate_on_submit():
        with RefusalOn(form):
            rotas.change(shift, form.shift(), staff(), version=form.seen_version)
            return done("Shift changed", "supervision.rota")
    return _shift_page(form)


@blueprint.form("/rota/<int:shift_id>/remove", may=Permission.KEEP_ROTA)
def remove_shift(shift_id: int) -> str | Response:
    """Take a shift off the rota, after asking."""
    shift = rotas.get(shift_id)
    form = RemoveShiftForm(version=shift.version)
    if form.validate_on_submit():
        with RefusalOn(form):
            rotas.remove(shift, staff(), version=form.seen_version)
            return done("Shift removed", "supervision.rota")
    return render_template("supervision/rota-remove.html", form=form, shift=shift)


def _shift_page(form: ShiftForm) -> str:
    rota = url_for("supervision.rota")
    return render_template(
        "layouts/form.html", form=form, back_link=("Duty rota", rota), cancel=rota
    )


def _moment_given(name: str) -> datetime | None:
    """The instant that the address gives, where it is one that a shift may have."""
    try:
        moment = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    is_near = moment.tzinfo and abs(moment - clock.now()) <= timedelta(days=SHOWN_DAYS)
    return moment if is_near else None


def _rows(rota: Rota) -> list[RotaRow]:
    """The shifts, those of the same times together, and the gaps between them, by time."""
    together: dict[tuple[datetime, datetime], list[OnDuty]] = defaultdict(list)
    for shift in rota.shifts:
        together[shift.starts_at, shift.ends_at].append(_on_duty(rota, shift))
    rows = [RotaRow(*times, shifts) for times, shifts in together.items()]
    rows += [RotaRow(gap.starts_at, gap.ends_at, goes_on=gap.goes_on) for gap in rota.gaps]
    return sorted(rows, key=lambda row: (row.starts_at, row.ends_at))


def _on_duty(rota: Rota, shift: DutyShift) -> OnDuty:
    away = rota.away_in(shift)
    people = dict.fromkeys([shift.person, *(absence.cover for absence in away if absence.cover)])
    return OnDuty(
        shift,
        away=away,
        is_called=duty_spans.may_be_called(shift.person),
        unreached=[person.name for person in people if not duty_contact.has_own(person)],
    )
