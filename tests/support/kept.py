"""How long data is kept, as two lawyers signed it."""

from datetime import date

from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.law import Law


def signed(rule: str, length: str, *, without: str) -> Law:
    """The law with this length of a rule, such as `days = 60`, in place of its unit so far."""
    content = f'[[retention]]\nid = "{rule}"\nwithout = ["{without}"]\n{length}\n'
    first = date(2026, 1, 1)
    return Law((Change("LAW-1", ChangeKind.RETENTION, content, first, "Ada", "Bo", first),))
