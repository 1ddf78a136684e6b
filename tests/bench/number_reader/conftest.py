"""The number reader's modules import each other by their bare names."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "bench" / "number_reader"))
