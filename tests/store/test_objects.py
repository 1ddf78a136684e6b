import io

import pytest

from govah.errors import NotFoundError
from govah.store.objects import FolderObjects, Objects


@pytest.fixture(params=[FolderObjects])
def store(request, tmp_path) -> Objects:
    return request.param(tmp_path / "objects")


def test_contract_of_a_store(store):
    assert list(store.iterate()) == []
    with store.group():
        kept = sorted(store.put_if_absent(io.BytesIO(bytes([number]))).sha256 for number in range(40))
    assert list(store.iterate()) == kept
    assert all(store.exists(sha256) for sha256 in kept)
    with store.open(kept[0]) as stream:
        assert stream.read() == store.path(kept[0]).read_bytes()
    assert not store.exists("f" * 64)
    for wrong in ("f" * 64, "", "..", "F" * 64, "f" * 63 + "\n"):
        with pytest.raises(NotFoundError):
            store.path(wrong)


def test_two_writers_bring_the_same_bytes(tmp_path):
    one, two = FolderObjects(tmp_path), FolderObjects(tmp_path)
    with one.group(), two.group():
        assert one.put_if_absent(io.BytesIO(b"same")) == two.put_if_absent(io.BytesIO(b"same"))
        assert len(list((tmp_path / ".tmp").iterdir())) == 2  # neither clears the other's away
    assert len(list(one.iterate())) == 1


def test_what_a_dead_writer_left_is_cleared(tmp_path):
    left = tmp_path / ".tmp" / "dead"
    left.mkdir(parents=True)
    (left / "1").write_bytes(b"half")
    store = FolderObjects(tmp_path)
    store.put_if_absent(io.BytesIO(b"whole"))
    assert not (tmp_path / ".tmp").exists()
    assert len(list(store.iterate())) == 1
