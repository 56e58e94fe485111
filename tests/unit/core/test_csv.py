"""CSV as it breaks: letters cut in two, encodings mixed, quotation marks never closed."""

from ulss_tracker.services.core.csv import UNREADABLE, decode, separator_of, split


def test_a_letter_cut_in_two_spoils_no_other() -> None:
    whole = "3 years’ custody\n4 years’".encode()
    assert decode(whole[:-1]) == f"3 years’ custody\n4 years{UNREADABLE}"


def test_lines_of_two_encodings_are_each_read_in_theirs() -> None:
    assert decode("3 years’\n".encode() + "4 years’\n".encode("cp1252")) == "3 years’\n4 years’\n"


def test_a_letter_that_is_none_stays_in_its_place() -> None:
    assert decode(b"Rob\0bery") == f"Rob{UNREADABLE}bery"


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    assert list(split('1,"AB,Leeds\n2,CD,Hull\n3,"E\nF",York\n')) == [
        ["1", '"AB', "Leeds"],
        ["2", "CD", "Hull"],
        ["3", "E\nF", "York"],
    ]


def test_a_quotation_mark_closed_too_soon_breaks_no_row() -> None:
    assert list(split('1,"A" B,Leeds\n2,CD,Hull\n')) == [["1", "A B", "Leeds"], ["2", "CD", "Hull"]]


def test_the_separator_is_that_of_the_first_line_that_says_anything() -> None:
    assert separator_of("\r\n;;\r\nid;name, in full;court\r\n") == ";"
    assert separator_of("id\n") == ","
