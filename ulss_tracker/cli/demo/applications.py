"""The words of the demo’s cases where a step wants some: `words.toml`, read."""

import tomllib
from pathlib import Path

from ulss_tracker.services.referral.applications import Prepared
from ulss_tracker.services.referral.submissions import Words

_WRITTEN = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))

ADVICE: str = _WRITTEN["advice"]
WORDS = Words(**_WRITTEN["submission"])
APPLICATIONS = {name: Prepared(**words) for name, words in _WRITTEN["applications"].items()}
"""The words of applications, by the name a story gives them."""
