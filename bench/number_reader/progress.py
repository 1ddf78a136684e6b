"""How far a long piece of work has come, and how long it will still take."""

import sys
import time


class Progress:
    """Tells once in a while; on one line where a person watches.

    Args:
        name: Of the work.
        total: How many steps it has.
    """

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total = name, total
        self._started = self._told = time.monotonic()
        self._watched = sys.stdout.isatty()

    def tell(self, done: int, more: str = "") -> None:
        """Tell, where it was last told a while ago or all is done.

        Args:
            done: Steps that are done.
            more: What else there is to say.
        """
        now = time.monotonic()
        if done < self._total and now - self._told < (1 if self._watched else 20):
            return
        self._told = now
        left = (now - self._started) / done * (self._total - done)
        ended = done == self._total
        time_left = f"done in {_span(now - self._started)}" if ended else f"{_span(left)} left"
        line = f"{self._name}: {done} of {self._total}, {time_left}" + (f", {more}" if more else "")
        if self._watched:
            print(f"\r\033[K{line}", end="\n" if ended else "", flush=True)
        else:
            print(line, flush=True)


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
