"""Papers of one number: letters of a file on several days, and drafts of a letter."""

import hashlib

from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.settlement import settle
from govah.consolidate.letters import recognise
from govah.model.identifiers import Sha256
from govah.model.letter import LetterStatus, RelationKind
from govah.model.page import Origin, Page

MEMO = """No. 12/4/88-Works
MINISTRY OF WORKS
Dated the {day} March, 1988
OFFICE MEMORANDUM
Subject: Repairs to the sea wall at Carrow.
     {body}
                         (J. Threlfall)
                         Under Secretary
The Ministry of Finance (Shri K. Odell, Deputy Secretary), Carrow.
"""
FIRST = MEMO.format(day="3rd", body="The Ministry of Finance are requested to sanction the repairs at an early date.")
AGAIN = MEMO.format(
    day="24th",
    body="Attention is invited to this Ministry's O.M. of even number dated the 3rd March, 1988. A reply is awaited.",
)
SENT = """EMBASSY OF THE REPUBLIC OF CARROW
No. EC/44/88
The Embassy of the Republic of Carrow presents its compliments to the Ministry of Foreign Affairs of Tarn and has the
honour to state that the pilot Ansel Brook was put ashore at Gannet Point on 2 March in good health, and that his
papers were handed to the harbour master on the same day against a receipt.
Tarn, 9 March 1988
"""
DRAFT = "DRAFT\n" + SENT.replace("No. EC/44/88", "No. EC/    /88").replace("9 March", "__ March")


def _held(*texts: str) -> list[Holding]:
    held = []
    for text in texts:
        sha = Sha256(hashlib.sha256(text.encode()).hexdigest())
        (letter,) = recognise(sha, "text/plain", (Page(1, text, Origin.TEXT),), {})
        held.append(Holding(letter, text, "text/plain"))
    return held


def test_a_reminder_of_even_number_is_no_version() -> None:
    first, again = _held(FIRST, AGAIN)
    standings = settle([first, again]).standings
    relations = [(one.kind, one.letter) for one in standings[again.letter.id].relations]
    assert relations == [(RelationKind.REMINDER, first.letter.id)]
    assert standings[first.letter.id].relations == ()
    assert standings[first.letter.id].status is LetterStatus.NO_ANSWER_IN_HOLDINGS


def test_a_draft_without_a_number_is_a_version() -> None:
    sent, draft = _held(SENT, DRAFT)
    (relation,) = settle([sent, draft]).standings[draft.letter.id].relations
    assert (relation.kind, relation.letter) == (RelationKind.VERSION, sent.letter.id)
    assert draft.letter.date is not None
    assert (str(draft.letter.date.earliest), str(draft.letter.date.latest)) == ("1988-03-01", "1988-03-31")
