"""Signing in and out, how one is reached on duty, and when one works."""

from ulss_tracker.web.accounts import (
    duty_contact,
    own_sign_in,
    routes,
    second_factor,
    step_up,
    working_hours,
)

__all__ = [
    "duty_contact",
    "own_sign_in",
    "routes",
    "second_factor",
    "step_up",
    "working_hours",
]
