"""Every word of the interface stands in Persian and Arabic."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from govah.web.translation import locale

_ROOM = Path(str(files("govah.web")))
_KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "translate": (1, 2)}
_OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}


def _messages() -> set[str | tuple[str, ...]]:
    methods = [("templates/**.html", "jinja2"), ("**.py", "python")]
    found = extract_from_dir(str(_ROOM), methods, _OPTIONS, keywords=_KEYWORDS)  # type: ignore[arg-type]
    return {message if isinstance(message, str) else tuple(message) for _, _, message, *_ in found}


def _catalogue(code: str) -> Catalog:
    return read_po(BytesIO((_ROOM / "locale" / f"{code}.po").read_bytes()), locale=code)


@pytest.mark.parametrize("code", ["fa", "ar"])
def test_every_message_is_translated(code: str) -> None:
    catalogue = _catalogue(code)
    translated = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue
        if message.id and all([message.string] if isinstance(message.string, str) else message.string)
    }
    assert _messages() - translated == set()
    assert translated - _messages() == set(), "translated, but nothing says it any more"


@pytest.mark.parametrize("code", ["fa", "ar"])
def test_placeholders_survive_translation(code: str) -> None:
    for message in _catalogue(code):
        assert list(message.check()) == [], message.id
        if isinstance(message.id, str) and "{" in message.id:
            names = {part.partition("}")[0] for part in message.id.split("{")[1:]}
            assert names == {part.partition("}")[0] for part in str(message.string).split("{")[1:]}


def test_persian_is_spelled_with_persian_letters() -> None:
    for message in (message for message in _catalogue("fa") if message.id):
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert not set("يكةۀ0123456789") & set(text.replace("24 February 2015", "")), text


def test_silence_is_never_called_no_answer() -> None:
    every = [str(message) for message in _messages()]
    every += [str(message.string) for code in ("fa", "ar") for message in _catalogue(code)]
    for text in every:
        assert "no answer was given" not in text.lower()
        assert "پاسخی داده نشد" not in text


def test_a_language_that_is_not_known_is_english() -> None:
    assert locale("xx").code == "en"
    assert locale("fa").direction == "rtl"
