"""The load ahead as pictures and tables: by day, and by person."""

from collections.abc import Callable, Mapping

from ulss_tracker.adapters.charts import Chart, Series, Shape
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision.workload_forecast import Day, WorkloadForecast

_DAYS: Mapping[str, Callable[[Day], bool]] = {
    "Monday to Thursday": lambda day: day.is_working and not day.is_friday,
    "Friday": lambda day: day.is_working and day.is_friday,
    "Weekend or bank holiday": lambda day: not day.is_working,
}
_MOST_PEOPLE = 20


def by_day(load: WorkloadForecast) -> Chart:
    """A column for each day. Fridays stand out: what is not done then waits over the weekend."""
    return Chart(
        "Moments to act by, day by day",
        f"Moments to act by in six weeks from {day_words(load.days[0].on)}: {load.total:,}. The "
        f"busiest day is {day_words(load.busiest.on)}, with {load.most:,}; Fridays have "
        f"{sum(day.count for day in load.days if day.is_friday):,} in all.",
        [f"{day.on.day} {day.on:%b}" for day in load.days],
        [
            Series(name, [day.count if is_one(day) else 0 for day in load.days])
            for name, is_one in _DAYS.items()
        ],
        Shape.COLUMNS,
        every=7,
    )


def by_person(load: WorkloadForecast) -> Chart:
    """A bar for each person, that with the most first, in a colour for each week."""
    people = load.people[:_MOST_PEOPLE]
    most = "; ".join(f"{person.name} {person.total:,}" for person in people[:3])
    return Chart(
        "Moments to act by, person by person",
        f"Moments to act by in six weeks, by whom they are assigned to. Most: {most}.",
        [person.name for person in people],
        [
            Series(f"Week of {words}", [person.weeks[week] for person in people])
            for week, words in enumerate(load.week_words)
        ],
    )


def day_table(load: WorkloadForecast) -> Sheet:
    """Each day with its moments, and what is special about it."""
    rows = [(day.on.isoformat(), f"{day.on:%A}", day.count, day.holiday) for day in load.days]
    return Sheet("By day", ("Day", "Weekday", "Moments to act by", "Bank holiday"), rows)


def person_table(load: WorkloadForecast) -> Sheet:
    """Each person's moments by week, and the work that they still take."""
    heading = ("Assigned to", *(f"Week of {week}" for week in load.week_words), "All", "Work left")
    rows: list[tuple[str | int, ...]] = [
        (person.name, *person.weeks, person.total, person.work_words) for person in load.people
    ]
    return Sheet("By person", heading, rows)
