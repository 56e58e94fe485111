"""Every Crown Court lies in one CPS area, and nothing else in any."""

from ulss_tracker.scheme.courts.court_table import CourtKind, load_court_table
from ulss_tracker.scheme.courts.cps_areas import NO_AREA, area_of, load_cps_areas


def test_each_crown_court_lies_in_one_area() -> None:
    crown = {each.id for each in load_court_table() if each.kind is CourtKind.CROWN_COURT}
    assert set(load_cps_areas()) == crown
    assert len(set(load_cps_areas().values())) == 13  # of fourteen, London's two as one
    assert area_of("leeds") == "Yorkshire and Humberside"
    assert area_of("chester") == area_of("liverpool") == "Mersey-Cheshire"
    assert area_of(None) == area_of("magistrates") == NO_AREA
