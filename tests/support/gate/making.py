"""The maker of safe copies where the system does not let the network be taken away."""

import sys
from pathlib import Path

from ulss_tracker.adapters.gate import limits, making
from ulss_tracker.adapters.gate.file_types import FileType

if __name__ == "__main__":
    limits._leave_network = lambda: None
    making.main(float(sys.argv[1]), FileType[sys.argv[2]], Path(sys.argv[3]))
