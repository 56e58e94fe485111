"""The type of the fixture `at`: what sets the clock for the rest of a test."""

from collections.abc import Callable
from datetime import datetime

SetClock = Callable[[datetime], None]
