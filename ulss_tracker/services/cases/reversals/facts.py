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
        said, review = self.earlier(line), line.review
        offender = Offender(
            name=said["offender_name"],
            born_on=day(said["offender_born_on"]),
            address=said["offender_address"],
        )
        cases.change_offender(review, offender, by, review.version)


class CourtChange(Change):
    """The court and its case number."""

    def now(self, line: HistoryLine) -> Values:
        return cases.court_values(line.case)

    def earlier(self, line: HistoryLine) -> Values:
        """Lines of before the court's id was kept say its name alone."""
        said = line.event.before
        named = (court.id for court in load_courts() if court.name == said["court"])
        return {"court_id": next(named, None), **said}

    def why_not(self, line: HistoryLine) -> str:
        """A court may be put right while any review of the case is open."""
        found = [closed(review) for review in line.case.reviews]
        return found[0] if all(found) else ""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        said = self.earlier(line)
        cases.change_court(
            line.case,
            court_id=said["court_id"],
            court_text=said["court"],
            number=said["court_case_number"],
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


def day(said: str | None) -> date | None:
    """The day that the history has."""
    return date.fromisoformat(said) if said else None
