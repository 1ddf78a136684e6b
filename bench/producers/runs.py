"""Stretches of one direction, by the bidirectional algorithm, for producers that have none."""

from itertools import groupby

from bidi import algorithm


def levels(text: str, direction: str) -> list[int]:
    """The level of each character of a line; a non-joiner has that of the character before it."""
    storage = algorithm.get_empty_storage()
    base = 1 if direction == "rtl" else 0
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    told = iter(storage["chars"])
    found: list[int] = []
    for char in text:
        found.append((found[-1] if found else base) if char == "\u200c" else next(told)["level"])
    return found


def visual_runs(text: str, direction: str) -> list[tuple[str, str]]:
    """(text in logical order, `rtl` or `ltr`) from left to right."""
    marked = groupby(zip(text, levels(text, direction), strict=True), key=lambda pair: pair[1])
    order = [("".join(char for char, _ in pairs), level) for level, pairs in marked]
    for level in range(max((level for _, level in order), default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and order[end][1] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return [(text, "rtl" if level % 2 else "ltr") for text, level in order]
