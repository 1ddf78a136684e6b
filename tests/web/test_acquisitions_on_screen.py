"""How an exhibit came, what is not known of it, and openings that a case logs."""

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.web.conftest import Serve, Visitor

from govah import Case
from govah.case.accessing import switch
from govah.config import keys_folder
from govah.model.acquisition import AcquisitionRecord

LETTER = "Number: 77/12\nDate: 24 February 2015\nFrom: A\nTo: B\nSubject: Visit\nPlease send us your reply.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "a.txt").write_text(LETTER, encoding="utf-8")
    with Case.create(tmp_path / "case", "Visit") as made:
        made.collect([leak], "s1", record=AcquisitionRecord.of({"acquired_by": "Sara <b>", "how": "by post"}))
    return tmp_path / "case"


def test_the_trail_begins_with_what_is_not_known(case: Path, served: Serve, tmp_path: Path) -> None:
    with served(case, tmp_path / "session.json") as workbench:
        visitor = Visitor(workbench)
        sha = next(iter(workbench.exhibits.values()))
        status, page = visitor.get(f"/exhibit/{sha}?lang=en")
        assert status == 200
        assert page.index("before admission: not known") < page.index("acquired, source s1") < page.index("preserved:")
        assert "Sara &lt;b&gt;" in page
        assert "legal basis" in page[page.index("not known:") :]
        assert "پیش از ورود: نامعلوم" in visitor.get(f"/exhibit/{sha}?lang=fa")[1]
        with Case(case) as opened:
            (acquisition,) = opened.view.acquired()
        assert {"legal_basis", "history", "hash_lists"} <= {gap.field for gap in acquisition.gaps}
        assert f"not known of it: {len(acquisition.gaps)}" in visitor.get("/?lang=en")[1]
        with Case(case) as opened:
            opened.complete_acquisition("s1", AcquisitionRecord.of({"history": "found in a bin"}))
        page = visitor.get(f"/exhibit/{sha}?lang=en")[1]
        assert "before admission: not known" not in page
        assert "found in a bin" in page


def test_an_opening_is_logged_once_and_refused_where_it_cannot_be(case: Path, served: Serve, tmp_path: Path) -> None:
    with Case(case) as opened:
        switch(opened, on=True)
    with served(case, tmp_path / "session.json") as workbench:
        visitor = Visitor(workbench)
        sha = next(iter(workbench.exhibits.values()))
        for path in (f"/exhibit/{sha}?lang=en", f"/exhibit/{sha}.json", f"/exhibit/{sha}/picture?page=1", "/?lang=en"):
            visitor.get(path)
        assert "logged openings: 1" in visitor.get(f"/exhibit/{sha}?lang=en")[1]
        with Case(case) as opened:
            assert [(access.face, access.page) for access in opened.view.accesses()] == [("web", 1)]
            size = opened.log.size
        keys = keys_folder()
        away = shutil.move(keys / "logs", tmp_path / "logs away")
        try:
            with Case(case) as opened:
                switch_rows = opened.derived.records
                with switch_rows.transaction() as writer:
                    writer.delete("access")  # as if a quarter of an hour had gone by
            status, page = visitor.get(f"/exhibit/{sha}?lang=en")
            assert status == 403
            assert "Nothing was shown" in page
            assert "Please send us your reply" not in page
            status, twin = visitor.get(f"/exhibit/{sha}.json")
            assert status == 403
            assert "pages" not in json.loads(twin)
            assert visitor.get(f"/exhibit/{sha}/picture?page=1")[0] == 403
            assert visitor.get("/exhibits?lang=en")[0] == 200
        finally:
            os.rename(away, keys / "logs")  # noqa: PTH104
        with Case(case) as opened:
            assert opened.log.size == size
