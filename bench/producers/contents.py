"""Contents of pages: sentences of a set with their slots filled, the same for the same seed."""

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bench.producers.document import Block, Document

_TEXTS = Path(__file__).parent / "texts"
_EASTERN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SLOT = re.compile(r"\{(\w+)\}")
_KINDS = ("letter", "mixed", "ruled", "unruled", "columns", "arabic", "joiners", "english", "points", "hard", "wrapped")


def documents(name: str, seed: int, rounds: int) -> list[Document]:
    """Pages of every kind.

    Args:
        name: Of the set of sentences: `known` or `held`.
        seed: For the choice of sentences and the slots.
        rounds: Pages of each kind.
    """
    return [_Writer(name, f"{seed} {kind} {n}").page(kind, f"{kind}{n}") for n in range(rounds) for kind in _KINDS]


class _Writer:
    """Writes one page after another from one set of sentences."""

    def __init__(self, name: str, seed: str) -> None:
        self._set: dict[str, list[str]] = tomllib.loads((_TEXTS / f"{name}.toml").read_text("utf-8"))
        self._random = random.Random(seed)

    def page(self, kind: str, name: str) -> Document:
        direction = "ltr" if kind == "english" else "rtl"
        header = footer = ""
        if kind in ("columns", "letter", "points"):
            header, footer = (self._filled(line) for line in self._set["running"])
        blocks = tuple(getattr(self, f"_{kind}")())
        return Document(name, kind, direction, blocks, header if kind == "columns" else "", footer)

    def _letter(self) -> Iterator[Block]:
        rows = (
            (f"{self._any('organisations')}", "باسمه تعالی", f"شماره: {self._slot('ref')}"),
            (f"{self._any('organisations')}", self._any("classes"), f"تاریخ: {self._slot('date')}"),
            (f"دفتر {self._any('people')}", "جناب آقای مدیر", f"پیوست: {self._slot('n')} برگ"),
        )
        yield Block("plain", rows)
        yield Block("heading", ((self._any("headings"),),))
        for text in self._sentences("persian", 4):
            yield self._text(text)
        yield self._text(" ".join(self._sentences("zwnj", 2)))
        yield self._text(f"با احترام، {self._any('people')}")
        for number, text in enumerate(self._some("organisations", 3), 1):
            yield Block("item", ((f"رونوشت: {text}",),), "rtl", f"{self._eastern(number)}-")

    def _mixed(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("headings"),),))
        for text in self._sentences("mixed", 7):
            yield self._text(text)

    def _hard(self) -> Iterator[Block]:
        for text in self._sentences("hard", 8):
            yield self._text(text)

    def _wrapped(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("headings"),),))
        titles = self._set["columns"]
        rows = (
            (self._eastern(number), text, self._slot("date"))
            for number, text in enumerate(self._sentences("persian", 4), 1)
        )
        yield Block("ruled", ((titles[0], titles[1], titles[4]), *rows))

    def _ruled(self) -> Iterator[Block]:
        yield self._text(self._sentences("persian", 1)[0])
        yield Block("ruled", (tuple(self._set["columns"]), *self._rows(6)))
        yield self._text(self._sentences("persian", 1)[0])

    def _unruled(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("headings"),),))
        yield Block("plain", (tuple(self._set["columns"]), *self._rows(5)))
        yield self._text(self._sentences("persian", 1)[0])

    def _columns(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("headings"),),))
        texts = self._sentences("persian", 8)
        joined = self._sentences("zwnj", 2)
        columns = (" ".join(texts[:3]), joined[0], texts[3]), (" ".join(texts[4:7]), joined[1], texts[7])
        yield Block("columns", columns)

    def _arabic(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("arabic_headings"),),))
        sentences = self._sentences("arabic", 6)
        for text in (*sentences[:4], " ".join(sentences[4:])):
            yield self._text(text)
        for text in self._sentences("arabic_points", 3):
            yield Block("item", ((text,),), "rtl", "•")
        yield Block("small", ((f"(١) {self._sentences('arabic_notes', 1)[0]}",),))

    def _joiners(self) -> Iterator[Block]:
        sentences = self._sentences("zwnj", 8)
        yield Block("heading", ((self._any("headings"),),))
        for place in range(0, 8, 2):
            yield self._text(" ".join(sentences[place : place + 2]))
        yield Block("small", ((f"(۱) {self._sentences('notes', 1)[0]}",),))

    def _english(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("english_headings"),),), "ltr")
        for text in self._sentences("english", 6):
            yield Block("text", ((text,),), "ltr")

    def _points(self) -> Iterator[Block]:
        yield Block("heading", ((self._any("headings"),),))
        for number, text in enumerate(self._sentences("points", 6), 1):
            yield Block("item", ((text,),), "rtl", f"{self._eastern(number)}.")
        yield self._text(" ".join(self._sentences("persian", 2)))

    def _rows(self, count: int) -> Iterator[tuple[str, ...]]:
        for number, name in enumerate(self._some("goods", count), 1):
            price = f"{self._random.randrange(1, 900)}٬{self._random.randrange(1000):03d}٬000"
            yield self._eastern(number), name, self._slot("n"), self._eastern(price), self._slot("date")

    def _text(self, text: str) -> Block:
        return Block("text", ((text,),))

    def _any(self, key: str) -> str:
        return self._filled(self._random.choice(self._set[key]))

    def _some(self, key: str, count: int) -> list[str]:
        known = self._set[key]
        return self._random.sample(known, min(count, len(known)))

    def _sentences(self, key: str, count: int) -> list[str]:
        chosen = self._some(key, count)
        while len(chosen) < count:
            chosen += self._some(key, count - len(chosen))
        return [self._filled(text) for text in chosen]

    def _filled(self, text: str) -> str:
        return _SLOT.sub(lambda match: self._slot(match.group(1)), text)

    def _eastern(self, value: object) -> str:
        return str(value).translate(_EASTERN)

    def _slot(self, name: str) -> str:
        names = {"org": "organisations", "person": "people", "place": "places"}
        if name in names:
            return self._any(names[name])
        if name.startswith("ar"):
            return _western({"ardate": "ardate"}.get(name, name[2:]), self._random).translate(_ARABIC)
        if name in ("n", "ref", "date", "money", "pct", "range", "yrange", "neg", "time", "phone"):
            return self._eastern(_western(name, self._random))
        return _western(name.removesuffix("_en"), self._random)


def _western(name: str, chance: random.Random) -> str:
    """A slot in Western digits."""

    def one(*words: str) -> str:
        return chance.choice(words)

    low = chance.randrange(2, 80)
    year = chance.randrange(1371, 1403)
    kinds = {
        "n": lambda: str(chance.choice((chance.randrange(2, 30), chance.randrange(30, 9000)))),
        "len": lambda: str(chance.randrange(3, 4000)),
        "ref": lambda: f"{chance.randrange(10, 9999)}/{chance.randrange(10, 99)}/{chance.choice(('ج', 'م', 'د', '۲'))}",
        "date": lambda: f"{year}/{chance.randrange(1, 13):02d}/{chance.randrange(1, 30):02d}",
        "year": lambda: str(year + 621),
        "money": lambda: f"{chance.randrange(1, 900)}٬{chance.randrange(1000):03d}٬000 ریال",
        "pct": lambda: chance.choice((f"{low}٫{chance.randrange(1, 9)}٪", f"{low}٪", f"{low} درصد")),
        "range": lambda: f"{low} تا {low + 15}",
        "yrange": lambda: f"{year}–{year + 2}",
        "neg": lambda: f"−{low}",
        "time": lambda: f"{chance.randrange(6, 23)}:{chance.randrange(10, 59)}",
        "phone": lambda: f"0{chance.randrange(21, 88)}-{chance.randrange(10**7, 10**8)}",
        "ip": lambda: ".".join(str(chance.randrange(1, 255)) for _ in range(4)),
        "url": lambda: f"https://{chance.choice(('www.', ''))}example.org/{chance.choice(('docs', 'a/b'))}/{low}.pdf",
        "mail": lambda: (
            f"{chance.choice(('info', 'n.karimi', 'ref-desk'))}@{chance.choice(('example.org', 'mail.ir'))}"
        ),
        "path": lambda: (
            rf"C:\Users\{chance.choice(('admin', 'Public'))}\Docs\{chance.choice(('list', 'rep'))}_{low}.docx"
        ),
        "code": lambda: f"{chance.choice('ABK')}{chance.choice('XRZ')}-{low}/{chance.randrange(2010, 2023)}",
        "usd": lambda: chance.choice((f"${low},500", f"{low},000 USD", f"€{low}.50")),
        "place": lambda: chance.choice(("Tehran", "the camp", "Basra")),
    }
    kinds["ardate"] = lambda: f"{chance.randrange(1, 28)}/{chance.randrange(1, 13)}/{year + 621}"
    kinds["endate"] = lambda: f"{chance.randrange(1, 28)} May {year + 621}"
    kinds["enpct"] = lambda: f"{low}.{chance.randrange(1, 9)}%"
    kinds["enplace"] = kinds["place"]
    return kinds[name]()
