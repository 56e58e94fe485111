"""The sentences in which a query is put to a person. Each begins with the query's own name."""

from ulss_tracker.scheme.courts.court_table import CourtKind

LINE_BREAK = "Line break in the cell: read as one line."
EMPTY_LINE = "Empty line in the cell: read without it."
SPACES = "Spaces at an end of the cell, or several together: read without them."
UNREADABLE = "Letters that cannot be read, or cannot be seen: kept as they are. See the paper."
GARBLED = "Letters garbled by another program: kept as written. They may have been those proposed."
QUOTATION = (
    "Quotation mark without its pair: its line is read by itself, and the rows after it as theirs."
)
FORMULA = "Formula in the cell: kept as written, and not worked out."
CUT_SHORT = "Row cut short: it ends before this column, which is read as empty."
NO_LINE_END = "End of the file: it has no line end, so this last cell may be cut short."
HEADINGS_AGAIN = "Headings again: this row is not imported."
BEYOND = "Outside the columns: this stands beside the ten columns and is not imported."

NO_REFERENCE = "No reference: the row is not imported. Give it its reference and import again."
REJECTED = "Row not imported: {why}. The other rows are. Put it right and import the file again."
REFERENCE_APART = "Reference comes back: other references stand between its rows."
SEVERAL_IN_REFERENCE = "One reference with several {what}: each offender keeps their own."
SWAPPED = "Dates that are one another with day and month the other way round: check both."
SAME_ROW = "Same as row {other}: kept as another offender. If it is a repeat, remove one."
SAME_INITIALS = "Same initials as row {other} in this reference: kept as another offender."

REFERENCE_SLIP = "Reference as good as that of row {other}, “{said}”: kept as another reference."
REFERENCE_FORM = "Reference not like the others, which are numbers: kept as written."
REFERENCE_ORDER = "Reference out of order: those before and after it run on without it."
SAME_ELSEWHERE = "Same offender, court, date and offence as row {other}, of reference {reference}."
IMPORTED_ELSEWHERE = "Same row as was imported under reference {reference}: kept as another."
NOT_HERE_NOW = (
    "New row, though one imported before under this reference is not in the file: “{was}”. If it "
    "is that one corrected, correct the case instead."
)

NO_INITIALS = "No initials: the offender’s name is not known."
NOT_INITIALS = "A name where initials are expected: check that it may be kept here."

PLACEHOLDER = "Placeholder: {initials} stands for an offender who is not named."
ODD_INITIALS = "Initials with figures or signs, or one letter alone: kept as written."

NO_COURT = "No court: the review’s court is left empty."
JUDGE = "A judge’s name for a court: the court is not known. Ask where the judge sat."
COURT_SPELLING = "Court spelling: not the court’s own name. Read as the court proposed."
COURT_POSSIBLE = "Court not certain: it may be one of those proposed."
COURT_UNKNOWN = "Court not known: no court of this name is in the list."
NOT_CROWN_COURT = {
    CourtKind.MAGISTRATES: "Magistrates’ court in the Crown Court’s column.",
    CourtKind.YOUTH: "Youth court in the Crown Court’s column.",
    CourtKind.COURT_MARTIAL: "Court Martial in the Crown Court’s column.",
    CourtKind.NORTHERN_IRELAND: "A court in Northern Ireland in the Crown Court’s column.",
    CourtKind.SCOTLAND: "A court in Scotland in the Crown Court’s column.",
    CourtKind.CROWN_DEPENDENCY: "A court of an island’s own law in the Crown Court’s column.",
    CourtKind.OTHER: "Another court in the Crown Court’s column.",
}

NO_DATE = "No date of sentence: no last day can be worked out."
DATE_UNREAD = "Not a date: no sentence is dated from it. It is kept as written."
DATE_PARTLY_READ = "Words beside the date: “{unread}” is not a date. It is kept as written."
DATE_GUESSED = "Date read by guess from its form: check it."
WEEKDAY_WRONG = "Another day of the week than its date was: one of the two is wrong."
SEVERAL_DATES = "Several dates of sentence in one cell: the last is used, and all are kept."
BEFORE_SCHEME = "Date before the scheme began, on 1 February 1989: no sentence is dated from it."
LATER_THAN_REST = (
    "Future date: later than every request around it, and so later than the request itself. "
    "Kept as written until somebody resolves it."
)
NOT_YET = "Future date: it has not come yet. Kept as written until somebody resolves it."
EARLIER_THAN_REST = (
    "Date long before those around it: the year, or day and month, may be wrong. "
    "Kept as written until somebody resolves it."
)

NO_OFFENCE = "No offence: the scheme cannot be checked."
OFFENCE_POSSIBLE = (
    "Offence not certain: “{said}” may be one of those proposed. It is asked on the review."
)
OFFENCE_UNKNOWN = "Offence not known: “{said}” is not in the catalogue. A lawyer must check."
OUTSIDE_LAW = "Outside the law: {reason} Both are kept as written."
SEVERAL_OFFENCES = "Several offences in one cell: each is recorded."

NO_STATUS = "No status."
STATUS_UNKNOWN = "Status not known: neither Complete nor In Progress."
NO_OUTCOME = "No outcome: taken as under consideration."
OUTCOME_UNKNOWN = "Outcome not known: taken as under consideration. It is kept as written."
OUTCOME_SPELLING = "Outcome not in the office’s own words: read as the one proposed."
STILL_IN_PROGRESS = "Still In Progress, though its ending is given: imported as ended."
COMPLETE_WITHOUT_ENDING = "Complete, though no ending is given: imported as going on."
REVISED_NOT_REFERRED = "A revised sentence, though the sentence was not referred: kept as written."
REVISED_UNREAD = "Revised sentence not read: no sentence and no ending of ours. Kept as written."
SAME_AS_ORIGINAL = "Revised sentence the same as the original, and taken as increased: check it."
TAKEN_AS_INCREASED = "Revised sentence in words: taken as increased. Check that it was."
RULES_DISAGREE = "The scheme’s rules say otherwise: {verdict}. The register’s outcome is kept."

HEARING_UNREAD = "Not a date of hearing: no hearing is dated from it. It is kept as written."
HEARING_FIRST = (
    "Hearing before the sentence: one of the two dates is wrong. No hearing is dated from it."
)
SEVERAL_HEARINGS = "Several dates of hearing in one cell: the last counts, and all are kept."
HEARING_NOT_REFERRED = (
    "A hearing, though the sentence was not referred: kept as written, no hearing is recorded."
)
DECIDED_WITHOUT_HEARING = "No date of hearing, though the court decided: when is not known."

NO_SENTENCE = "No original sentence."
SENTENCE_UNREAD = "Sentence not wholly read: “{unread}”. It is kept in its own words."
REMITTED = (
    "Sent to a youth or magistrates’ court for sentence: that court’s sentence is not in scheme."
)

CHANGED_SINCE = "Changed since it was imported: it was “{was}”. Not changed here: correct the case."
CHANGED_UNSEEN = "Changed since it was imported: what it was is not shown. Not changed here."


def other_column(cells: int) -> str:
    """A column under a heading that is none of the ten."""
    rest = "1 cell is" if cells == 1 else f"{cells} cells are"
    return f"Another column: it is none of the ten, and its {rest} not imported."


def closed(day: str, holiday: str) -> str:
    """A day on which courts do not usually sit."""
    if holiday:
        return f"Bank holiday: {day} was {holiday}, when courts do not usually sit."
    return f"Weekend: {day}, when the Crown Court does not usually sit."
