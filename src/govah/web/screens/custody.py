"""The state of custody alone, as the foot of every page shows it: asked for again while it is being checked."""

from starlette.requests import Request
from starlette.responses import Response

from govah.web.bench import bench_of, draw_alone, json_answer, twin


def custody(request: Request) -> Response:
    """`/custody`, `/custody.json`."""
    bench = bench_of(request)
    with bench.case() as case:
        known = bench.watch.of(case.log)
    if twin(request):
        return json_answer(
            {
                "state": known.state,
                "size": known.size,
                "root": known.root,
                "verified": known.verified,
                "at": known.at,
                "witnesses": known.witnesses,
                "stamps": known.stamps,
            }
        )
    return draw_alone(request, "custody.html", {"custody": known}, 200)
