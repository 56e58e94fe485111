"""The verdict on one conviction: the offence, its form, the date of sentence and the answers.

A case is judged by the offence of conviction and by the date of SENTENCE. Where a fact that decides
is not known, every answer to it is followed: if all come to the same verdict the fact does not
matter, and if they do not a lawyer must check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.offence import (
    CHECK,
    IN,
    NEXT,
    NOT,
    Basis,
    FactAnswer,
    Offence,
    Question,
)
from ulss_tracker.scheme.offences.offence_forms import OWN_BASIS, Form, rule_for
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

_DECIDED: dict[str, tuple[Verdict, str]] = {
    IN: (Verdict.IN_SCHEME, reasons.ANSWER_IN),
    NOT: (Verdict.NOT_IN_SCHEME, reasons.ANSWER_NOT),
    CHECK: (Verdict.MUST_CHECK, reasons.ANSWER_CHECK),
}
_BY_EFFECT = {
    Verdict.IN_SCHEME: reasons.FORM_IN,
    Verdict.NOT_IN_SCHEME: reasons.FORM_NOT,
    Verdict.MUST_CHECK: reasons.FORM_CHECK,
}
_BY_BASIS = {
    Basis.INDICTABLE_ONLY: Verdict.IN_SCHEME,
    Basis.SPECIFIED: Verdict.IN_SCHEME,
    Basis.NOT_IN_SCHEME: Verdict.NOT_IN_SCHEME,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one conviction, why, and the questions whose answers would decide it.

    offence: the row it came to, or the row asked about where that is not known.
    needs_date: the date of sentence is not known and would decide.
    """

    verdict: Verdict
    reason: str
    authority: str
    offence: Offence
    form: Form = Form.FULL
    pending: tuple[Question, ...] = ()
    needs_date: bool = False


@dataclass(frozen=True, slots=True)
class ConvictionTest:
    """Tests convictions against a catalogue, for sentences of one day. recorded: see Facts.

    martial: the Court Martial passed the sentence. It has a list of its own, which is not in the
    catalogue (Armed Forces Act 2006 s.273(3)).
    """

    catalogue: Catalogue
    day: date | None
    recorded: bool = False
    martial: bool = False

    def find(self, offence: Offence, form: Form, answers: Mapping[str, str]) -> Finding:
        """Find the verdict on an offence in a form, on the answers given.

        The Court Martial's list and time limit are its own, so an offence there is for a lawyer,
        but for one that only magistrates can try: no list names those.
        """
        finding = self._by_the_catalogue(offence, form, answers)
        is_out = finding.verdict is Verdict.NOT_IN_SCHEME and finding.offence.summary
        if not self.martial or is_out:
            return finding
        reason = reasons.COURT_MARTIAL_LIST.format(title=finding.offence.title)
        return replace(
            finding,
            verdict=Verdict.MUST_CHECK,
            reason=reason,
            authority=reasons.COURT_MARTIAL_ORDER,
        )

    def _by_the_catalogue(
        self, offence: Offence, form: Form, answers: Mapping[str, str]
    ) -> Finding:
        row = self._at_day(offence)
        pending: dict[str, Question] = {}
        findings = self._follow(row, form, answers, pending)
        if _agreed(findings):
            # The last is the plainest: what is known decides it, with nothing else supposed.
            return next((one for one in findings if one.offence is row), findings[-1])

        def settled(question: Question) -> int:
            """How many of its answers would by themselves give a firm verdict."""
            tried = (
                self._follow(row, form, {**answers, question.id: answer.value}, {})
                for answer in question.answers
            )
            return sum(
                _agreed(found) and found[0].verdict is not Verdict.MUST_CHECK for found in tried
            )

        return Finding(
            Verdict.MUST_CHECK,
            reasons.OFFENCE_DEPENDS.format(title=row.title, note=row.note).strip(),
            reasons.authority_of(row),
            row,
            form,
            pending=tuple(sorted(pending.values(), key=lambda one: -settled(one))),
            needs_date=any(finding.needs_date for finding in findings),
        )

    def _follow(
        self,
        row: Offence,
        form: Form,
        answers: Mapping[str, str],
        pending: dict[str, Question],
        note: str = "",
    ) -> list[Finding]:
        """Every finding the answers leave open, from the first question on."""
        if form in OWN_BASIS:
            return [self._settle(row, form, note)]
        for question in row.questions:
            chosen = self._chosen(question, answers)
            if not question.matters_on(self.day) or (chosen is None and question.optional):
                continue
            if chosen is None:
                pending.setdefault(question.id, question)
                return [
                    finding
                    for answer in question.answers
                    for finding in self._follow(
                        row, form, {**answers, question.id: answer.value}, pending, note
                    )
                ]
            if question.id not in answers:
                note = reasons.TAKEN_AS.format(question=question.text, answer=chosen.text)
            if chosen.decides == NEXT:
                continue
            if chosen.decides in _DECIDED:
                verdict, words = _DECIDED[chosen.decides]
                text = words.format(title=row.title, question=question.text, answer=chosen.text)
                return [Finding(verdict, text, reasons.authority_of(row), row, form)]
            target = self._at_day(self.catalogue.get(chosen.decides))
            return self._follow(target, form, answers, pending, note)
        return [self._settle(row, form, note)]

    def _chosen(self, question: Question, answers: Mapping[str, str]) -> FactAnswer | None:
        """The answer given, or for a record the answer taken; None if there is neither."""
        given = question.answer(answers.get(question.id, ""))
        if given is None and self.recorded and question.taken_as is not None:
            return question.answer(question.taken_as)
        return given

    def _at_day(self, offence: Offence) -> Offence:
        """The row of the offence for the day of sentence, where that is known."""
        return offence if self.day is None else self.catalogue.row_at(offence, self.day)

    def _settle(self, row: Offence, form: Form, note: str) -> Finding:
        """Judge a row once its questions are answered."""
        for doubt in (_undated, _not_yet, _not_in_force, _open, _about_to_begin, _unverified):
            if form in OWN_BASIS:
                break
            reason = doubt(self.catalogue, row, self.day)
            if reason is not None:
                return Finding(
                    Verdict.MUST_CHECK,
                    reason,
                    reasons.authority_of(row),
                    row,
                    form,
                    needs_date=doubt is _undated,
                )
        if form is Form.FULL:
            text = f"{reasons.by_basis(row)} {note}".strip()
            return Finding(_BY_BASIS[row.basis], text, reasons.authority_of(row), row, form)
        return self._settle_form(row, form)

    def _settle_form(self, row: Offence, form: Form) -> Finding:
        rule = rule_for(form, row.basis, row.paragraph, self.day)
        if rule is None:
            text = reasons.FORM_SILENT.format(form=form.label.lower())
            return Finding(Verdict.MUST_CHECK, text, reasons.authority_of(row), row, form)
        text = _BY_EFFECT[rule.effect].format(form=form.label, title=row.title, reason=rule.reason)
        return Finding(rule.effect, text, rule.authority, row, form)


def _agreed(findings: Sequence[Finding]) -> bool:
    """True if every finding has the same verdict."""
    return len({finding.verdict for finding in findings}) == 1


def _undated(catalogue: Catalogue, row: Offence, day: date | None) -> str | None:
    if day is not None:
        return None
    dated = row.basis is Basis.SPECIFIED or row.sentenced_to is not None
    dated = dated or any(offence.in_scheme != row.in_scheme for offence in catalogue.history(row))
    return reasons.DATE_DECIDES.format(title=row.title) if dated else None


def _not_in_force(_catalogue: Catalogue, row: Offence, day: date | None) -> str | None:
    if day is None or row.in_force(day) or row.about_to_begin(day):
        return None
    begins = row.sentenced_from
    return reasons.NOT_ON_LIST_THEN.format(
        title=row.title,
        begins=reasons.day_words(begins) if begins else "",
        day=reasons.day_words(day),
    )


def _about_to_begin(catalogue: Catalogue, row: Offence, day: date | None) -> str | None:
    if day is None:
        return None
    coming = row if row.later is None else catalogue.get(row.later)
    if coming is not row and (row.in_scheme or coming.basis is not Basis.SPECIFIED):
        return None  # it is in already, or no Order brings it in
    if not coming.about_to_begin(day) or coming.sentenced_from is None:
        return None
    return reasons.ABOUT_TO_BEGIN.format(
        title=coming.title, begins=reasons.day_words(coming.sentenced_from)
    )


def _not_yet(_catalogue: Catalogue, row: Offence, day: date | None) -> str | None:
    if day is None:
        return None
    if row.conduct_from and day < row.conduct_from:
        begins = reasons.day_words(row.conduct_from)
        return reasons.NOT_YET_AN_OFFENCE.format(title=row.title, begins=begins)
    if row.act_year and day.year < row.act_year:
        return reasons.ACT_NOT_YET.format(title=row.title, act=row.act)
    return None


def _unverified(_catalogue: Catalogue, row: Offence, _day: date | None) -> str | None:
    return None if row.verified else reasons.unverified(row)


def _open(_catalogue: Catalogue, row: Offence, day: date | None) -> str | None:
    for point in row.open_points:
        if point.open_on(day):
            return reasons.OPEN_POINT.format(title=row.title, reason=point.reason)
    return None
