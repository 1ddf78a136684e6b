"""The list of all that is held, with its status."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

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
        every = holdings_of(request, case).exhibits
        status, source = request.query_params.get("status"), request.query_params.get("source")
        shown = [exhibit for exhibit in every if _has(exhibit, status) and (not source or source in exhibit.sources)]
        if twin(request):
            return json_answer([exhibit_json(exhibit) for exhibit in shown])
        offset = whole_number(request, "offset", 0)
        counted = Counter(exhibit.status for exhibit in every)
        context = {
            "shown": shown[offset : offset + _PAGE],
            "total": len(shown),
            "lost": sum(1 for exhibit in shown if exhibit.sha256 is None),
            "offset": offset,
            "page_size": _PAGE,
            "status": status,
            "source": source,
            "statuses": [(key, counted[key]) for key in Status if counted[key]],
        }
        return draw(request, case, "exhibits.html", "exhibit", context)


def _has(exhibit: Exhibit, status: str | None) -> bool:
    if status == _UNREAD:
        return not_read(exhibit)
    return not status or exhibit.status == status
