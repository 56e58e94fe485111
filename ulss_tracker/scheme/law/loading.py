"""The one loader of the law: the files, the changes committed beside them, and those signed since.

A change counts from the day from which it decides, until another that undoes it counts. Whatever
does not hold together is refused here, with the row and the reason.
"""

from collections.abc import Sequence
from datetime import date

from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.change import Change, in_effect
from ulss_tracker.scheme.law.change_files import committed
from ulss_tracker.scheme.law.law import Law, obeying
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.proof import proof_of
from ulss_tracker.scheme.table import TableError
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.policies import load_policies


def load_law(signed: Sequence[Change], on: date) -> Law:
    """The law on a day, by the files and these changes in the order in which they were signed.

    Raises TableError that names what does not hold together.
    """
    known = {change.reference for change in committed()}
    begun = [
        change
        for change in signed
        if change.reference not in known and change.decides_from_on <= on
    ]
    law = Law(in_effect([*committed(), *begun]))
    check(law)
    return law


def check(law: Law) -> None:
    """Read every table of the law. Raises TableError that names what does not hold together."""
    try:
        with obeying(law):
            load_policies()
            working_days()
            load_penalties()
            retention.rules()
            for offence in load_catalogue():
                proof_of(offence)
    except (ValueError, LookupError) as fault:
        raise TableError(str(fault)) from fault
