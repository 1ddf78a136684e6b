"""Levels of the bidirectional algorithm, for producers that have none."""

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
