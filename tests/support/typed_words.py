"""The names and courts that tests/support/typed_names.py types, and how people write them."""

from tests.support.tables import column, rows, several

GIVEN = column(__file__, "typed_words.given")
FAMILY = column(__file__, "typed_words.family")
SHORT = dict(rows(__file__, "typed_words.short", str, several))
SPELT = dict(rows(__file__, "typed_words.spelt", str, several))
# The court as a case has it, and as people write it.
COURTS = dict(rows(__file__, "typed_words.courts", str, several))
KEYS_BESIDE = dict(rows(__file__, "typed_words.keys_beside", str, str))
SCANNED = (("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("w", "vv"), ("d", "cl"), ("s", "5"))
