"""Number series of an office's outgoing letters, year by year."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.consolidate.chains.series import Numbered, Series
from govah.web.bench import bench_of, draw, holdings_of, json_answer, language_of, twin, whole_number
from govah.web.marks import MarkWriter
from govah.web.series_picture import draw_series


def series(request: Request) -> Response:
    """`/letters/series?n=`: the n-th series of the list, from 0; without it the one with most numbers."""
    with bench_of(request).case() as case:
        holdings = holdings_of(request, case)
        found = holdings.series
        if twin(request):
            return json_answer({"series": [_json(each) for each in found]})
        most = max(range(len(found)), key=lambda place: len(found[place].numbers), default=0)
        place = min(whole_number(request, "n", most), max(len(found) - 1, 0))
        chosen = found[place] if found else None
        language = language_of(request)
        unverified = {letter.id for letter in holdings.unverified}
        mark_of = MarkWriter(holdings.numbers, holdings.withdrawn, language)
        context: dict[str, Any] = {
            "all": found,
            "place": place,
            "chosen": chosen,
            "svg": draw_series(chosen, mark_of, unverified, language) if chosen is not None else None,
            "rows": _rows(chosen) if chosen is not None else [],
            "unverified": unverified,
            "by_id": holdings.by_id,
        }
        return draw(request, case, "series.html", "letters", context)


def _rows(series: Series) -> list[tuple[Numbered | None, int, int]]:
    """The numbers, each with itself twice, and between them each gap with its first and last number."""
    rows: list[tuple[Numbered | None, int, int]] = [(each, each.serial, each.serial) for each in series.numbers]
    rows += [(None, low, high) for low, high in series.gaps]
    return sorted(rows, key=lambda row: (row[1], row[0] is not None))


def _json(series: Series) -> dict[str, Any]:
    return {
        "office": series.office,
        "prefix": series.prefix,
        "year": series.year,
        "held": series.held,
        "span": series.span,
        "gaps": [list(gap) for gap in series.gaps],
        "numbers": [
            {
                "serial": each.serial,
                "date": each.day.isoformat() if each.day is not None else None,
                "letter": each.letter.id if each.letter is not None else None,
                "cited_by": list(each.ghost.cited_by) if each.ghost is not None else [],
                "out_of_order": each.out_of_order,
            }
            for each in series.numbers
        ],
    }
