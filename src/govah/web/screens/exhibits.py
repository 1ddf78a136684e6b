"""The list of all that is held, with its status."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from govah.model.status import Status
from govah.model.wire import exhibit_json
from govah.web.bench import bench_of, draw, json_answer, twin

_PAGE = 200


def exhibits(request: Request) -> Response:
    """`/exhibits?status=&source=&offset=`."""
    with bench_of(request).case() as case:
        every = list(case.view.exhibits())
        status, source = request.query_params.get("status"), request.query_params.get("source")
        shown = [
            exhibit
            for exhibit in every
            if (not status or exhibit.status == status) and (not source or source in exhibit.sources)
        ]
        if twin(request):
            return json_answer([exhibit_json(exhibit) for exhibit in shown])
        written = request.query_params.get("offset", "0")
        offset = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
        context = {
            "shown": shown[offset : offset + _PAGE],
            "total": len(shown),
            "offset": offset,
            "page_size": _PAGE,
            "status": status,
            "source": source,
            "statuses": [(key.value, count) for key in Status if (count := Counter(e.status for e in every)[key])],
        }
        return draw(request, case, "exhibits.html", "exhibit", context)
