"""Reading who wrote and who received: words beside «از» and «به», addressee lines, letterheads."""

import re
from collections.abc import Iterable
from dataclasses import replace

from govah.consolidate.folding import folded
from govah.consolidate.letters.offices import courtesy, is_office_word, is_person, names_office, names_title
from govah.model.letter import Correspondent

_LISTED = re.compile(r"\s*[;؛\n]\s*|\s+(?=\(?[0-9۰-۹٠-٩]{1,2}[.)–-]\s)")
_DASHED = re.compile(r"\s+[-–—ـ]\s+")
_PARTS = re.compile(r"\s*[,،]\s*|\s+[-–—/|ـ]\s+|\s*[()]\s*")
_BULLET = re.compile(r"^\s*(?:\(?[0-9۰-۹٠-٩]{1,2}\s*[.)–-]\s*|[-–•*▪]\s*)")
_PURPOSE = re.compile(
    r"\s*[:،,(–-]?\s*(?:à titre d|à toutes fins|pour (?:information|attribution|exécution|suivi)"
    r"|بازگشت به |عطف به |پیرو |در پاسخ به |جهت |برای |به منظور |للعلم|للاطلاع|للتفضل|لإجراء"
    r"|for (?:information|action|necessary|favou?r|his|her|their|your)|f\.? ?(?:i|n\.? ?a)\.?(?: ?pl)?\.?$"
    r"|with |attn:).*$",
    re.IGNORECASE,
)
_BLESSING = re.compile(
    r"\s+(?:حفظ(?:ه|ها|هم) الله|رعا(?:ه|ها|هم) الله|سلمه الله|أيده الله|دام عزه|دام ظله|دامت برکاته)\b[^،,]{0,20}"
)
_TOWARDS = re.compile(r"^به\s+(?=مقام|وزارت|ریاست|اداره|سازمان|محترم)")
_ADDRESS = re.compile(r"^(?P<name>[^<]*?)\s*<\s*(?P<address>[^<>\s]+@[^<>\s]+)\s*>\s*$")
_LISTED_NAME = re.compile(r"([^\W\d_][\w'’-]{1,30}), ?([^\W\d_][\w.'’ -]{0,30}?)(?: ?[(\[]([^()\[\]]{2,80})[)\]])?")
LONGEST = 160
"""Code points of a correspondent; what is longer is no name."""


def correspondents(words: str, *, dashed: bool = False) -> tuple[Correspondent, ...]:
    """Those named in a field's words, which may list several by `;`, lines or numbers.

    Args:
        words: As they stand.
        dashed: A dash parts two of them where both name an office; else it joins an office and a part of it.
    """
    parts = _LISTED.split(_with_address_lines(words[:2000]))
    if dashed:
        parts = [piece for part in parts for piece in _parted(part)]
    found = (correspondent(part) for part in parts)
    return tuple(who for who in found if who is not None)


def correspondent(words: str) -> Correspondent | None:
    """A person, an office or both in words such as «جناب آقای …، وزیر محترم …»."""
    words = _PURPOSE.sub("", _BULLET.sub("", words.strip())).strip(" .:،,-–|!\t")
    words = _without_to(_TOWARDS.sub("", _BLESSING.sub("", words)))
    if not words or len(words) > LONGEST:
        return None
    name: str | None = None
    offices: list[str] = []
    for part in _PARTS.split(_with_commas(words)):
        part = part.strip(" .:\"'«»")
        if not part:
            continue
        low = folded(part)
        if name is None and offices and _is_place(part, offices[-1]):
            continue
        if name is None and is_person(low) and not (offices and _is_unit(part, offices[-1])):
            name = bare_name(part)
        elif names_office(low) or names_title(low):
            offices.append(part)
        elif offices:
            offices[-1] += joint(part) + part
        elif name is None:
            offices.append(part)
        else:
            offices.append(part)
    office = joint(offices[0]).join(offices) if offices else None
    return Correspondent(name, bare_office(office)) if name or office else None


def _without_to(words: str) -> str:
    """Words without the Arabic «to» that is written together with the first: «لوزارة المالية», «للسيد مدير الأبنية»."""
    first, _, rest = words.partition(" ")
    if not first.startswith("ل") or len(first) < 4:
        return words
    bare = f"ال{first[2:]}" if first.startswith("لل") else first[1:]
    known = bool(courtesy("person").fullmatch(folded(bare))) or is_office_word(folded(bare))
    return f"{bare} {rest}".strip() if known and not is_office_word(folded(first)) else words


def _with_address_lines(words: str) -> str:
    """Words in which the lines of one address are joined: a holder's title, a comma, and his office on the next."""
    lines = words.split("\n")
    joined = lines[:1]
    for line in lines[1:]:
        above = joined[-1].rstrip()
        holder = folded(re.split("[,،]", above)[0])
        if above.endswith((",", "،")) and not names_office(holder) and names_title(holder):
            joined[-1] = f"{above} {line.strip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_place(part: str, office: str) -> bool:
    """Whether English words after an office are its town or street and no person: `Ministry of Health, Port Amity`."""
    low = folded(part)
    english = not _is_arabic(part) and names_office(folded(office))
    return english and "." not in part and is_person(low) and courtesy("person").match(low) is None


def one_of_two(who: tuple[Correspondent, ...]) -> tuple[Correspondent, ...]:
    """A person on one line and his post on the next, or a bare title and its office, as the one that they are."""
    if len(who) != 2 or who[1].name is not None or who[1].office is None:
        return who
    first, office = who[0], who[1].office
    if first.office is None:
        return (Correspondent(first.name, office),)
    title = folded(first.office)
    bare = first.name is None and names_title(title) and len(title.split()) <= 4 and not names_title(folded(office))
    return (Correspondent(None, f"{first.office}{joint(office)}{office}"),) if bare else who


def _is_unit(part: str, title: str) -> bool:
    """Whether words after a bare English title are its office and no person: `Director, Grain Stores`."""
    bare = not _is_arabic(part) and courtesy("person").match(folded(part)) is None
    return bare and "." not in part and names_title(folded(title)) and len(title.split()) == 1


def _parted(part: str) -> list[str]:
    pieces = _DASHED.split(part)
    return pieces if all(names_office(folded(piece)) for piece in pieces) else [part]


def _with_commas(words: str) -> str:
    """A full stop before an office is a comma that was misread: «نادر سنگی. استانداری …»."""
    start, stop, office = words.partition(". ")
    is_office = bool(stop) and (names_office(folded(office)) or names_title(folded(office)))
    return f"{start}، {office}" if is_office and _person_like(start) else words


def _person_like(words: str) -> bool:
    """Whether words before a full stop may be a person's name: two to five of them, none an abbreviation."""
    parts = words.split()
    if parts and courtesy("person").fullmatch(folded(parts[-1]).strip("(")):
        return False
    return 2 <= len(parts) <= 6 and all(len(part) > 1 for part in parts)


def joint(words: str) -> str:
    """The comma that joins parts of a name in the script of these words."""
    return "، " if _is_arabic(words) else ", "


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in text)


def bare_name(words: str) -> str:
    """A name without «جناب آقای» before it and «محترم» after it."""
    kept = _without(re.sub(r"\s*\([^()]{0,12}\)?$", "", words) or words, ("person", "filler")).strip(" /()")
    return kept[4:] if kept.casefold().startswith("the ") and len(kept.split()) > 2 else kept


def bare_office(words: str | None) -> str | None:
    """An office or title without words of courtesy: before it any, elsewhere those that say nothing."""
    if not words:
        return None
    kept = _without(words, ("filler",)).split()
    while len(kept) > 1 and courtesy("person").fullmatch(folded(kept[0]).strip("., /")):
        kept = kept[1:]
    return " ".join(kept)


def _is_initial(words: list[str], place: int) -> bool:
    """Whether a Latin letter is a name's initial and no French «Monsieur»: not the first word, or before another."""
    bare = words[place].strip(".,")
    if len(bare) != 1 or not bare.isascii():
        return False
    following = words[place + 1].strip(".,") if place + 1 < len(words) else ""
    return place > 0 or len(following) == 1


def _without(words: str, kinds: Iterable[str]) -> str:
    """Whole words of the text that are no courtesy; the text itself where nothing is left."""
    kept = words.split()
    for kind in kinds:
        shape = courtesy(kind)
        left: list[str] = []
        for place, word in enumerate(kept):
            if _is_initial(kept, place) or not shape.fullmatch(folded(word).strip("., /")):
                left.append(word)
            elif left and word[-1] in "،," and left[-1][-1] not in "،,":
                left[-1] += word[-1]
        kept = left or kept
    return " ".join(kept).rstrip("،, ")


def mail_correspondents(header: str, *, addressed: bool = False) -> tuple[Correspondent, ...]:
    """Those of a mail's From, To or Cc header: display names, or addresses where there are none.

    Args:
        header: Its words.
        addressed: The address stands for the office that nothing else names.
    """
    found = []
    for part in _addresses(header[:20_000]):
        match = _ADDRESS.match(part)
        shown = (match["name"] if match else part).strip().strip("\"'")
        who = _surname_first(shown) or (correspondent(shown) if shown and "@" not in shown else None)
        if who is None:
            address = match["address"] if match else part.strip()
            who = Correspondent(address, None) if address else None
        elif who.name is None and not (names_office(folded(shown)) or names_title(folded(shown))):
            who = replace(who, name=who.office, office=None)
        if who is not None and who.office is None and addressed and match is not None:
            who = replace(who, office=match["address"])
        if who is not None:
            found.append(who)
    return tuple(found)


def _surname_first(shown: str) -> Correspondent | None:
    """A person as address books list them: `Thaxley, Edmund (Grain Wing)`."""
    match = _LISTED_NAME.fullmatch(shown)
    if match is None or any(names_office(folded(part)) or names_title(folded(part)) for part in match.group(1, 2)):
        return None
    return Correspondent(f"{match[1]}, {match[2]}", match[3])


def _addresses(header: str) -> list[str]:
    """A header's entries; a comma inside quotes, or in a display name before its address, does not part them."""
    if "<" in header:
        return [part.strip(" ,;") for part in re.findall(r"[^<>]*<[^<>]*>", header)] or [header]
    return [part.strip() for part in re.split(r"[,;\n]", header) if part.strip()]
