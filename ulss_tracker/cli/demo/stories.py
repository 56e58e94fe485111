"""The demo's cases, and the requests that come after them: `stories.toml`, read.

Each says how long ago the sentence was passed and which steps the review has taken since.
"""

import tomllib
from pathlib import Path

from pydantic import TypeAdapter

from ulss_tracker.cli.demo.people import PEOPLE
from ulss_tracker.cli.demo.story import Repeat, Story

_WRITTEN = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
_BY_EMAIL = {person.email: person for person in PEOPLE}
for _story in _WRITTEN["stories"]:
    if "assignee" in _story:
        _story["assignee"] = _BY_EMAIL[_story["assignee"]]

STORIES = TypeAdapter(tuple[Story, ...]).validate_python(_WRITTEN["stories"])
REPEATS = TypeAdapter(tuple[Repeat, ...]).validate_python(_WRITTEN["repeats"])
