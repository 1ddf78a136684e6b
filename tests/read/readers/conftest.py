"""What a reader gives for some bytes, its children's bytes read while they can be."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from govah.model.page import Page
from govah.read.reader import Child, Limits, Metadata, Reader, Remark


@dataclass
class Read:
    pages: list[Page] = field(default_factory=list)
    children: dict[str, bytes | None] = field(default_factory=dict)
    parts: list[Child] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    @property
    def statuses(self) -> set[str]:
        return {str(remark.status) for remark in self.remarks}


def _bytes(child: Child) -> bytes | None:
    if child.content is None or isinstance(child.content, bytes):
        return child.content
    pieces = []
    while piece := child.content.read(1 << 16):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Reader, bytes], Read]:
    def run(reader: Reader, data: bytes) -> Read:
        found = Read()
        for item in reader.read(io.BytesIO(data), Limits(scratch=tmp_path)):
            match item:
                case Page():
                    found.pages.append(item)
                case Child():
                    found.parts.append(item)
                    found.children[item.name] = _bytes(item)
                case Metadata():
                    found.metadata[item.name] = item.value
                case Remark():
                    found.remarks.append(item)
        assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
        return found

    return run
