"""Correspondence: the chain as a picture, what has no answer in holdings, the coverage that a silence rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from govah.model.letter import Coverage, Letter, LetterStatus, RelationKind, Standing
from govah.model.wire import ghost_json, letter_json
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin, whole_number
from govah.web.chain_picture import ChainPicture, draw_chain
from govah.web.holdings import Holdings

_TABS = ("unanswered", "all", "ghosts")
_PAGE = 100
_MARGINS = 20
_COVERAGES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A letter in the table.

    Args:
        days: Since the letter, up to the latest paper held; None where there is no date or an answer is held.
        reminders: Letters that remind of this one.
    """

    letter: Letter
    standing: Standing
    days: int | None
    reminders: tuple[Letter, ...]


def letters(request: Request) -> Response:
    """`/letters?show=unanswered|all|ghosts&chain=ID&as=table`."""
    with bench_of(request).case() as case:
        holdings = holdings_of(request, case)
        found, ghosts = holdings.letters, holdings.ghosts
        if twin(request):
            lines = [letter_json(letter, standing) for letter, standing in found]
            return json_answer({"letters": lines, "ghosts": [ghost_json(ghost) for ghost in ghosts]})
        shown = request.query_params.get("show", "unanswered")
        shown = shown if shown in _TABS else "unanswered"
        rows = _rows(found, holdings.until)
        offset = whole_number(request, "offset", 0)
        silent = [row for row in rows if row.standing.unanswered]
        context = {
            "shown": shown,
            "counts": {"unanswered": len(silent), "all": len(found), "ghosts": len(ghosts)},
            "rows": (silent if shown == "unanswered" else rows)[offset : offset + _PAGE],
            "offset": offset,
            "page_size": _PAGE,
            "expecting": sum(row.standing.status is not LetterStatus.NONE_EXPECTED for row in rows),
            "in_margin": [row for row in rows if row.standing.status is LetterStatus.ANSWERED_IN_MARGIN][:_MARGINS],
            "ghosts": ghosts[offset : offset + _PAGE],
            "chain": _chain(request, holdings),
            "chosen": request.query_params.get("chain"),
            "as_table": request.query_params.get("as") == "table",
            "coverage": _coverage(silent),
            "by_id": holdings.by_id,
        }
        return draw(request, case, "letters.html", "letters", context)


def _chain(request: Request, holdings: Holdings) -> ChainPicture | None:
    unverified = {letter.id for letter in holdings.unverified}
    chosen, language = request.query_params.get("chain"), language_of(request)
    return draw_chain(
        holdings.letters,
        holdings.ghosts,
        chosen,
        holdings.numbers,
        unverified,
        language,
        holdings.until,
        holdings.withdrawn,
    )


def _rows(found: Sequence[tuple[Letter, Standing]], until: date | None) -> list[Row]:
    reminders: dict[str, list[Letter]] = {}
    for letter, standing in found:
        for relation in standing.relations:
            if relation.kind is RelationKind.REMINDER:
                reminders.setdefault(relation.letter, []).append(letter)
    return [
        Row(letter, standing, _days(letter, standing, until), tuple(reminders.get(letter.id, ())))
        for letter, standing in found
    ]


def _days(letter: Letter, standing: Standing, until: date | None) -> int | None:
    if until is None or letter.date is None or letter.date.earliest is None:
        return None
    if standing.status is not LetterStatus.NO_ANSWER_IN_HOLDINGS:
        return None
    return max(0, (until - letter.date.earliest).days)


def _coverage(silent: list[Row]) -> list[Coverage]:
    """Each addressee's coverage, once."""
    seen: dict[str | None, Coverage] = {}
    for row in silent:
        if row.standing.coverage is not None:
            seen.setdefault(row.standing.coverage.office, row.standing.coverage)
    return list(seen.values())[:_COVERAGES]
