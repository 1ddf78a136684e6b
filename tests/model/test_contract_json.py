"""The JSON that the contract names: every field it names is there, in its shape, and can be written."""

import base64
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.model.claim import Assessment, Claim, ClaimKind, ClaimStatus
from govah.model.exhibit import Exhibit
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.hit import Hit
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.letter import (
    Classification,
    Correspondent,
    Coverage,
    Ghost,
    Letter,
    LetterStatus,
    Proposal,
    Reference,
    ReferenceKind,
    Relation,
    RelationKind,
    Standing,
)
from govah.model.minutes import AgendaItem, Attendee, Decision, Minutes
from govah.model.page import Origin, Page
from govah.model.passage import Passage, Span
from govah.model.register import RowPlace
from govah.model.status import Status
from govah.model.wire import (
    claim_json,
    date_json,
    exhibit_json,
    ghost_json,
    hit_json,
    letter_json,
    page_json,
    passage_json,
)

SHA = Sha256("3f" * 32)
DATE = FuzzyDate("۱۳۹۵/۰۲/۱۴", Calendar.JALALI, date(2016, 5, 3), date(2016, 5, 3))
ID, OTHER = LetterId("0123456789abcdef"), LetterId("fedcba9876543210")
PASSAGE = Passage(SHA, Span(2, 5, 9), "words", "before ", " after", "text/1")


def written(value: object) -> object:
    """As a program would read it."""
    return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False))


def exhibit(**changes: object) -> Exhibit:
    fields: dict[str, object] = {
        "number": 46,
        "sha256": SHA,
        "paths": ("leak/a.txt", "leak/na%DFme"),
        "path_raw": {"leak/na%DFme": b"leak/na\xdfme"},
        "media_type": "text/plain",
        "size": 12,
        "parents": (),
        "children": (SHA,),
        "status": Status.PARTIAL,
        "detail": "a page is missing",
        "sources": ("press-1", "press-2"),
    }
    return Exhibit(**{**fields, **changes})  # type: ignore[arg-type]


def test_an_exhibit() -> None:
    assert written(exhibit_json(exhibit())) == {
        "number": 46,
        "sha256": SHA,
        "paths": ["leak/a.txt", "leak/na%DFme"],
        "path_raw": {"leak/na%DFme": base64.b64encode(b"leak/na\xdfme").decode()},
        "media_type": "text/plain",
        "size": 12,
        "parents": [],
        "children": [SHA],
        "status": "partial",
        "detail": "a page is missing",
        "sources": ["press-1", "press-2"],
    }


def test_an_exhibit_without_bytes_is_a_record() -> None:
    line = exhibit_json(exhibit(number=None, sha256=None, path_raw={}, media_type=None, status=Status.UNREADABLE))
    assert (line["number"], line["sha256"], line["status"]) == (None, None, "unreadable")
    assert "path_raw" not in line


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_written_as_the_contract_names_it(status: Status) -> None:
    assert exhibit_json(exhibit(status=status))["status"] == status.value


def test_a_page() -> None:
    line = page_json(Page(3, "متن", Origin.OCR, "iii"))
    assert {"number": 3, "label": "iii", "text": "متن", "origin": "ocr"}.items() <= line.items()
    assert page_json(Page(1, ""))["origin"] == "text"


def test_a_hit_tells_whole_spans() -> None:
    line = hit_json(Hit(SHA, 2, ((5, 9), (20, 24)), "… words …", 3, 1.5))
    assert line == {"sha256": SHA, "page": 2, "spans": [[2, 5, 9], [2, 20, 24]], "snippet": "… words …", "score": 1.5}


def test_a_passage_with_its_quotation() -> None:
    line = passage_json(PASSAGE)
    assert line["passage"] == f"{SHA}:2:5-9"
    assert (line["span"], line["quotation"]) == ([2, 5, 9], "words")


@given(
    st.one_of(st.none(), st.sampled_from(Calendar)), st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.dates())
)
def test_a_date_as_an_interval(calendar: Calendar | None, earliest: date | None, latest: date | None) -> None:
    line = date_json(FuzzyDate("words", calendar, earliest, latest))
    assert line is not None
    assert line.keys() == {"text", "calendar", "earliest", "latest"}
    for name, day in (("earliest", earliest), ("latest", latest)):
        assert line[name] is None if day is None else date.fromisoformat(line[name]) == day
    assert date_json(None) is None


def test_a_letter() -> None:
    reference = Reference("بازگشت به ۱۲", "12", DATE, ReferenceKind.CITATION, Span(1, 40, 50))
    letter = Letter(
        ID, SHA, Span(1, 0, 99), "letters/1", "21/450", DATE, (Correspondent(None, "Ministry"),),
        (Correspondent("Sara", "Desk"),), (), "The bridge", Classification("محرمانه", 4, "ir-1354"), "فوری", None,
        (reference,), True, (Proposal("mend it", Span(1, 60, 67)),),
        spans={"number": Span(1, 3, 9), "date": Span(1, 10, 20)},
        corrected=frozenset({"number"}),
    )  # fmt: skip
    decided = Reference("بازگشت به ۱۲", "12", DATE, ReferenceKind.REPLY, Span(1, 40, 50), OTHER)
    coverage = Coverage("Ministry", 3, 10, 0.3, "numbers of a year", "the number, the subject")
    standing = Standing(
        ID, (decided,), (Relation(RelationKind.SAME_EVENT, OTHER),), LetterStatus.ANSWERED_IN_PART, (OTHER,), coverage
    )
    told = {"text": "۱۳۹۵/۰۲/۱۴", "calendar": "jalali", "earliest": "2016-05-03", "latest": "2016-05-03"}
    line = letter_json(letter, standing)
    named = {
        "id": ID,
        "sha256": SHA,
        "page": 1,
        "number": "21/450",
        "date": told,
        "from": [{"name": None, "office": "Ministry"}],
        "to": [{"name": "Sara", "office": "Desk"}],
        "cc": [],
        "subject": "The bridge",
        "classification": {"text": "محرمانه", "level": 4, "scheme": "ir-1354"},
        "urgency": "فوری",
        "relations": [{"kind": "same_event", "letter": OTHER}],
        "reply_expected": True,
        "status": "answered_in_part",
        "answered_by": [OTHER],
        "proposals": [{"text": "mend it", "span": [1, 60, 67], "outcome": None}],
        "spans": {"number": [1, 3, 9], "date": [1, 10, 20]},
    }
    assert named.items() <= line.items()
    (reply,) = line["references"]  # what direction decided, not what the keyword suggested
    assert {
        "text": "بازگشت به ۱۲",
        "number": "12",
        "date": told,
        "kind": "reply",
        "letter": OTHER,
    }.items() <= reply.items()
    assert line["coverage"]["share"] == 0.3
    written(line)


def test_a_letter_of_which_nothing_is_known() -> None:
    standing = Standing(ID, (), (), LetterStatus.NONE_EXPECTED, (), None)
    line = letter_json(Letter(ID, SHA, Span(1, 0, 1), "letters/1"), standing)
    for name in ("number", "date", "subject", "classification", "urgency", "reply_expected", "coverage"):
        assert line[name] is None
    for name in ("from", "to", "cc", "references", "relations", "answered_by", "proposals"):
        assert line[name] == []
    assert line["status"] == "none_expected"


def test_vocabularies_are_the_contracts() -> None:
    assert {kind.value for kind in ReferenceKind} == {"reply", "follow_up", "citation"}
    assert {kind.value for kind in RelationKind} == {
        "reminder", "forward", "version", "duplicate", "attachment", "same_event",
    }  # fmt: skip
    assert {status.value for status in LetterStatus} == {
        "answered", "answered_in_part", "answered_in_margin", "reacted", "no_answer_in_holdings", "none_expected",
    }  # fmt: skip
    assert {calendar.value for calendar in Calendar} == {"jalali", "hijri", "gregorian", "ambiguous"}


def test_a_copy_of_an_unanswered_letter_is_not_unanswered_again() -> None:
    relations = {kind: (Relation(kind, OTHER),) for kind in RelationKind}
    for kind, related in relations.items():
        standing = Standing(ID, (), related, LetterStatus.NO_ANSWER_IN_HOLDINGS, (), None)
        assert standing.unanswered == (kind not in (RelationKind.VERSION, RelationKind.DUPLICATE))
    assert not Standing(ID, (), (), LetterStatus.ANSWERED, (OTHER,), None).unanswered


def test_a_ghost() -> None:
    told = ghost_json(Ghost("88/1", None, (ID, OTHER), (RowPlace(SHA, Span(1, 5, 9)),)))
    assert told.pop("registered_at") == [{"sha256": SHA, "span": [1, 5, 9]}]
    assert told == {"number": "88/1", "date": None, "cited_by": [ID, OTHER]}


def step(entry: int, at: str, status: ClaimStatus) -> Assessment:
    return Assessment(EntryIndex(entry), at, status, "sara", "because", (PASSAGE,), ())


@pytest.mark.parametrize(
    ("as_of", "status", "steps"),
    [
        (None, "refuted", 2),
        ("2016-05-05T00:00:00Z", "refuted", 2),
        ("2016-05-04T12:00:00Z", "supported", 1),
        ("2016-05-04T10:00:00Z", "supported", 1),
        ("2016-05-03T23:59:59Z", "asserted", 0),
    ],
)
def test_a_claim_as_it_stood_on_a_day(as_of: str | None, status: str, steps: int) -> None:
    history = (
        step(8, "2016-05-04T10:00:00Z", ClaimStatus.SUPPORTED),
        step(9, "2016-05-05T00:00:00Z", ClaimStatus.REFUTED),
    )
    claim = Claim(
        EntryIndex(7), "It fell", "bridge", ClaimKind.FACT, "Desk", (PASSAGE,), ClaimStatus.REFUTED, "balance", "sara",
        "2016-05-03T00:00:00Z", history,
    )  # fmt: skip
    line = claim_json(claim, as_of)
    assert (line["id"], line["status"], len(line["history"])) == (7, status, steps)
    assert {"text", "about", "kind", "said_by", "spans", "standard"} <= line.keys()
    assert [(page, start, end) for page, start, end in line["spans"]] == [tuple(PASSAGE.span)]
    assert [found["passage"] for found in line["passages"]] == [PASSAGE.written]
    for found in line["history"]:
        assert found.keys() >= {"at", "status", "by", "why", "for", "against"}
        assert found["for"] == [PASSAGE.written]
    written(line)


def test_minutes_are_told_with_their_places() -> None:
    span = Span(1, 2, 9)
    minutes = Minutes(
        (Attendee("A. Quill", "Works", True, "Chair", span),),
        (AgendaItem("The bridge", span),),
        (Decision("Close it", span, "Works", DATE, {"owner": span, "due": span}),),
        {"decisions": span},
        "minutes/1",
    )
    standing = Standing(ID, (), (), LetterStatus.NONE_EXPECTED, (), None)
    told = letter_json(Letter(ID, SHA, span, "letters/1", minutes=minutes), standing)["minutes"]
    assert told["attendees"] == [
        {"name": "A. Quill", "office": "Works", "present": True, "note": "Chair", "span": [1, 2, 9]}
    ]
    assert told["agenda"] == [{"text": "The bridge", "span": [1, 2, 9]}]
    (decision,) = told["decisions"]
    assert (decision["text"], decision["owner"], decision["due"]["earliest"]) == ("Close it", "Works", "2016-05-03")
    assert decision["spans"] == {"due": [1, 2, 9], "owner": [1, 2, 9]}
    assert letter_json(Letter(ID, SHA, span, "letters/1"), standing)["minutes"] is None
