"""The archive of a session as a conference platform exports it: events, chat and a recording."""

import datetime as dt
import io
import tomllib
import wave
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import numpy as np

from govah.demo.package_zip import zipped
from govah.demo.paper import Paper

RATE = 8000
"""Samples a second."""
SECONDS = 240
_SEED = 1394


def conference_archive(paper: Paper) -> bytes:
    """A zip with `events.xml`, `chat.txt` and `audio-1.wav`, dated when each was closed.

    Args:
        paper: The session; its words lie in `session.toml`.
    """
    session = _session()
    ended = session["event"][-1]["at"]
    recorded = session["audio_from"] + dt.timedelta(seconds=SECONDS)
    folder = f"session-{session['room'].rpartition('-')[2]}"
    assert paper.issued.date() == ended.date()  # noqa: S101 - there is one session
    return zipped(
        [
            (f"{folder}/events.xml", _events(session), ended),
            (f"{folder}/chat.txt", _chat(session), ended),
            (f"{folder}/audio-1.wav", spoken(), recorded),
        ]
    )


@cache
def _session() -> dict[str, Any]:
    return tomllib.loads(files("govah.demo.conference").joinpath("session.toml").read_text(encoding="utf-8"))


def _events(session: dict[str, Any]) -> bytes:
    root = ElementTree.Element("session", room=session["room"], platform=session["platform"])
    for name in ("title", "organiser", "recipient", "classification"):
        ElementTree.SubElement(root, name).text = session[name]
    ElementTree.SubElement(root, "date").text = f"{session['began']:%Y-%m-%dT%H:%M:%S}+03:30"
    for event in session["event"]:
        offset = int((event["at"] - session["began"]).total_seconds() * 1000)
        node = ElementTree.SubElement(root, "event", kind=event["kind"], offset=str(offset))
        ElementTree.SubElement(node, "time").text = f"{event['at']:%H:%M:%S}"
        ElementTree.SubElement(node, "name").text = event["who"]
        if event["words"]:
            ElementTree.SubElement(node, "text").text = event["words"]
    ElementTree.indent(root)
    told: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


def _chat(session: dict[str, Any]) -> bytes:
    head = [session["title"], f"{session['began']:%Y-%m-%d}", ""]
    lines = [f"[{line['at']:%H:%M:%S}] {line['who']}: {line['words']}" for line in session["chat"]]
    return ("\n".join([*head, *lines]) + "\n").encode()


def spoken() -> bytes:
    """Four minutes that sound like talk through a poor line, and say nothing: 8-bit mono WAV from a fixed seed.

    Syllables of a buzzing voice under two formants, pauses between phrases, one pitch for each of four speakers.
    """
    chance = np.random.default_rng(_SEED)
    sound = np.zeros(RATE * SECONDS, dtype=np.float32)
    pitches = chance.uniform(95.0, 210.0, 4)
    at = 0.4
    while at < SECONDS - 4.0:
        pitch = float(chance.choice(pitches))
        for _ in range(int(chance.integers(4, 18))):
            length = float(chance.uniform(0.09, 0.26))
            _syllable(sound, at, length, pitch * float(chance.uniform(0.92, 1.1)), chance)
            at += length + float(chance.uniform(0.0, 0.07))
        at += float(chance.uniform(0.3, 1.6))
    sound += chance.normal(0.0, 0.012, sound.size).astype(np.float32)
    samples = np.clip(np.rint(sound * 100 + 128), 0, 255).astype(np.uint8)
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return written.getvalue()


def _syllable(sound: Any, at: float, length: float, pitch: float, chance: np.random.Generator) -> None:
    """Add one syllable, in place."""
    time = np.arange(int(length * RATE), dtype=np.float32) / RATE
    first, second = chance.uniform(300, 800), chance.uniform(900, 2300)
    voice = np.zeros_like(time)
    for harmonic in range(1, 14):
        tone = harmonic * pitch
        weight = 1 / (1 + ((tone - first) / 140) ** 2) + 0.5 / (1 + ((tone - second) / 190) ** 2)
        voice += np.float32(weight) * np.sin(2 * np.pi * tone * time, dtype=np.float32)
    envelope = np.sin(np.pi * time / length, dtype=np.float32)
    start = int(at * RATE)
    sound[start : start + time.size] += 0.22 * envelope * voice
