"""The CPS area in which a Crown Court centre lies, for figures (data/courts/cps_areas.toml)."""

from collections.abc import Mapping
from functools import cache

from ulss_tracker.scheme.courts.court_table import DATA_FOLDER
from ulss_tracker.scheme.table import TableError, read_table

NO_AREA = "No Crown Court recorded"
NATIONAL = "National"
"""Where the units are that serve every area, as the Appeals and Review Unit does."""


def area_of(court_id: str | None) -> str:
    """The name of the area by the court's id; that there is none where it is no Crown Court."""
    return load_cps_areas().get(court_id or "", NO_AREA)


@cache
def load_cps_areas() -> Mapping[str, str]:
    """The area of each court, by the court's id. Raises TableError for a court named twice."""
    areas: dict[str, str] = {}
    for row in read_table(DATA_FOLDER / "cps_areas.toml").only("area").rows("area"):
        area = row.only("name", "courts")
        for court_id in area.texts("courts"):
            if court_id in areas:
                raise TableError(f"{court_id} lies in two CPS areas")
            areas[court_id] = area.text("name")
    return areas
