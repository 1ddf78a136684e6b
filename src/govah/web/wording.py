"""The interface's words for what the model names: statuses, fields, acts. Written as README of the design says them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from govah.model.check import CheckGroup, Outcome
from govah.model.claim import ClaimStatus
from govah.model.event import Entry
from govah.model.letter import LetterStatus, ReferenceKind, RelationKind
from govah.model.outcome import OutcomeGround, OutcomeKind
from govah.model.page import RegionKind
from govah.model.sealing import Sealing
from govah.model.status import Status
from govah.web.details import is_figure, known_detail
from govah.web.names import name_text
from govah.web.reasons import reason_told
from govah.web.translation import N_, Locale

STATUS: Final = {
    Status.OK: N_("ok"),
    Status.EMPTY: N_("empty"),
    Status.ENCRYPTED: N_("encrypted"),
    Status.PARTIAL: N_("partial"),
    Status.UNSUPPORTED: N_("unsupported"),
    Status.DAMAGED: N_("damaged"),
    Status.CRASHED: N_("reader crashed"),
    Status.TIMED_OUT: N_("timed out"),
    Status.OVER_LIMIT: N_("over the limit"),
    Status.PENDING: N_("pending"),
    Status.UNREADABLE: N_("unreadable"),
}

REMEDY: Final = {
    Status.EMPTY: N_("There is nothing to read in it. Look whether that can be."),
    Status.ENCRYPTED: N_(
        "Ask for the password, or for an open copy to collect beside it. Keep the locked file as it is."
    ),
    Status.PARTIAL: N_("Look at the paper yourself before you rely on what is absent."),
    Status.UNSUPPORTED: N_("No reader for this kind. Open a copy with its own program, on a machine apart."),
    Status.DAMAGED: N_("Ask for another copy, and collect that beside it. These bytes stay as they are."),
    Status.CRASHED: N_(
        "The reader broke on it; nothing else was harmed. Report it to us, never with the paper itself."
    ),
    Status.TIMED_OUT: N_("Too much for one file. Unpack a copy on a machine apart, and collect the parts."),
    Status.OVER_LIMIT: N_("Too much for one file. Unpack a copy on a machine apart, and collect the parts."),
    Status.PENDING: N_("It is preserved and not read yet. Run govah collect again; it goes on where it stopped."),
    Status.UNREADABLE: N_("No bytes could be had. Repair the permission or the disk, and collect again."),
}

LETTER_STATUS: Final = {
    LetterStatus.ANSWERED: N_("answered"),
    LetterStatus.ANSWERED_IN_PART: N_("answered in part"),
    LetterStatus.ANSWERED_IN_MARGIN: N_("answered in margin"),
    LetterStatus.REACTED: N_("reacted to, not answered"),
    LetterStatus.NO_ANSWER_IN_HOLDINGS: N_("no answer in holdings"),
    LetterStatus.NONE_EXPECTED: N_("none expected"),
}

RELATION: Final = {
    RelationKind.REMINDER: N_("Reminder"),
    RelationKind.FORWARD: N_("Forwarded"),
    RelationKind.VERSION: N_("Another version"),
    RelationKind.DUPLICATE: N_("Same paper"),
    RelationKind.ATTACHMENT: N_("Attachment"),
    RelationKind.SAME_EVENT: N_("Same event"),
}

REFERENCE: Final = {
    ReferenceKind.REPLY: N_("replies to"),
    ReferenceKind.FOLLOW_UP: N_("follows up"),
    ReferenceKind.CITATION: N_("cites"),
}

PROPOSAL_OUTCOME: Final = {
    OutcomeKind.ADOPTED: N_("adopted"),
    OutcomeKind.REJECTED: N_("rejected"),
    OutcomeKind.POSTPONED: N_("postponed"),
    OutcomeKind.OVERTAKEN: N_("overtaken"),
    OutcomeKind.NOT_IN_SENT_LETTER: N_("not in the letter that was sent"),
    OutcomeKind.CONTRADICTORY: N_("papers contradict each other"),
    OutcomeKind.NONE_FOUND: N_("no outcome found in holdings"),
}

OUTCOME_GROUND: Final = {
    OutcomeGround.ORDINAL: N_("names it by its place in the list"),
    OutcomeGround.WORDING: N_("has its words"),
    OutcomeGround.WHOLE: N_("speaks of all proposals"),
    OutcomeGround.MARGIN: N_("note in the margin of the letter itself"),
    OutcomeGround.STEP: N_("answers a letter that takes this one up"),
    OutcomeGround.VERSION: N_("the list of the letter that was sent"),
}

FIELD: Final = {
    "number": N_("Number"),
    "date": N_("Date"),
    "from": N_("From"),
    "to": N_("To"),
    "cc": N_("Copy"),
    "classification": N_("Class"),
    "urgency": N_("Urgency"),
    "subject": N_("Subject"),
    "attachments": N_("Attachments"),
    "signature": N_("Signature"),
    "margin": N_("Note in margin"),
    "reply_expected": N_("Reply expected"),
    "proposals": N_("Proposals"),
    "outcome": N_("Outcome"),
    "references": N_("Cites"),
    "relations": N_("Related"),
    "answered_by": N_("Answered by"),
    "status": N_("Answer"),
    "text": N_("Text of the page"),
    "digit": N_("Digit"),
}

REGION: Final = {
    RegionKind.UNREAD: N_("ink that nothing read"),
    RegionKind.HANDWRITING: N_("seems handwritten: a person must look"),
}

REGION_LABEL: Final = {RegionKind.UNREAD: N_("not read"), RegionKind.HANDWRITING: N_("handwriting?")}
"""What is written beside a region on the page."""

LIMIT: Final = {
    "language": N_("Language"),
    "source": N_("Source"),
    "after": N_("not before"),
    "before": N_("not after"),
}
CALENDAR: Final = {
    "jalali": N_("Jalali"),
    "hijri": N_("Hijri"),
    "gregorian": N_("Gregorian"),
    "ambiguous": N_("calendar in doubt"),
}

CLAIM_STATUS: Final = {
    ClaimStatus.ASSERTED: N_("asserted"),
    ClaimStatus.RUMOUR: N_("rumour"),
    ClaimStatus.HEARSAY: N_("hearsay"),
    ClaimStatus.SUPPORTED: N_("supported"),
    ClaimStatus.CORROBORATED: N_("corroborated"),
    ClaimStatus.CONTRADICTED: N_("contradicted"),
    ClaimStatus.REFUTED: N_("refuted"),
    ClaimStatus.NOT_ESTABLISHED: N_("not established"),
    ClaimStatus.DISPUTED: N_("disputed"),
}

CHECK_GROUP: Final = {
    CheckGroup.INTERNAL: N_("The paper itself"),
    CheckGroup.FILE: N_("The file"),
    CheckGroup.EXTERNAL: N_("What others hold"),
    CheckGroup.PROVENANCE: N_("The way it came"),
}

OUTCOME: Final = {
    Outcome.PASS: N_("passes"),
    Outcome.FAIL: N_("fails"),
    Outcome.NOT_APPLICABLE: N_("says nothing"),
}

CHECK: Final = {
    "number_series": N_("its number rises with the date"),
    "date_valid": N_("its date exists"),
    "weekday": N_("weekday and date agree"),
    "office_holder": N_("who signs was in post"),
    "class_marks": N_("class at head and foot"),
    "page_total": N_("page x of y"),
    "class_of_attachments": N_("class not below its attachments'"),
    "letterhead": N_("its head is like its neighbours'"),
    "references_agree": N_("what it cites is dated so"),
    "no_later_event": N_("nothing before it happened"),
    "file_times": N_("the file's times fit the date"),
    "author": N_("the file's author is of the office"),
    "software": N_("its program existed"),
    "fonts": N_("its fonts existed"),
    "revision_ids": N_("revision ids are its own"),
    "same_bitmap": N_("no other letter's picture"),
    "other_copies": N_("other copies say the same"),
    "dkim": N_("signature of the mail server"),
    "custody_path": N_("from the unit to our copy"),
}
"""What each check asks, by its name."""

STANDARD: Final = {
    "reasonable_grounds": N_("reasonable grounds to believe"),
    "balance": N_("balance of probabilities"),
    "beyond_reasonable_doubt": N_("beyond reasonable doubt"),
}

LANGUAGE: Final = {"fa": N_("Persian"), "ar": N_("Arabic"), "en": N_("English")}

_METADATA: Final = {
    "created": N_("created"),
    "modified": N_("modified"),
    "creator": N_("made with"),
    "producer": N_("written by"),
    "author": N_("author"),
    "title": N_("title"),
    "subject": N_("Subject"),
}
_FORMAT: Final = {
    "message/rfc822": "mail",
    "text/plain": "text",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
"""Short names where the registered one says little to a reader."""

_REMARK: Final = {
    "handwriting in ": N_("There is handwriting on this page, which was not read. A person has to read it."),
    "was not compared": N_(
        "This page's text is the file's own, and was not compared with the picture. Look at it before you rely on it."
    ),
    "unread ink": N_("There is ink on this page that was not read. Look at the picture before you rely on the text."),
    "order: fallback": N_("The order of the words on this page is in doubt. Compare it with the picture."),
    "recognition timed out": N_("Recognising this page took too long. Read it from the picture."),
}
"""By words of a reader's remark."""

LEVEL: Final = {
    1: N_("top secret: the highest of 4 levels"),
    2: N_("secret: the second highest of 4 levels"),
    3: N_("very confidential: the third of 4 levels"),
    4: N_("confidential: the lowest of 4 levels"),
}

TABS: Final = {"unanswered": N_("No answer in holdings"), "all": N_("All letters"), "ghosts": N_("Ghost letters")}

_ACTS: Final = {
    "set": N_("set the case up"),
    "actor-add": N_("made a key: {name}"),
    "set-access-exhibits": N_("turned the log of openings on"),
    "set-access-off": N_("turned the log of openings off"),
    "acquire": N_("acquired, source {source}"),
    "acquire-completed": N_("completed the record of acquisition {completes}"),
    "access": N_("opened an exhibit"),
    "admit": N_("preserved: {path}"),
    "mark": N_("marked “{exact}”"),
    "claim": N_("made a claim: “{text}”"),
    "assess": N_("assessed claim {claim}: {status}"),
    "correct": N_("corrected {field}: “{value}”"),
    "confirm": N_("confirmed “{exact}”"),
    "withdraw": N_("withdrew an exhibit: {why}"),
    "withdraw-lifted": N_("took back the withdrawal of entry {lifts}: {why}"),
    "term": N_("entered that {holder} held an office: {office}"),
    "term-lifted": N_("took back the term of entry {lifts}: {why}"),
    "publish": N_("published a report ({format}): {cited} cited sentences"),
    "share": N_("packed {exhibits} exhibits for {to}"),
    "refuse": N_("refused a package"),
    "rate": N_("rated source {source}: {reliability}"),
    "custodian-add": N_("made {name} a custodian"),
    "seal": N_("sealed to {to}: {why}"),
    "unseal": N_("opened the seal of entry {seal}: {purpose}"),
    "key-rotate": N_("exchanged a key: {why}"),
    "hold": N_("put exhibits under a hold: {why}"),
    "hold-lifted": N_("lifted the hold of entry {lifts}: {why}"),
    "erase-request": N_("asked for an erasure: {why}"),
    "erase-approve": N_("approved the erasure of entry {request}: {why}"),
    "erase-done": N_("erased exhibits, under this authority: {authority}"),
    "cosign": N_("took in what witnesses signed of {size} entries"),
    "timestamp": N_("took in a time-stamp of {size} entries"),
    "recover": N_("took over what an interruption left"),
}
_RECORD: Final = {
    "acquired_by": N_("taken over by"),
    "acquired_at": N_("taken over on"),
    "how": N_("how it came"),
    "legal_basis": N_("legal basis"),
    "decision": N_("why it is used"),
    "risk": N_("risk to people"),
    "conditions": N_("conditions of use"),
    "history": N_("custody before admission"),
    "hash_lists": N_("hashes of the acquirer"),
    "file_times": N_("time zone of the files"),
}
_LONGEST: Final = 90


class Words:
    """Speaks of what the model names, in the interface's language.

    Args:
        language: Of the interface.
    """

    def __init__(self, language: Locale) -> None:
        self._language = language

    def of(self, vocabulary: Mapping[Any, str], key: Any) -> str:
        """The word for a key; the key itself where there is none, as for an event of a later version."""
        return self._language.gettext(vocabulary[key]) if key in vocabulary else str(key)

    def status(self, status: Status) -> str:
        """An exhibit's status."""
        return self.of(STATUS, status)

    def remedy(self, status: Status) -> str:
        """What a person can do about it; nothing where all is read."""
        return self.of(REMEDY, status) if status in REMEDY else ""

    def letter_status(self, status: LetterStatus) -> str:
        """Whether a letter was answered, as far as the holdings show."""
        return self.of(LETTER_STATUS, status)

    def relation(self, kind: RelationKind) -> str:
        """What another paper is to this one."""
        return self.of(RELATION, kind)

    def proposal_outcome(self, kind: OutcomeKind) -> str:
        """What became of a proposal."""
        return self.of(PROPOSAL_OUTCOME, kind)

    def outcome_ground(self, ground: OutcomeGround) -> str:
        """Why a passage is about a proposal."""
        return self.of(OUTCOME_GROUND, ground)

    def reference(self, kind: ReferenceKind) -> str:
        """What citing another letter means."""
        return self.of(REFERENCE, kind)

    def field(self, field: str) -> str:
        """A letter's field."""
        return self.of(FIELD, field)

    def yes(self, said: bool) -> str:
        """Yes or no."""
        return self._language.gettext("yes") if said else self._language.gettext("no")

    def calendar(self, calendar: str) -> str:
        """A calendar."""
        return self.of(CALENDAR, calendar)

    def claim_status(self, status: ClaimStatus) -> str:
        """What a person found of a claim."""
        return self.of(CLAIM_STATUS, status)

    def check_group(self, group: CheckGroup) -> str:
        """What checks look at."""
        return self.of(CHECK_GROUP, group)

    def check(self, name: str) -> str:
        """What a check asks."""
        return self.of(CHECK, name)

    def outcome(self, outcome: Outcome) -> str:
        """What a check came to."""
        return self.of(OUTCOME, outcome)

    def standard(self, standard: str) -> str:
        """A standard of proof."""
        return self.of(STANDARD, standard)

    def limit(self, name: str) -> str:
        """What narrows a search."""
        return self.of(LIMIT, name)

    def tongue(self, code: str) -> str:
        """A language of evidence."""
        return self.of(LANGUAGE, code)

    def remark(self, remark: str) -> Markup:
        """What a reader says of a page: in plain words, with its own beside them."""
        told = [self._language.gettext(words) for said, words in _REMARK.items() if said in remark]
        if not told:
            return self.detail(remark)
        own = Markup('<span lang="en" dir="ltr">{}</span>').format(remark)
        summary = self._language.gettext("The reader's own words")
        shown = Markup('<p>{}</p><details class="small"><summary>{}</summary>{}</details>')
        return shown.format(" ".join(told), summary, own)

    def reason(self, reason: str) -> Markup:
        """Why a reading is the page's text."""
        return reason_told(reason, self._language)

    def region(self, kind: RegionKind) -> str:
        """What seems to be at a place without words."""
        return self.of(REGION, kind)

    def detail(self, detail: str) -> Markup:
        """Why something was not read: in the interface's language where the words are known, else as they stand."""
        parts = [detail] if known_detail(detail) else detail.split("; ")
        apart = Markup("; ") if self._language.code == "en" else Markup("؛ ")
        return apart.join(self._reason(part) for part in parts)

    def _reason(self, said: str) -> Markup:
        known = known_detail(said)
        if known is None:
            return Markup('<span lang="en" dir="ltr">{}</span>').format(said)
        words, values = known
        filled = {
            name: self._language.digits(value)
            if is_figure(name)
            else Markup('<bdi class="path">{}</bdi>').format(value)
            for name, value in values.items()
        }
        return escape(self._language.gettext(words)).format(**filled)

    def names(self, names: Iterable[str]) -> Markup:
        """Names one after the other, each in its own direction."""
        return escape(self._language.comma).join(Markup("<bdi>{}</bdi>").format(name) for name in names)

    def sealed_to(self, sealing: Sealing) -> Markup:
        """Who can open a seal."""
        any_two, alone = N_("to any two of {names}"), N_("to {names}")
        words = self._language.gettext(any_two if sealing.two_keys else alone)
        return escape(words).format(names=self.names(sealing.to))

    def opened(self, sealing: Sealing) -> str:
        """How often a seal was opened."""
        count = len(sealing.openings)
        if not count:
            return self._language.gettext("opened never")
        told = self._language.ngettext("opened {n} time", "opened {n} times", count)
        return told.format(n=self._language.figure(count))

    def no_such_day(self) -> str:
        """Of a date whose day the calendar does not have."""
        return self._language.gettext("no such day in the calendar")

    def level(self, level: int) -> str:
        """A classification's place among the levels."""
        return self.of(LEVEL, level)

    def metadata(self, name: str) -> str:
        """What a file says of itself."""
        return self.of(_METADATA, name)

    def format(self, media_type: str | None) -> str:
        """A format in a word."""
        if media_type is None:
            return "–"
        return _FORMAT.get(media_type) or media_type.rpartition("/")[2].removeprefix("x-").rpartition(".")[2]

    def record(self, part: str) -> str:
        """A part of an acquisition's record."""
        return self.of(_RECORD, part)

    def tab(self, tab: str) -> str:
        """A tab of the correspondence."""
        return self.of(TABS, tab)

    def act(self, entry: Entry) -> str:
        """What an entry of the log says that was done."""
        if entry.type not in _ACTS:
            return entry.type
        told = {key: self._told(key, value) for key, value in entry.fields.items()}
        passage = entry.fields.get("passage")
        if isinstance(passage, dict):
            told["exact"] = _short(str(passage.get("exact", "")))
        path = str(entry.fields.get("path") or entry.fields.get("name") or "–")
        told["path"] = name_text(_cut(path.rpartition("/")[2]), self._language.direction)
        return self.of(_ACTS, _kind(entry)).format_map(_Told(told))

    def _told(self, key: str, value: object) -> str:
        if key == "status" and value in set(ClaimStatus):
            return self.claim_status(ClaimStatus(str(value)))
        if key == "field":
            return self.field(str(value))
        if isinstance(value, int):
            return self._language.figure(value)
        if isinstance(value, list):
            return self._language.comma.join(_short(str(each)) for each in value)
        return _short(str(value))


def _kind(entry: Entry) -> str:
    """What an entry is told as: some types say several things."""
    if entry.type == "acquire" and "completes" in entry.fields:
        return "acquire-completed"
    if entry.type == "hold" and "lifts" in entry.fields:
        return "hold-lifted"
    if entry.type == "withdraw" and "lifts" in entry.fields:
        return "withdraw-lifted"
    if entry.type == "term" and "lifts" in entry.fields:
        return "term-lifted"
    if entry.type == "set" and f"set-access-{entry.fields.get('access')}" in _ACTS:
        return f"set-access-{entry.fields['access']}"
    return entry.type


class _Told(dict[str, str]):
    """Fields of an entry; one that a later version left out shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _short(text: str) -> str:
    """Words of evidence on one line, isolated so that they turn nothing around them."""
    return f"\u2068{_cut(' '.join(text.split()))}\u2069"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
