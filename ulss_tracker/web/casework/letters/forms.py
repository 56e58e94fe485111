"""The forms with which letters are begun and written."""

from datetime import date
from typing import Any

from ulss_tracker.models import Case, LetterDraft, LetterKind, LetterSize
from ulss_tracker.services import letters
from ulss_tracker.services.letters import LetterInput, Part
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    GovForm,
    RadiosField,
    SelectField,
    TextAreaField,
    VersionedForm,
    choices_of,
)

MOST_WORDS = 20_000


class NewLetterForm(GovForm):
    """Which letter, about which offender, to whom. Choices are the case's own: see `for_case`."""

    heading = "Write a letter"
    intro = "Nothing is sent until the letter is issued."
    button = "Continue"
    kind = SelectField(
        "What kind of letter?",
        required="Choose what kind of letter it is",
        coerce=LetterKind,
        blank="Choose a kind",
    )
    review = SelectField("About which offender?", coerce=int, blank="The case as a whole")
    request = SelectField(
        "To whom?",
        hint="Choose the request it answers. Leave it for an MP who did not ask, the CPS, the "
        "court, the offender or the law officers",
        coerce=int,
        blank="Nobody who asked",
    )

    def for_case(self, case: Case) -> None:
        """Offer this case's offenders and those who asked; first the kinds the stage allows."""
        allowed = letters.allowed_kinds(case)
        ordered = [*allowed, *(kind for kind in LetterKind if kind not in allowed)]
        self.kind.choices = choices_of(ordered)
        self.review.choices = [Choice(review.id, review.offender_name) for review in case.reviews]
        self.request.choices = [
            Choice(
                request.id,
                f"{request.requester_name or 'Name not given'} ({request.standing.label}), "
                f"{request.reference}",
            )
            for request in case.requests
        ]


def letter_form(draft: LetterDraft, *, is_sent: bool = True) -> VersionedForm:
    """The form for this letter: whom it is to, how it is printed, and the words of its kind.

    `is_sent` is False where another form of the page was sent, and this one shows what is kept.
    """
    kind = letters.kind_of(draft.kind)
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": draft.version}
    if not kind.is_court_document and kind.audience is not letters.Audience.OFFICE:
        fields["recipient"] = TextAreaField(
            "Name and address",
            hint="As it shows in the window of the envelope, each line on its own",
            rows=4,
            max_length=1000,
        )
        data["recipient"] = draft.recipient
    for part in kind.parts:
        fields[part.name] = _field(part)
        data[part.name] = _value(part, draft.words.get(part.name, ""))
    if kind.is_for_everyone:
        fields["language"] = RadiosField(
            "Language", choices=[Choice(code, name) for code, name in letters.LANGUAGES.items()]
        )
        fields["size"] = RadiosField("Print", coerce=LetterSize)
        data |= {"language": draft.language, "size": draft.size}
    form_class = VersionedForm.with_fields("LetterForm", fields)
    return form_class(data=data) if is_sent else form_class(None, data=data)


def letter_input(draft: LetterDraft, form: VersionedForm) -> LetterInput:
    """Read what was typed, as the service takes it."""
    values = form.data
    words = {part.name: _text(values.get(part.name)) for part in letters.kind_of(draft.kind).parts}
    return LetterInput(
        recipient=values.get("recipient") or "",
        words=words,
        language=values.get("language") or draft.language,
        size=values.get("size") or draft.size,
    )


def _field(part: Part) -> Any:
    label = f"{part.label} (optional)" if part.is_optional else part.label
    if part.is_date:
        return DateField(label, noun=part.label.rstrip("?"))
    return TextAreaField(label, hint=part.hint, max_length=MOST_WORDS, rows=6)


def _value(part: Part, text: str) -> str | date | None:
    if not part.is_date:
        return text
    return date.fromisoformat(text) if text else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else (value or "")
