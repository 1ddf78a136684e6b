"""Where things are on this machine. Nothing here changes a verdict."""

import os
from importlib import metadata
from pathlib import Path


def keys_folder() -> Path:
    """Where private keys are: `GOVAH_KEYS`, else `$XDG_DATA_HOME/govah/keys`."""
    named = os.environ.get("GOVAH_KEYS")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "govah" / "keys"


def actor_name() -> str | None:
    """Who acts, by `GOVAH_ACTOR`; None for the key made at `init`."""
    return os.environ.get("GOVAH_ACTOR") or None


def workers() -> int:
    """How many worker processes: `GOVAH_WORKERS`, else one per usable core."""
    named = os.environ.get("GOVAH_WORKERS", "")
    return int(named) if named.isdigit() and int(named) > 0 else len(os.sched_getaffinity(0))


def version() -> str:
    """Govah's own version."""
    return metadata.version("govah")
