"""Missions speak for their foreign ministry: a minister is answered by his embassy or permanent mission."""

import re
from collections.abc import Sequence

from govah.consolidate.folding import folded
from govah.model.letter import Correspondent

_MISSION = re.compile(
    r"(?<!\w)(?:permanent mission|permanent delegation|permanent representa\w+|mission permanente|embassy|ambassade"
    r"|high commission|legation|consulate|consulat|سفارت|سفاره|البعثه الدایمه|البعثه الدائمه|نمایندگی دایم"
    r"|نمایندگی دائم|قنصلیه|کنسولگری|سرکنسولگری)(?!\w)"
)
_MINISTRY = re.compile(
    r"(?:foreign|external) (?:affairs|relations)|affaires etrangeres|relations exterieures|(?<!\w)(?:ال)?خارجیه"
    r"|(?<!\w)(?:امور )?خارجه"
)


def speaks_for(some: Sequence[Correspondent], others: Sequence[Correspondent]) -> bool:
    """Whether one side is a mission and the other a foreign ministry, so that either may write for the other.

    Args:
        some: Who writes.
        others: To whom the answered letter went.
    """
    mine, theirs = _offices(some), _offices(others)
    return any(
        _MISSION.search(one) is not None and _MINISTRY.search(other) is not None
        for one, other in [*((a, b) for a in mine for b in theirs), *((b, a) for a in mine for b in theirs)]
    )


def _offices(who: Sequence[Correspondent]) -> list[str]:
    return [folded(one.office) for one in who if one.office]
