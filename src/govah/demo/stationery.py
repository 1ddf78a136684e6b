"""The words printed on letter paper, in the languages in which the state's offices write."""

from dataclasses import dataclass

from govah.demo.paper import Paper


@dataclass(frozen=True, slots=True)
class Stationery:
    """A language's printed words.

    Args:
        page: Before the number of a page.
        of: Between it and the number of all pages.
        numeral: The first numeral, which names the numbering to typst.
    """

    republic: str
    invocation: str
    number: str
    date: str
    attachment: str
    urgency: str
    classification: str
    sender: str
    to: str
    subject: str
    copies: str
    page: str
    of: str
    numeral: str


_STATIONERY = {
    "fa": Stationery(
        "جمهوری ورنستان", "بسمه تعالی", "شماره", "تاریخ", "پیوست", "فوریت", "طبقه‌بندی", "از", "به", "موضوع", "رونوشت",
        "صفحه", "از", "۱",
    ),
    "ar": Stationery(
        "جمهورية ورنستان", "بسم الله الرحمن الرحيم", "الرقم", "التاريخ", "المرفقات", "درجة الاستعجال", "درجة السرية",
        "من", "إلى", "الموضوع", "نسخة إلى", "صفحة", "من", "١",
    ),
    "en": Stationery(
        "Republic of Varnestan", "", "Ref.", "Date", "Enclosures", "Urgency", "Class", "From", "To", "Subject",
        "Copy to", "Page", "of", "1",
    ),
}  # fmt: skip


def stationery(language: str) -> Stationery:
    """The printed words of a language: `fa`, `ar` or `en`."""
    return _STATIONERY[language]


def superior(paper: Paper) -> str:
    """What is printed above the sender's name: the state, above the mission's the Council, above others' nothing."""
    if paper.sender == "MIS":
        return "Rights Council"
    return "" if paper.sender == "PUB" else stationery(paper.language).republic


def details(paper: Paper) -> list[tuple[str, str]]:
    """The letter's registry block: label and value, in order."""
    words = stationery(paper.language)
    block = [
        (words.number, paper.number),
        (words.date, f"{paper.weekday} {paper.date}".strip()),
        (words.attachment, paper.attachment),
        (words.urgency, paper.urgency),
    ]
    if not paper.marked and paper.language == "fa":
        block.append((words.classification, paper.classification))
    return [(label, value) for label, value in block if value]


def address(paper: Paper) -> list[tuple[str, str]]:
    """From (where the paper says it), to and subject."""
    words = stationery(paper.language)
    lines = [(words.sender, paper.printed_sender)] if paper.names_sender else []
    return [*lines, (words.to, paper.address), (words.subject, paper.subject)]
