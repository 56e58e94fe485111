"""What somebody says of each way to reach them, and which warnings withhold an email."""

import pytest

from tests.support.tables import from_table, rows
from ulss_tracker.services.correspondence import safe_contact
from ulss_tracker.services.correspondence.passages import Passage, Place


def _wishes(words: str) -> dict[safe_contact.ContactWay, bool]:
    return safe_contact.find_wishes([Passage(words, None, Place.BODY)])


def test_the_ways_that_somebody_wants_and_does_not(subtests: pytest.Subtests) -> None:
    no, yes = "-", "+"
    for words, said in rows(
        __file__, "safe_contact.the_ways_that_somebody_wants_and_does_not", str, str
    ):
        with subtests.test(words=words):
            found = {
                f"{way.value}{yes if is_wanted else no}"
                for way, is_wanted in _wishes(words).items()
            }
            assert found == set(said.split())


@from_table
def test_a_warning_withholds_an_email_where_it_is_meant_or_in_doubt(
    warning: str, withheld: bool
) -> None:
    assert safe_contact.is_against_email(warning, _wishes(warning)) is withheld
