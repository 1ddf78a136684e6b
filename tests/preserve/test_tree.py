"""RFC 6962 hashing against its published vectors and against an independent implementation."""

import base64

import pymerkle
import pytest
import rfc8785
from bench.reliability.vectors import CONSISTENCY, LEAVES, NOTE, NOTE_KEY, ROOTS
from hypothesis import given, settings
from hypothesis import strategies as st

from govah.errors import UsageError
from govah.preserve import tiles, verifier


def test_published_vectors():
    for size, root in enumerate(ROOTS):
        assert verifier.tree_hash(LEAVES[:size]) == root


def test_every_size_against_another_implementation():
    other = pymerkle.InmemoryTree(algorithm="sha256")
    leaves = []
    for size in range(1, 71):
        leaves.append(f"leaf {size}".encode())
        other.append_entry(leaves[-1])
        assert verifier.tree_hash(leaves) == other.get_root()


def edge_after(groups: list[list[bytes]]) -> tuple[tiles.Edge, dict[str, bytes]]:
    edge, written = tiles.EMPTY, {}
    for group in groups:
        edge, more = tiles.grow(edge, group)
        written.update(more)
    return edge, written


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 600), min_size=1, max_size=4))
def test_tiles_grow_to_the_same_root_however_entries_are_grouped(sizes):
    leaves = [f"{number}".encode() for number in range(sum(sizes))]
    groups, at = [], 0
    for size in sizes:
        groups.append(leaves[at : at + size])
        at += size
    edge, written = edge_after(groups)
    assert edge.root == verifier.tree_hash(leaves)
    assert edge == edge_after([leaves])[0]
    width = len(leaves) % 256
    path = verifier.tile_path("entries", (len(leaves) - 1) // 256, width or 256)
    assert verifier.split_bundle(written[path])[0] == leaves[-(width or 256) :]


def path_of(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1, as it is written there."""
    if len(leaves) == 1:
        return []
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < middle:
        return [*path_of(index, leaves[:middle]), verifier.tree_hash(leaves[middle:])]
    return [*path_of(index - middle, leaves[middle:]), verifier.tree_hash(leaves[:middle])]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_inclusion_proofs_hold_and_changed_ones_do_not(place, data):
    size, index = place
    leaves = [f"{number}".encode() for number in range(size)]
    root, leaf, path = verifier.tree_hash(leaves), verifier.leaf_hash(leaves[index]), path_of(index, leaves)
    assert verifier.root_from_proof(index, size, leaf, path) == root
    with pytest.raises(verifier.Broken):
        verifier.root_from_proof(index, size, leaf, [*path, bytes(32)])
    with pytest.raises(verifier.Broken):
        verifier.root_from_proof(size, size, leaf, path)
    if path:
        with pytest.raises(verifier.Broken):
            verifier.root_from_proof(index, size, leaf, path[:-1])
        changed = data.draw(st.integers(0, len(path) - 1))
        wrong = [*path[:changed], bytes(32), *path[changed + 1 :]]
        assert verifier.root_from_proof(index, size, leaf, wrong) != root


def test_names_of_tiles():
    assert verifier.tile_path(0, 0) == "tile/0/000"
    assert verifier.tile_path(1, 1234067) == "tile/1/x001/x234/067"
    assert verifier.tile_path("entries", 5, 17) == "tile/entries/005.p/17"
    assert verifier.tile_path(0, 1000) == "tile/0/x001/000"


scalars = st.characters(exclude_categories=("Cs",))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53) + 1, (1 << 53) - 1) | st.text(scalars),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(scalars, max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(json_values)
def test_canonical_json_is_rfc_8785(value):
    data = verifier.canonical(value)
    assert data == rfc8785.dumps(value)
    assert verifier.parse(data) == value


def test_keys_sort_by_utf_16():
    assert verifier.canonical({"\ufb33": 1, "😀": 2, "\u20ac": 3}) == '{"€":3,"😀":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b"[1.5]",
        b"[1e3]",
        b"[NaN]",
        b"[9007199254740993]",
        b'"\\u0041"',
        b"[1] ",
        b'"\\ud800"',
        b"\xff",
        b"",
        b"[" * 50_000,
        b"-0",
    ],
)
def test_what_is_not_canonical_is_refused(data):
    with pytest.raises(verifier.Broken):
        verifier.parse(data)


def test_a_published_signed_note():
    """The example of Go's package note, from which the C2SP format comes."""
    name, key_hash, key = NOTE_KEY.split("+", 2)
    public = base64.b64decode(key)[1:]
    text = NOTE.partition("\n\n")[0].encode() + b"\n"
    raw = base64.b64decode(NOTE.split(" ")[-1])
    assert raw[:4] == verifier.key_hash(name, public) == bytes.fromhex(key_hash)
    verifier.check_signature(public, raw[4:], text)
    assert verifier.signed_note(text, name, public, raw[4:]) == NOTE.encode()


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_published_consistency_proofs(old, new, path):
    verifier.check_consistency(old, new, ROOTS[old], ROOTS[new], path)


def test_consistency_of_a_log_between_all_its_sizes(case):
    leaves = [verifier.leaf_hash(case.log.leaf(index)) for index in range(case.log.size)]
    roots = [verifier.fold(leaves[:size]) for size in range(len(leaves) + 1)]
    sizes = sorted({0, 1, 2, 3, 7, 8, 9, 127, 128, 129, 255, 256, 257, 258, 300, len(leaves)})
    for new in sizes:
        for old in (size for size in sizes if size <= new):
            path = case.log.consistency(old, new)
            verifier.check_consistency(old, new, roots[old], roots[new], path)
            refused(old, new, roots[old], roots[new], [*path, bytes(32)])
            if old:
                refused(old, new, roots[old], bytes(32), path)
            refused(old, new, bytes(32), roots[new], path)
            if path:
                refused(old, new, roots[old], roots[new], path[:-1])
                refused(old, new, roots[old], roots[new], path[1:])
            if 0 < old < new:
                refused(old + 1, new, roots[old], roots[new], path)
                refused(old - 1, new, roots[old], roots[new], path)
    assert [case.log.root(size) for size in sizes[1:]] == [roots[size] for size in sizes[1:]]
    assert case.log.consistency(5) == case.log.consistency(5, len(leaves))
    for old, new in ((3, 2), (-1, 2), (0, len(leaves) + 1)):
        with pytest.raises(UsageError):
            case.log.consistency(old, new)
        refused(max(old, 3), 2, roots[2], roots[2], [])
    with pytest.raises(UsageError):
        case.log.root(len(leaves) + 1)


def refused(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> None:
    with pytest.raises(verifier.Broken):
        verifier.check_consistency(old, new, old_root, new_root, path)
