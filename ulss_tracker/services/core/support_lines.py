"""Telephone lines of others, which the public sees once this office has rung each number."""

from collections.abc import Container

from ulss_tracker.services.core import office_details

NUMBERS = {
    "victim-support": "0808 1689 111",
    "domestic-abuse": "0808 2000 247",
    "rape": "0808 500 2222",
    "bereavement": "0808 808 1677",
    "wales": "0808 80 10 800",
    "samaritans": "116 123",
}
"""By how SUPPORT_LINES_CHECKED names each line."""


def number(name: str) -> str:
    """The line's number where this office has rung it, else "": nobody is sent to a wrong one."""
    return NUMBERS[name] if name in office_details.current().SUPPORT_LINES_CHECKED else ""


def unchecked(checked: Container[str]) -> dict[str, str]:
    """The lines that are not among those that were checked."""
    return {name: number for name, number in NUMBERS.items() if name not in checked}
