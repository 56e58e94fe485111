"""Bringing back who an offender is, the court of a case, and who asked."""

from datetime import date

from ulss_tracker.models import User
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.cases import Offender
from ulss_tracker.services.cases.reversals.line import Change, HistoryLine, Values, closed
from ulss_tracker.services.requests import who_asked


class OffenderChange(Change):
    """The offender's name, date of birth and address for service."""

    def now(self, line: HistoryLine) -> Values:
        return cases.offender_values(line.review)

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        values, review = self.earlier(line), line.review
        offender = Offender(
            name=values["offender_name"],
            born_on=day(values["offender_born_on"]),
            address=values["offender_address"],
        )
        cases.change_offender(review, offender, by, review.version)


class CourtChange(Change):
    """The court and its case number."""

    def now(self, line: HistoryLine) -> Values:
        return cases.court_values(line.case)

    def earlier(self, line: HistoryLine) -> Values:
        """Lines of before the court's id was kept say its name alone, or no CPS reference."""
        values = line.event.before
        named = (court.id for court in load_courts() if court.name == values["court"])
        cps_reference = line.case.cps_reference or ""
        return {"court_id": next(named, None), "cps_reference": cps_reference, **values}

    def why_not(self, line: HistoryLine) -> str:
        """A court may be put right while any review of the case is open."""
        reasons = [closed(review) for review in line.case.reviews]
        return reasons[0] if all(reasons) else ""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        values = self.earlier(line)
        cases.change_court(
            line.case,
            court_id=values["court_id"],
            court_text=values["court"],
            number=values["court_case_number"],
            cps_reference=values["cps_reference"],
            by=by,
            version=line.case.version,
        )


class WhoAskedChange(Change):
    """The part of somebody who asked in the case, and whether they were told of the scheme."""

    def now(self, line: HistoryLine) -> Values:
        return who_asked.in_words(who_asked.of_request(line.request))

    def why_not(self, line: HistoryLine) -> str:
        """Who asked may always be put right: the time limit may depend on it."""
        return ""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        who_asked.correct(line.request, who_asked.from_words(self.earlier(line)), by)


def day(text: str | None) -> date | None:
    """The day that the history has."""
    return date.fromisoformat(text) if text else None
