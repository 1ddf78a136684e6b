import os
import re

import numpy as np
import pytest

from govah.errors import MissingExtraError
from govah.read.ocr import tesseract
from govah.read.ocr.tesseract import Layout, engine_version, missing_remedy, recogniser


def test_version_names_library_and_models() -> None:
    told = engine_version()
    assert re.match(r"tesseract 5\.", told)
    assert all(f"{language} " in told for language in ("fas", "ara", "eng"))


def test_one_thread_and_one_recogniser_per_language() -> None:
    assert recogniser("eng") is recogniser("eng")
    assert os.environ["OMP_THREAD_LIMIT"] == "1"


def test_nothing_is_read_with_trust_on_white() -> None:
    white = np.full((40, 300), 255, np.uint8)
    for layout in Layout:
        assert all(word.confidence < 0.5 for word in recogniser("fas").read(white, layout, 200))


def test_missing_models_are_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_DATA_FOLDERS", ("/nonexistent",))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    tesseract._models.cache_clear()
    try:
        assert not tesseract.available()
        with pytest.raises(MissingExtraError) as raised:
            tesseract._models()
    finally:
        tesseract._models.cache_clear()
    assert raised.value.remedy == missing_remedy()
    assert "apt-get install tesseract-ocr" in raised.value.remedy
