"""Findings of a proof: its figures, and whatever did not hold."""

import sys
from dataclasses import dataclass, field


@dataclass
class Findings:
    """Figures in words, and faults. A proof holds when there are no faults.

    `longest_wait` is in how many seconds after a restart all that is due must have begun.
    """

    figures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    longest_wait: float = 30.0

    @property
    def holds(self) -> bool:
        """Whether nothing was found that should not be."""
        return not self.faults

    def note(self, figure: str) -> None:
        """Keep a figure, and print it."""
        self.figures.append(figure)
        say(figure)

    def hold(self, is_so: bool, fault: str) -> None:
        """Keep `fault`, and print it, unless what was to hold holds."""
        if not is_so:
            self.faults.append(fault)
            say(f"DOES NOT HOLD: {fault}")


def say(words: str) -> None:
    """Print a line at once: a proof takes long, and somebody may be watching."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
