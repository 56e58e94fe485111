"""Signing in and out, how one is reached on duty, and when one works."""

from ulss_tracker.web.accounts import (
    duty_contact,
    forgotten_password,
    kept_forms,
    office_sign_in,
    own_sign_in,
    passkeys,
    routes,
    second_factor,
    staying,
    step_up,
    working_hours,
)
