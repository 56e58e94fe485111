"""Kinds of statement, by the words before or over a day, and the columns that they speak of.

Each kind has an expression for "label | words before"; the first that fits is meant. A day of no
kind must at least be one that the database holds of its matter. Where a kind has no value in the
columns, it is held to that as well.
"""

import re

_DAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "may be until": (
        r"may be until$|^(?:May have until|Later moment)|[Hh]ave until$"
        r"|law may allow(?: filing)?(?: until)?$",
        (
            "deadline.may_be_until_on",
            "deadline.later_file_by_at",
            "deadline.file_by_at",
            "review.file_by_at",
        ),
    ),
    "sooner": (r"sooner:$", ("deadline.file_by_at of the case",)),
    "filed": (
        r"^Filed \||\bFiled$|Filed with the Registrar:$|reached the Registrar$",
        ("review.filed_at", "filing.at"),
    ),
    "last day": (
        r"^Last day(?: in law| to serve[^|]*)? \|$|\bThe last day is$"
        r"|Last day(?: in law)?:?$|Last day to serve this application$"
        r"|Y diwrnod olaf yw(?: dydd \w+)?$",
        ("review.last_day_on", "last day"),
    ),
    "file by": (
        r"^(?:File by|Time left|Deadline) \|(?!.*First look)(?!.*[Ff]ind the day)"
        r"|^By when \|.*File by$|(?:\b[Ff]ile|\b[Ff]iled|to the court|Time limit) by:?$"
        r"|^File by was$|\b[Ff]ile by was$|i’r llys erbyn:?(?: [\d:]+y[bh], dydd \w+)?$",
        ("deadline.file_by_at", "review.earliest_file_by_at", "file by once filed"),
    ),
    "first look": (
        r"[Ff]irst look(?: by)?(?: \|)?(?: overdue since| by)?$",
        ("deadline.look_by_at", "request.looked_at"),
    ),
    "find the day": (
        r"[Ff]ind the day(?: of sentence)?(?: by)?(?: \|)?(?: by)?$",
        ("deadline.find_day_by_at",),
    ),
    "act by": (
        r"^(?:Act by|By) \|$",
        ("deadline.act_by_at", "deadline.file_by_at", "telling.due_by_at"),
    ),
    "sentenced": (
        r"^(?:Date of sentence|Sentenced|Day of sentence|Counted from) \|(?!.*[Vv]erified)"
        r"|[Ss]entence (?:was )?passed on$|the sentence of$|^(?:\| )?Sentence of$|^Sentence:$",
        (
            "sentence.sentenced_on",
            "request.sentenced_on",
            "deadline.earliest_on",
            "deadline.latest_on",
        ),
    ),
    "first day counted": (r"days follow, from$", ("first day",)),
    "received": (
        r"^Received \|$|When we received it:$|Pryd y cyrhaeddodd:(?: [\d:]+y[bh], dydd \w+)?$",
        ("request.received_at",),
    ),
    "point of law": (r"^Last day to ask", ("point of law",)),
    "opened": (r"^Opened \|$|Review opened:$", ("review.opened_at", "case_file.opened_at")),
    "served": (r"Served on the offender:$", ("filing.at",)),
    "told": (r"Told by [\w ]+,$", ("telling.told_at",)),
    "due": (r"^Due \||Due by$|was due by$", ("telling.due_by_at",)),
    "paper asked": (r"^Asked for \||Papers? asked for:$|, asked for$", ("paper.asked_at",)),
    "paper received": (
        r"^Status \| *Received$|Papers received:$|: received$",
        ("paper.received_at",),
    ),
    "decided": (
        r"Decision to refer:$|a law officer, decided on$|The decision was made on$",
        ("decision.decided_at",),
    ),
    "sent up": (r"Sent to the law officers:$", ("submission.made_at",)),
    "listed": (r"^Under \|", ("next hearing",)),
    "heard": (r"[Hh]earing(?: at| on|:)$", ("hearing.heard_on", "hearing")),
    "convicted": (
        r"Convicted on:$|(?:Pleaded guilty|Found guilty by a jury),$"
        r"|^Plea or verdict \|.*(?:guilty|jury)$",
        ("conviction.convicted_on",),
    ),
    "issued": (r"^Issued \||, issued$", ("letter.issued_at",)),
    "verified": (
        r"Verified by [^|,]+,$|^(?:Date of sentence|Court|Offence) \|.*Verified [^,]+,$",
        ("confirmation.confirmed_at",),
    ),
    "court decided": (r"^Decided \||Court of Appeal decided on$", ("court_decision.decided_on",)),
}
DAYS = {kind: (re.compile(words), columns) for kind, (words, columns) in _DAYS.items()}

# What is one of a few answers in the database: the same answer has the same words everywhere.
LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stage": (r"^Stage$", ("review.state", "review.outcome")),
    "stage of a request": (r"^(?:Stage|Status)$", ("request.state",)),
    "who asked": (r"^(?:Standing|As|Asked for by)$", ("request.standing",)),
    "how it came": (r"^(?:How|Channel)$", ("request.channel",)),
    "how the day is known": (r"^How the day of sentence is known$", ("deadline.basis",)),
    "in the scheme": (r"^(?:Scheme|In scheme\?)$", ("review.verdict",)),
    "court": (r"^(?:Court|Crown Court)$", ("case_file.court_id", "request.court_id")),
}
# A day of the office's plan, which no column holds: by what is to be done.
PLAN = re.compile(r"(?:Next|To come|Late|Plan \|) ((?:[AHFS]\w+) [\w’ ]+?)(?: by| Late since)$")
# The same where the moment comes first, as an alarm has it: what is to be done, by the plan's name.
PLAN_AFTER = (
    (re.compile(r"^ ?Have the law officer’s decision"), "Have the decision"),
    (re.compile(r"^ ?Have the papers"), "Have the papers"),
    (re.compile(r"^ ?Write and issue the application"), "File with the Registrar"),
    (re.compile(r"^ ?Have the lawyer’s advice, and send"), "Send to the law officers"),
)
# By when who asked is to hear, and what their calendar keeps for the day after.
NOTICE = re.compile(r"notice, the last day is$")
ANSWER_BY = re.compile(r"The last day for it is$|^Last day, unless")
HEAR_BY = re.compile(
    r"We aim(?:ed)? to tell you by$|^Reminder \|$|Ein nod yw dweud wrthych erbyn(?: dydd \w+)?$"
)
# What is of no matter, wherever it stands.
UNHELD = re.compile(r"on duty from|bank holiday: ")
# The source of a day or a fact, wherever it stands, and the column that it speaks of.
SOURCES = {
    "how the day is known": (
        re.compile(
            r"(Verified by two people|Recorded by the office|Recorded from the court"
            r"|Stated by the requester|Read from the requester|Earliest day that)",
            re.IGNORECASE,
        ),
        "deadline.basis",
    ),
    "how the day is known, in brief": (
        re.compile(r"left (as stated|verified|recorded|read from words|earliest in words)\b"),
        "deadline.basis",
    ),
    "verified against": (
        re.compile(r"Verified [^|]*? \d{4}\. ([A-Z][\w ]+)"),
        "confirmation.source",
    ),
}
OWNER = re.compile(r"^(?:Assigned to|Owner|Who has it|Caseworker)$")
# Where a stage may have whoever has it beside it.
STAGE_AND_OWNER = re.compile(r"^Stage(?: and next)?$")
# Who did it, by the words about their name, where others did more at the same moment.
DOERS = (
    (r"\b[Vv]erified(?: by)? {name}, ", "confirmation.confirmed_by_id"),
    (r"^Sent [^.]*\d{{4}} by {name}\.", "submission.made_by_id"),
    (r"\bTold by [^.]*, by {name}\.", "telling.told_by_id"),
)
# Who decides: "With the Attorney General".
WITH_OFFICER = re.compile(r"\b[Ww]ith the (Attorney|Solicitor) General\b")
# The step that a request has reached, as the status page words it, by the stage of a review.
REACHED = {
    "received": "Being checked",
    "checking": "Being checked",
    "awaiting_papers": "Papers asked for",
    "under_consideration": "Papers asked for",
    "law_officers": "With the law officers",
    "to_file": "Decided",
    "referred": "Court of Appeal asked",
    "at_court": "Court of Appeal asked",
}
REACHED_AT_COURT = {"Court of Appeal asked": "Hearing"}
NOW = re.compile(r"^(.+?) Now\b")
# What no column holds: the places agree.
AGREED = {
    "waits for": re.compile(r"^Waits for$"),
    "to spare": re.compile(r"^To spare$"),
    "verified?": re.compile(r"^(?:Verified|Verified by a second person)$"),
    "offender": re.compile(r"^(?:Offender|Defendant)$"),
    "offence": re.compile(r"^Offence$"),
}
# Within a line of words: "Stage: Checking the scheme."
NAMED = re.compile(r"\b(Stage|Owner|Assigned to|Waits for): ([^.;|]+?)(?=[.;|]|$| [A-Z][a-z]+:)")
