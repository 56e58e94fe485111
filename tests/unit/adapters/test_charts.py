"""Charts: what is drawn, told in the picture itself, and nothing that a policy would refuse."""

import sys
from typing import Any

import pytest
from defusedxml import ElementTree

from ulss_tracker.adapters.charts import MOST_SERIES, Chart, Series, Shape, drawn

SVG = "{http://www.w3.org/2000/svg}"
LONG = "The Crown Court sitting at Newcastle upon Tyne, the Quayside and Moot Hall"
AWKWARD = "Pryŵs & O’Neill <script>alert(1)</script>"


def chart(*numbers: int, series: int = 1, shape: Shape = Shape.BARS) -> Chart:
    labels = [LONG, AWKWARD, "Leeds", "York"][: len(numbers)]
    return Chart(
        "Court", "Court, 5 offenders: Leeds 3 (60%).", labels,
        [Series(f"Series {each}", numbers) for each in range(series)], shape,
    )  # fmt: skip


def bars(svg: bytes) -> list[Any]:
    """The rectangles that stand for a number."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [each for each in found if each.get("stroke") == "#ffffff"]


def test_each_number_has_a_bar_as_long_as_it_is_large(subtests: pytest.Subtests) -> None:
    for shape, length in ((Shape.BARS, "width"), (Shape.COLUMNS, "height")):
        for is_narrow in (False, True):
            with subtests.test(shape=shape, is_narrow=is_narrow):
                drawing = bars(drawn(chart(10, 20, 40, shape=shape), is_narrow=is_narrow))
                lengths = sorted(float(each.get(length, "0")) for each in drawing)
                assert len(lengths) == 3
                assert [round(each / lengths[0]) for each in lengths] == [1, 2, 4]


def test_it_holds_its_words_and_nothing_that_runs_or_is_refused(subtests: pytest.Subtests) -> None:
    for shape in Shape:
        for series in (1, 2, 3, 4, 5, MOST_SERIES):
            for is_narrow in (False, True):
                with subtests.test(shape=shape, series=series, is_narrow=is_narrow):
                    made = chart(3, 2, 0, 1, series=series, shape=shape)
                    svg = drawn(made, is_narrow=is_narrow)
                    root = ElementTree.fromstring(svg)
                    parts = list(root.iter())
                    assert root.get("role") == "img"
                    assert [root[0].text, root[1].text] == [made.title, made.finding]
                    assert {each.tag.removeprefix(SVG) for each in parts} <= {
                        "svg", "title", "desc", "g", "rect", "path", "text"
                    }  # fmt: skip
                    names = {name for each in parts for name in each.attrib}
                    assert not [each for each in names if each.startswith(("on", "style", "class"))]
                    assert b"href" not in svg
                    words = {each.text for each in root.iter(f"{SVG}text")}
                    assert series == 1 or {each.name for each in made.series} <= words
                    _stands_inside(root)


def test_the_same_chart_is_the_same_bytes(subtests: pytest.Subtests) -> None:
    for shape in Shape:
        for is_narrow in (False, True):
            with subtests.test(shape=shape, is_narrow=is_narrow):
                made = chart(3, 2, 0, 1, series=MOST_SERIES, shape=shape)
                assert drawn(made, is_narrow=is_narrow) == drawn(made, is_narrow=is_narrow)


def _stands_inside(root: Any) -> None:
    """Nothing that is drawn begins below the picture: the legend's last line is seen too."""
    _, _, _, height = map(float, root.get("viewBox", "").split())
    for group in root.iter(f"{SVG}g"):
        moved = group.get("transform", "translate(0, 0)").removeprefix("translate(").rstrip(")")
        if "," not in moved:
            continue
        down = float(moved.split(",")[1])
        assert all(down + float(each.get("y", "0")) <= height for each in group.iter(f"{SVG}text"))


def test_long_labels_are_cut_and_small_numbers_have_whole_steps() -> None:
    root = ElementTree.fromstring(drawn(chart(1, 2)))
    words = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert any(each.endswith("…: 1") and len(each) < len(LONG) for each in words)
    assert {"0", "1", "2"} <= set(words)
    assert not [each for each in words if "." in each.removesuffix("…")]


def test_an_empty_chart_is_not_drawn() -> None:
    for numbers in ((), (0, 0)):
        assert chart(*numbers).is_empty
        with pytest.raises(ValueError, match="empty"):
            drawn(chart(*numbers))
    assert len(bars(drawn(chart(1)))) == 1


def test_the_library_looks_into_no_other_import() -> None:
    drawn(chart(1))
    assert not [each for each in sys.meta_path if type(each).__module__.startswith("pygal")]
