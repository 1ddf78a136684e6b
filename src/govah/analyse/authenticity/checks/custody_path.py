"""The way from the unit where it lay to our copy is known, and nothing on it contradicts itself."""

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.model.acquisition import Acquisition

NAME = "custody_path"
METHOD = "custody_path/1"


def check(paper: Paper, office: Office) -> Verdict:
    """Unit, path and acquisition with its gaps; a file that was changed after it was taken over fails."""
    exhibit, acquired = paper.exhibit, paper.acquired
    if not exhibit.paths or not acquired:
        return not_applicable("Where it lay before it came here is not known.")
    sources = ", ".join(exhibit.sources)
    way = f"Found at {exhibit.paths[0]}, delivered by {sources}, admitted here in entry {exhibit.entry}"
    for occurrence in paper.case.view.found_at(paper.sha256):
        taken = _taken(acquired)
        if occurrence.modified is not None and taken is not None and occurrence.modified[:10] > taken:
            return failed(
                f"{way}. The file was changed on {occurrence.modified[:10]}, after it was taken over on {taken}."
            )
    gaps = list(dict.fromkeys(gap.what for acquisition in acquired for gap in acquisition.gaps))
    if gaps:
        return not_applicable(f"{way}. What is not known: {'; '.join(gaps)}.")
    return passed(f"{way}. Nothing that the record asks for is missing.")


def _taken(acquired: tuple[Acquisition, ...]) -> str | None:
    """The day on which it was taken over, else on which the first collection began."""
    told = [each.record.acquired_at for each in acquired if each.record.acquired_at is not None]
    return min(told or [each.at for each in acquired])[:10]
