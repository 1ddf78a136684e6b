from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govah.case.reading_codec import page_of
from govah.model.page import Box, Layer, Origin, Page, Region, RegionKind, Word
from govah.model.status import Status
from govah.read.reading import Part, Reading
from govah.read.wire import WireError, reading_from_json, reading_to_json

READING = Reading(
    media_type="application/pdf",
    reader="pdf/1",
    status=Status.PARTIAL,
    detail="page 2 timed out",
    language="fa",
    metadata={"title": "نامه"},
    pages=(
        Page(
            1,
            "سلام دنیا",
            Origin.OCR,
            "i",
            595.0,
            842.0,
            (Word(0, 4, Box(1, 2, 3, 4), 0, 0.5, "سلم"),),
            "fa",
            "x",
            reason="a scan",
            layers=(Layer(Origin.TEXT, "Slam"),),
            regions=(Region(RegionKind.UNREAD, Box(5, 6, 7, 8)),),
            turned=270,
        ),
        Page(2, ""),
    ),
    children=(Part(0, "a%DF", b"a\xdf", "000000", 3), Part(1, "b", None, None, 0, "needs a password", True)),
)


def changed(*path: str | int, value: object) -> dict[str, Any]:
    answer = reading_to_json(READING)
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return answer


def test_a_reading_survives_the_way() -> None:
    assert reading_from_json(reading_to_json(READING)) == READING


def test_a_page_that_says_nothing_of_its_turn_stands_upright() -> None:
    told = reading_to_json(READING)["pages"]
    assert (told[0]["turned"], "turned" in told[1]) == (270, False), "readings of upright pages are as they were"
    assert [page.turned for page in reading_from_json(reading_to_json(READING)).pages] == [270, 0]
    assert [page_of(page).turned for page in told] == [270, 0]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        changed("media_type", value="no type"),
        changed("status", value="splendid"),
        changed("status", value=None),
        changed("detail", value=7),
        changed("detail", value="x" * (1 << 21)),
        changed("language", value="../fa"),
        changed("metadata", value={"a": None}),
        changed("metadata", value={str(at): "x" for at in range(5000)}),
        changed("pages", 1, "number", value=3),
        changed("pages", 1, "number", value=True),
        changed("pages", 0, "text", value="e\u0301"),
        changed("pages", 0, "text", value="a\x00"),
        changed("pages", 0, "text", value="\ud800"),
        changed("pages", 0, "text", value="short"),
        changed("pages", 0, "origin", value="dream"),
        changed("pages", 0, "width", value=float("nan")),
        changed("pages", 0, "width", value=-1),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3]]),
        changed("pages", 0, "words", value=[[0, 99, 1, 2, 3, 4, 0, None, None]]),
        changed("pages", 0, "words", value=[[4, 4, 1, 2, 3, 4, 0, None, None]]),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3, float("inf"), 0, None, None]]),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3, 4, -1, None, None]]),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3, 4, 0, 2, None]]),
        changed("pages", 0, "words", value=[[2, 4, 1, 2, 3, 4, 0, None, None], [0, 1, 1, 2, 3, 4, 0, None, None]]),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3, 4, 0, None]]),
        changed("pages", 0, "words", value=[[0, 4, 1, 2, 3, 4, 0, None, 7]]),
        changed("pages", 0, "layers", value=[{"origin": "text", "text": "a\x00"}]),
        changed("pages", 0, "layers", value=[{"origin": "text", "text": ""}] * 9),
        changed("pages", 0, "regions", value=[["unread", 1, 2, 3]]),
        changed("pages", 0, "regions", value=[["dragon", 1, 2, 3, 4]]),
        changed("pages", 0, "regions", value=[[["unread"], 1, 2, 3, 4]]),
        changed("pages", 0, "turned", value=45),
        changed("pages", 0, "turned", value=360),
        changed("pages", 0, "turned", value="90"),
        changed("pages", 0, "turned", value=True),
        changed("pages", 0, "turned", value=None),
        changed("children", 0, "file", value="../../etc/passwd"),
        changed("children", 0, "file", value="000000\n"),
        changed("children", 0, "index", value=5),
        changed("children", 0, "size", value=-1),
        changed("children", 0, "name", value="b"),
        changed("children", 0, "name_raw", value="not base64!"),
        changed("children", 0, "inline", value=0),
    ],
)
def test_a_lie_is_refused(answer: object) -> None:
    if isinstance(answer, dict) and answer.get("pages") and answer["pages"][0]["text"] == "short":
        answer["pages"][0]["words"] = [[0, 6, 1, 2, 3, 4, 0, None, None]]
    with pytest.raises(WireError):
        reading_from_json(answer)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner), max_leaves=8)
KEYS = sorted(reading_to_json(READING))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_answer_is_a_reading_or_a_wire_error(fields: dict[str, Any]) -> None:
    try:
        reading_from_json({**reading_to_json(READING), **fields})
    except WireError:
        return
