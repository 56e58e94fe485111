"""A register in the office's own shape, with people and cases that never were."""

from ulss_tracker.services.register.sheet import Column

HEADINGS = [column.heading for column in Column]
PLAIN = (
    "1",
    "AB",
    "Leeds",
    "14/01/2019",
    "Robbery",
    "Complete",
    "Not Referred",
    "N/A",
    "3 years’ imprisonment",
    "N/A",
)


def row(**cells: str) -> list[str]:
    """A plain row with some cells changed: `row(initials="UY", court="Reading (Magistrates)")`."""
    names = {column.name.lower(): place for place, column in enumerate(Column)}
    made = list(PLAIN)
    for name, value in cells.items():
        made[names[name]] = value
    return made


def register(*rows: list[str], encoding: str = "cp1252", above: str = ",,,,,,,,,\r\n") -> bytes:
    """The file of a register that holds these rows under the office's headings."""

    def line(cells: list[str]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"

    return (above + line(HEADINGS) + "".join(line(cells) for cells in rows)).encode(encoding)
