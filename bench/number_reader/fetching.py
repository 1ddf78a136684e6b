"""The fonts, fetched by their clients and checked: `fetching.py [FONTS]` (standard library alone).

`fonts.lock` names each npm package with its version, licence and hash, and each file of a Debian package with its hash.
No font file is part of this project.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LOCK = Path(__file__).with_name("fonts.lock")
ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".fonts"
DEBIAN = Path("/usr/share/fonts")
KEPT = (".woff2", "LICENSE", "package.json")
"""What is unpacked of a package."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package of fonts, or a file of one.

    Args:
        source: `npm`, or the name of a Debian package.
        name: Of the npm package, or of the file below /usr/share/fonts.
        version: Of the package.
        licence: As SPDX names it, or as the package does.
        digest: SHA-512 of the npm package, SHA-256 of the file; base 64, after the hash's name.
    """

    source: str
    name: str
    version: str
    licence: str
    digest: str

    @property
    def family(self) -> str:
        """Name of its folder in the cache."""
        return self.name.rpartition("/")[2]


class FetchError(Exception):
    """A font could not be fetched, or is another than the pinned one."""


def pinned(lock: Path = LOCK) -> list[Pinned]:
    """What the lock file names, in its order."""
    rows = [line.split() for line in lock.read_text("utf-8").splitlines()]
    return [Pinned(*row) for row in rows if row and not row[0].startswith("#")]


def fetch(cache: Path, fonts: list[Pinned]) -> None:
    """Put every pinned font in its place: npm packages below the cache, Debian packages on the machine.

    Args:
        cache: Where the npm packages are unpacked, each in a folder of its family's name.
        fonts: What is needed.

    Raises:
        FetchError: A package cannot be had, or its hash is another.
    """
    packages = [font for font in fonts if font.source == "npm"]
    _installed([font.source for font in fonts if font.source != "npm"])
    missing = [font for font in packages if not _is_there(cache / font.family, font)]
    if missing and shutil.which("npm") is None:
        _installed(["npm"])
    for place, font in enumerate(missing, 1):
        print(f"Fetching fonts: {place} of {len(missing)}, {font.name} {font.version}", flush=True)
        _unpack(_packed(cache, font), cache / font.family, font)
    for font in fonts:
        if font.source != "npm" and digest_of(DEBIAN / font.name, "sha256") != font.digest:
            print(f"{DEBIAN / font.name} is another than that of {font.source} {font.version}: figures may differ.")


def digest_of(path: Path, kind: str) -> str:
    """Hash of a file, as the lock file writes it."""
    return f"{kind}-{base64.b64encode(hashlib.new(kind, path.read_bytes()).digest()).decode()}"


def _installed(packages: list[str]) -> None:
    done = subprocess.run(["sh", str(ROOT / "tools" / "os-packages.sh"), *dict.fromkeys(packages)], check=False)
    if done.returncode:
        raise FetchError(f"Debian packages could not be installed: {' '.join(dict.fromkeys(packages))}")


def _is_there(folder: Path, font: Pinned) -> bool:
    mark = folder / "digest"
    return mark.is_file() and mark.read_text("utf-8") == font.digest


def _packed(cache: Path, font: Pinned) -> Path:
    """The package as npm packs it, its hash checked."""
    cache.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", f"{font.name}@{font.version}", "--json", "--pack-destination", str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cache, check=False)
    if done.returncode:
        raise FetchError(f"npm gave no {font.name} {font.version}: {done.stderr.strip()}")
    packed = cache / Path(json.loads(done.stdout)[0]["filename"]).name
    found = digest_of(packed, "sha512")
    if found != font.digest:
        packed.unlink()
        raise FetchError(f"{font.name} {font.version} has the hash {found}, and {font.digest} was expected")
    return packed


def _unpack(packed: Path, folder: Path, font: Pinned) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(packed) as archive:
        for member in archive:
            inner = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            if member.isfile() and inner.name.endswith(KEPT) and ".." not in inner.parts:
                target = folder / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.extractfile(member).read())  # type: ignore[union-attr]
    (folder / "digest").write_text(font.digest, "utf-8")
    packed.unlink()


def main() -> None:
    """Fetch what the lock file names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path, nargs="?", default=CACHE)
    try:
        fetch(parser.parse_args().cache.resolve(), pinned())
    except FetchError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
