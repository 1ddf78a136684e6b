"""The list of all that is held, with its status."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from govah.case.case import Case
from govah.case.listing import NOT_READ
from govah.model.exhibit import Exhibit
from govah.model.status import Status
from govah.model.wire import exhibit_json
from govah.web.bench import bench_of, draw, holdings_of, json_answer, twin, whole_number
from govah.web.screens.desk import not_read

_PAGE = 100
_UNREAD = "unread"


def exhibits(request: Request) -> Response:
    """`/exhibits?status=&source=&offset=`; `status=unread` is all that were not read whole."""
    with bench_of(request).case() as case:
        status, source = request.query_params.get("status"), request.query_params.get("source")
        wanted = _wanted(status)
        if twin(request):
            found = case.view.exhibits(wanted)
            return json_answer([exhibit_json(exhibit) for exhibit in found if _belongs(exhibit, status, source)])
        offset = whole_number(request, "offset", 0)
        counted = holdings_of(request, case).statuses
        if source or status == _UNREAD:
            shown, total, lost = _of_some(case, wanted, status, source, offset)
        else:
            shown, total, lost = _of_all(case, wanted, offset)
        context = {
            "shown": shown,
            "total": total,
            "lost": lost,
            "offset": offset,
            "page_size": _PAGE,
            "status": status,
            "source": source,
            "statuses": list(counted.items()),
        }
        return draw(request, case, "exhibits.html", "exhibit", context)


def _wanted(status: str | None) -> frozenset[Status] | None:
    if status == _UNREAD:
        return NOT_READ
    return frozenset(each for each in Status if each == status) if status else None


_Shown = tuple[list[Exhibit], int, int]
"""What is on the page, how many there are in all, and how many of them have no bytes."""


def _of_all(case: Case, wanted: frozenset[Status] | None, offset: int) -> _Shown:
    counted = case.view.statuses()
    total = sum(number for status, number in counted.items() if wanted is None or status in wanted)
    lost = counted.get(Status.UNREADABLE, 0) if wanted is None or Status.UNREADABLE in wanted else 0
    return list(islice(case.view.exhibits(wanted, offset), _PAGE)), total, lost


def _belongs(exhibit: Exhibit, status: str | None, source: str | None) -> bool:
    return (not source or source in exhibit.sources) and (status != _UNREAD or not_read(exhibit))


def _of_some(
    case: Case, wanted: frozenset[Status] | None, status: str | None, source: str | None, offset: int
) -> _Shown:
    shown: list[Exhibit] = []
    total = lost = 0
    for exhibit in case.view.exhibits(wanted):
        if _belongs(exhibit, status, source):
            if offset <= total < offset + _PAGE:
                shown.append(exhibit)
            total += 1
            lost += exhibit.sha256 is None
    return shown, total, lost
