"""A content stream's operators and operands, by one regular expression (ISO 32000-1, 7.2, 7.3 and 7.8).

pdfminer's own tokeniser takes most of the time of reading a page; this one takes a fifth of it. What places no glyph
and draws no ruling (colours, clipping, shading, pictures) is not executed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT

_SPACE = rb"\x00\t\n\x0c\r "
_DELIMITER = rb"()<>\[\]{}/%"
_TOKEN = re.compile(
    rb"[" + _SPACE + rb"]+"
    rb"|([+-]?(?:\d+\.?\d*|\.\d+)(?![^" + _SPACE + _DELIMITER + rb"]))"
    rb"|\(((?:[^()\\]++|\\.)*+)\)"
    rb"|(/[^" + _SPACE + _DELIMITER + rb"]*)"
    rb"|(\[|<<)"
    rb"|(\]|>>)"
    rb"|<([0-9A-Fa-f\s]*+)>"
    rb"|(\()"
    rb"|%[^\r\n]*"
    rb"|([^" + _SPACE + _DELIMITER + rb"]+)"
    rb"|.",
    re.DOTALL,
)
_NUMBER, _STRING, _NAME, _OPEN, _CLOSE, _HEX, _NESTED, _WORD = range(1, 9)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_IMAGE_END = re.compile(rb"[" + _SPACE + rb"]EI(?=[" + _SPACE + rb"]+[ -~\s]{0,8}|$)")
_LITERAL = {b"true": True, b"false": False, b"null": None}
_LENIENT = re.compile(rb"[+-]*(\d*\.?\d*)")

EXECUTED = {
    b"q": "q", b"Q": "Q", b"cm": "cm", b"BT": "BT", b"ET": "ET", b"Tc": "Tc", b"Tw": "Tw", b"Tz": "Tz", b"TL": "TL",
    b"Tf": "Tf", b"Tr": "Tr", b"Ts": "Ts", b"Td": "Td", b"TD": "TD", b"Tm": "Tm", b"T*": "T_a", b"TJ": "TJ",
    b"Tj": "Tj", b"'": "_q", b'"': "_w", b"Do": "Do", b"BMC": "BMC", b"BDC": "BDC", b"EMC": "EMC", b"m": "m",
    b"l": "l", b"c": "c", b"v": "v", b"y": "y", b"h": "h", b"re": "re", b"S": "S", b"s": "s", b"f": "f", b"F": "F",
    b"f*": "f_a", b"B": "B", b"B*": "B_a", b"b": "b", b"b*": "b_a", b"n": "n",
}  # fmt: skip
"""Operators, and the methods of pdfminer's interpreter that execute them."""


class ContentInterpreter(PDFPageInterpreter):
    """Pdfminer's interpreter with this tokeniser."""

    def execute(self, streams: Sequence[object]) -> None:
        """Execute content streams, but none inside itself."""
        self.stream_ids.clear()
        data: list[bytes] = []
        for item in streams:
            stream = stream_value(item)
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                self.stream_ids.add(stream.objid)
                data.append(stream.get_data())
        known: dict[bytes, tuple[Callable[..., None], int] | None] = {}
        for count, (operator, operands) in enumerate(operations(b"\n".join(data))):
            if count % 1024 == 0:
                self._spend()
            if operator not in known:
                known[operator] = self._method(operator)
            method = known[operator]
            if method is not None and len(operands) >= method[1]:
                method[0](*operands[len(operands) - method[1] :])

    def _spend(self) -> None:
        """Ask the device whether the page's time is over."""
        spend = getattr(self.device, "spend", None)
        if spend is not None:
            spend()

    def _method(self, operator: bytes) -> tuple[Callable[..., None], int] | None:
        name = EXECUTED.get(operator)
        if name is None:
            return None
        method = getattr(self, f"do_{name}")
        return method, method.__func__.__code__.co_argcount - 1

    def do_Do(self, xobjid_arg: Any) -> None:
        """Invoke a form; a picture shows nothing here."""
        name = getattr(xobjid_arg, "name", None)
        if name in self.xobjmap and stream_value(self.xobjmap[name]).get("Subtype") is _FORM:
            super().do_Do(xobjid_arg)


_FORM = LIT("Form")


def operations(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Each operator with its operands: numbers, bytes, names, lists, dictionaries."""
    names: dict[bytes, Any] = {}
    stack: list[list[Any]] = [[]]
    position, end = 0, len(data)
    while position < end:
        for match in _TOKEN.finditer(data, position):
            kind = match.lastindex
            if kind is None:
                continue
            if kind == _NUMBER:
                raw = match.group(1)
                stack[-1].append(float(raw) if b"." in raw else int(raw))
            elif kind == _STRING:
                stack[-1].append(_string(match.group(2)))
            elif kind == _NAME:
                raw = match.group(3)
                if raw not in names:
                    names[raw] = LIT(_name(raw[1:]))
                stack[-1].append(names[raw])
            elif kind == _OPEN:
                stack.append([])
            elif kind == _CLOSE:
                _close(stack, match.group(5))
            elif kind == _HEX:
                stack[-1].append(_hex(match.group(6)))
            elif kind == _NESTED:
                text, position = _nested(data, match.end())
                stack[-1].append(text)
                break
            else:
                word = match.group(8)
                if word == b"ID":
                    ended = _IMAGE_END.search(data, match.end())
                    position, stack = (ended.end() if ended else end), [[]]
                    break
                if word in _LITERAL:
                    stack[-1].append(_LITERAL[word])
                elif word[0] in b"+-.0123456789":
                    stack[-1].append(_lenient(word))
                else:
                    yield word, stack[0]
                    stack = [[]]
        else:
            return


def _close(stack: list[list[Any]], bracket: bytes) -> None:
    if len(stack) < 2:
        return
    items = stack.pop()
    if bracket == b"]":
        stack[-1].append(items)
    else:
        keys = (getattr(key, "name", key) for key in items[::2])
        stack[-1].append(dict(zip(keys, items[1::2], strict=False)))


def _string(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw
    return _ESCAPE.sub(_unescaped, raw)


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match.group(1)
    if code.isdigit() and code[0] in b"01234567":
        return bytes((int(code, 8) & 0xFF,))
    return _ESCAPED.get(code, code)


def _nested(data: bytes, start: int) -> tuple[bytes, int]:
    """A string with parentheses inside, and where it ends."""
    depth = 1
    for match in _PARENTHESIS.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(match.group(), 0)
        if not depth:
            return _string(data[start : match.start()]), match.end()
    return _string(data[start:]), len(data)


def _hex(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _name(raw: bytes) -> Any:
    """As pdfminer names it: text where it is UTF-8, else bytes."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match.group(1).decode("ascii")), raw)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain


def _lenient(word: bytes) -> float:
    """A number that a careless producer wrote: `--5`, `1.2.3`."""
    match = _LENIENT.match(word)
    digits = match.group(1) if match else b""
    value = float(digits) if digits.strip(b".") else 0.0
    return -value if word.startswith(b"-") else value
