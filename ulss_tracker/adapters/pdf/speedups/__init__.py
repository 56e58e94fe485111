"""Replaced parts of WeasyPrint that make letters quicker, behind one switch.

The switch asks for the version of the installed library before it imports or names anything that
the library does not promise to keep. With any other version than the one these were tested with,
or with PDF_SPEEDUPS=off in the environment, letters are as slow as the library is and otherwise
the same, byte for byte: tests/unit/test_pdf_speedups.py compares them.

What gives less than a twentieth of a letter's time has no place here
(docs/adr/0007-weasyprint-switch.md).
"""

import os
from functools import cache
from importlib.metadata import version

TESTED_WITH = "70.0"


@cache
def turn_on() -> bool:
    """Put ours in the place of the library's, if it is as tested; whether it is."""
    if os.environ.get("PDF_SPEEDUPS") == "off" or version("weasyprint") != TESTED_WITH:
        return False
    from ulss_tracker.adapters.pdf.speedups import styles

    styles.turn_on()
    return True
