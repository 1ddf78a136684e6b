"""What a mail's headers say, as the reader found them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from govah.consolidate.dates import read_date
from govah.consolidate.letters.correspondents import mail_correspondents
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Correspondent, MailHeaders

_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|tr|پاسخ|ارسال|هدایت|باز ?ارسال|رد|إعادة توجيه|بازپخش)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's headers as fields of a letter."""

    headers: MailHeaders
    sender: tuple[Correspondent, ...]
    to: tuple[Correspondent, ...]
    cc: tuple[Correspondent, ...]
    date: FuzzyDate | None
    subject: str | None


def is_mail(media_type: str, metadata: Mapping[str, str]) -> bool:
    """Whether an exhibit is a mail."""
    low = media_type.lower()
    return low == "message/rfc822" or low == "application/vnd.ms-outlook" or "message-id" in metadata


def mail(metadata: Mapping[str, str]) -> Mail:
    """The fields of a mail's metadata; keys are lower-case header names."""
    known = {key.lower(): value for key, value in metadata.items()}
    identifiers = _ids(known.get("message-id", ""))
    return Mail(
        MailHeaders(
            identifiers[0] if identifiers else None,
            _ids(known.get("in-reply-to", "")),
            _ids(known.get("references", "")),
        ),
        mail_correspondents(known.get("from", "")),
        mail_correspondents(known.get("to", "")),
        mail_correspondents(known.get("cc", "")),
        read_date(known.get("date", "")[:200]),
        known.get("subject") or None,
    )


def _ids(header: str) -> tuple[str, ...]:
    """Identifiers without their angle brackets."""
    found = _ID.findall(header[:20_000])
    return tuple(found) if found else tuple(part.strip("<>") for part in header[:20_000].split() if "@" in part)


def bare_subject(subject: str) -> str:
    """A subject without `Re:`, `Fwd:`, «پاسخ:»."""
    return _PREFIX.sub("", subject).strip()


def answers_by_subject(subject: str) -> bool:
    """Whether a subject begins as that of an answer."""
    return re.match(r"\s*(?:re|aw|sv|پاسخ|رد)\s*(?:\[\d+\])?\s*[:：]", subject, re.IGNORECASE) is not None


def forwards_by_subject(subject: str) -> bool:
    """Whether a subject begins as that of a mail sent on."""
    return (
        re.match(r"\s*(?:fw|fwd|wg|tr|هدایت|باز ?ارسال|ارسال|إعادة توجيه)\s*[:：]", subject, re.IGNORECASE) is not None
    )
