"""How this very program is called from the shell that called it."""

import os
import shutil
import sys
from pathlib import Path


def this_command() -> str:
    """`govah` where the shell finds it, else the path of the program, as short as it can be typed."""
    own = Path(sys.prefix) / "bin" / "govah"
    found = shutil.which("govah")
    if found is not None and (not own.exists() or Path(found).samefile(own)):
        return "govah"
    if not own.exists():
        return f"{sys.executable} -m govah.cli.main"
    near = os.path.relpath(own)
    return str(own) if near.startswith("..") else near
