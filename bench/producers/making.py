"""A set of pages, made by every producer."""

from pathlib import Path

from bench.producers.contents import documents
from bench.producers.fonts import SETS
from bench.producers.made import Made, Order
from bench.producers.producers import PRODUCERS

SEEDS = {"known": 1395, "held": 2417}


def made(name: str, folder: Path, rounds: int, only: list[str] | None = None) -> dict[str, list[Made]]:
    """Pages by producer.

    Args:
        name: `known` or `held`.
        folder: Where to put them.
        rounds: Pages of each kind.
        only: Names of producers; all of them without.
    """
    found: dict[str, list[Made]] = {}
    for number, producer in enumerate(PRODUCERS):
        if only and producer not in only:
            continue
        place = folder / f"{name}-{number}"
        place.mkdir(parents=True, exist_ok=True)
        fonts = SETS[name]
        orders = [
            Order(document, fonts[(place_in + number) % len(fonts)], place / f"{document.name}.pdf")
            for place_in, document in enumerate(documents(name, SEEDS[name] + number, rounds))
        ]
        found[producer] = PRODUCERS[producer](orders)
    return found
