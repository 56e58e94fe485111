"""The administrator's pages: accounts, the catalogue to read, and the state of the jobs."""

from ulss_tracker.web.admin import (
    access,
    jobs,
    law,
    letters,
    people,
    proposals,
    restored,
    routes,
    tamper_evidence,
    teams,
)
