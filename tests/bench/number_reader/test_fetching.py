"""The fonts' lock file, and a package that is another than the pinned one."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fetching import FetchError, Pinned, fetch, pinned
from fonts import CALIBRATION, DEBIAN_TRAINING, LATIN_TRAINING, NPM_TRAINING, TEST, UNSEEN


def test_every_face_is_pinned() -> None:
    families = {font.family for font in pinned() if font.source == "npm"}
    files = {font.name for font in pinned() if font.source != "npm"}
    chosen = (*CALIBRATION, *TEST, *UNSEEN)
    assert {*NPM_TRAINING, *LATIN_TRAINING, *(name for kind, name, _ in chosen if kind == "npm")} == families
    assert {*DEBIAN_TRAINING, *(name for kind, name, _ in chosen if kind == "debian")} <= files


def test_no_test_face_is_trained_on() -> None:
    trained = {*NPM_TRAINING, *LATIN_TRAINING, *DEBIAN_TRAINING}
    fitted = {name for _, name, _ in CALIBRATION}
    held_out = {name for _, name, _ in (*TEST, *UNSEEN)}
    assert not held_out & (trained | fitted)


def test_only_free_licences_are_trained_on() -> None:
    trained = {*NPM_TRAINING, *LATIN_TRAINING, *DEBIAN_TRAINING}
    licences = {font.licence for font in pinned() if {font.name, font.family} & trained}
    assert licences == {"OFL-1.1", "Bitstream-Vera"}


def test_another_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if command[:2] == ["npm", "pack"]:
            (tmp_path / "other.tgz").write_bytes(b"another font")
        return subprocess.CompletedProcess(command, 0, json.dumps([{"filename": "other.tgz"}]), "")

    monkeypatch.setattr("fetching.subprocess.run", run)
    monkeypatch.setattr("fetching.shutil.which", lambda _: "npm")
    with pytest.raises(FetchError, match="was expected"):
        fetch(tmp_path, [Pinned("npm", "@fontsource/amiri", "1.0.0", "OFL-1.1", "sha512-x")])
    assert not list(tmp_path.iterdir())
