"""The authenticity panel of one exhibit: mechanical checks as leads, each with its places; a person may withdraw it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from govah.analyse.authenticity import authenticate
from govah.case.accessing import opened
from govah.case.case import Case
from govah.case.tracing import untraced
from govah.model.check import Check, Outcome
from govah.model.identifiers import Sha256
from govah.model.wire import check_json
from govah.web.bench import bench_of, draw, holdings_of, json_answer, twin

_ORDER = (Outcome.FAIL, Outcome.PASS, Outcome.NOT_APPLICABLE)


def authenticity(request: Request) -> Response:
    """`/exhibit/SHA/authenticity` and its `.json` twin."""
    with bench_of(request).case() as case:
        view = case.view
        sha256 = view.resolve(request.path_params["sha"])
        view.refuse_sealed(sha256)
        opened(case, sha256, "web")
        checks = holdings_of(request, case).checks(sha256, lambda: authenticate(view, sha256))
        if twin(request):
            return json_answer({"sha256": sha256, "checks": [check_json(each) for each in checks]})
        exhibit = view.exhibit(sha256)
        context: dict[str, Any] = {
            "exhibit": exhibit,
            "groups": [(group, _by_outcome(list(found))) for group, found in groupby(checks, lambda each: each.group)],
            "letters": view.letters_of(sha256),
            "unlooked": _unlooked(case, sha256),
        }
        return draw(request, case, "authenticity.html", "exhibit", context)


def _by_outcome(checks: Sequence[Check]) -> list[Check]:
    """What fails stands first; within that, the panel's own order."""
    return sorted(checks, key=lambda each: _ORDER.index(each.outcome))


def _unlooked(case: Case, sha256: Sha256) -> bool:
    """Whether this exhibit's file was not looked into yet, nor perhaps others that it is compared with."""
    return bool(untraced(case.derived.records, [sha256]))
