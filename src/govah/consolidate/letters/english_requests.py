"""English sentences in which the writer asks, or says that no answer came, in whatever words: folded text."""

import re

_GAP = r"[^\w.;?!]{1,4}"
"""Between two words of one sentence; a line may end there."""

_WRITER = (
    r"(?:we|i|(?:the|this|my|our)\s{1,3}(?:[a-z-]{2,15}\s{1,3}){0,2}?(?:commission|ministry|mission|embassy|secretariat|"
    r"office|department|government|committee|council|headquarters|division|directorate|agency|board|panel|unit|"
    r"inquiry|delegation|court|bureau|undersigned|rapporteur|chair|registry|authority|organi[sz]ation|association))"
)
_MANNER = (
    r"(?:would|must|do|does|also|again|now|therefore|thus|accordingly|hereby|further|once|more|respectfully|kindly|"
    r"urgently|strongly|formally|earnestly|wish|wishes|would like|like|to|is|am|are|beg|begs|has|have|had|the|honou?r|"
    r"privilege|reiterate|reiterates|repeat|repeats|renew|renews|its|our|my|directed|obliged|compelled|constrained|"
    r"please|and|hence|still|moreover|very|much)"
)
_VERB = r"(?:requests?|asks?|urges?|seeks?(?! to)|solicits?|beseech(?:es)?)"
_NOT_ASKED = r"(?!\w)(?!\s{1,3}(?:for which|was|were|is|has|had|from|dated|of|made|itself|themselves|no|nothing)\b)"
_ASKS = re.compile(
    rf"(?<!\w)(?:{_WRITER}(?:{_GAP}{_MANNER}){{0,7}}?{_GAP}{_VERB}{_NOT_ASKED}"
    r"|and\s{1,3}(?:also |further |therefore )?(?:requests|asks|solicits)(?!\w)"
    r"(?!\s{1,3}(?:for|of|from|by|to|were|are|which)\b))"
)
_ANSWER = r"(?:reply|replies|response|responses|answer|answers|acknowledge?ment)"
_COMES = (
    r"(?:received|arrived|reached|forthcoming|come|came|been (?:given|made|provided|sent|returned)|to hand|heard|"
    r"forwarded|followed)"
)
_SOME = rf"(?:{_GAP}[\w/()'-]{{1,25}}){{0,9}}?{_GAP}"
_NONE_HAD = (
    rf"(?:(?:received|had|obtained|seen|got|elicited|met with|brought)(?:{_GAP}\w{{1,12}}){{0,4}}?{_GAP}no"
    r"|not (?:yet |so far |to date |still )?(?:had|received|seen|been favou?red with|been sent|been given)"
    rf" (?:an?|any|your|the|its)) (?:\w{{3,12}} )?{_ANSWER}(?!\w)"
)
"""What somebody did not get: from whom, only the words beside it tell."""

_SILENT = re.compile(
    rf"(?<!\w)no (?:\w{{3,12}} )?{_ANSWER}(?!\w){_SOME}{_COMES}(?!\w)"
    rf"|(?<!\w)to which(?:{_GAP}[\w/()'-]{{1,25}}){{0,9}}?{_GAP}{_NONE_HAD}"
    rf"|(?<!\w){_NONE_HAD}{_GAP}"
    r"(?:to (?:it|this|that|these|those|either|any of|my|our|the (?:above|said|letter|note))|from you)(?!\w)"
    rf"|(?<!\w)(?:our|my)(?:{_GAP}[\w/()'-]{{1,25}}){{1,9}}?{_GAP}(?:brought|elicited|met with|drawn)"
    rf" no {_ANSWER}(?!\w)"
    rf"|(?<!\w){_ANSWER}(?!\w)(?:{_GAP}[\w/()'-]{{1,25}}){{0,9}}?{_GAP}(?:is|are|remains?) (?:now |still |yet |long )?"
    r"(?:awaited|outstanding|pending|overdue)(?!\w)"
    rf"|(?<!\w)(?:still|yet|continues?) (?:to )?(?:await|receive|have)(?:s|ing)?(?:{_GAP}\w{{1,12}}){{0,4}}?{_GAP}"
    rf"{_ANSWER}(?!\w)"
)


def asks_in_english(text: str) -> bool:
    """Whether the writer of folded text says that he asks: `the Commission would again ask to be granted access`."""
    return _ASKS.search(text) is not None


def says_unanswered(text: str) -> bool:
    """Whether folded text says that an answer did not come: `to which the Commission has to date received no reply`."""
    return _SILENT.search(text) is not None
