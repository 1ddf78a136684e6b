"""What a report says in its own voice, in the languages of reports.

A mark of direction stands behind names, which may be of the other: else they would turn the date that follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import jdatetime

from govah.model.claim import ClaimStatus


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language. `{…}` are filled in."""

    direction: str
    untitled: str
    case: str
    as_of: str
    standard: str
    log: str
    log_value: str
    root: str
    counts: str
    counts_value: str
    verified: str
    not_a_finding: str
    annex: str
    annex_note: str
    annex_note_corrected: str
    custody_gap: str
    custody_told: str
    mark: str
    notes_of: str
    claim: str
    claim_status: str
    table: str
    table_note: str
    number: str
    date: str
    sender: str
    to: str
    subject: str
    title: str
    method: str
    status: str
    read_by_machine: str
    read_and_corrected: str
    put_here: str
    put_by_person: str
    corrections: str
    before: str
    after: str
    who: str
    who_value: str
    replaced: str
    why: str
    nothing: str
    taken_out: str
    field_corrected: str
    withdrawn: str
    who_withdrew: str
    moment: str
    unverified: str
    none_confirmed: str
    lost: str
    picture: str
    stands_on: str
    comma: str
    statuses: Mapping[ClaimStatus, str]
    standards: Mapping[str, str]


ENGLISH = Wording(
    direction="ltr",
    untitled="Report",
    case="Case",
    as_of="As of",
    standard="Standard of proof",
    log="Log checkpoint",
    log_value="{size} entries",
    root="Root of the log",
    counts="Sentences",
    counts_value="{sentences}: {cited} with grounds, {context} context and not a finding",
    verified=(
        "VERIFIED means: unchanged since admission, at a time by our own clock unless an outside time-stamp says so. "
        "It proves that nothing changed since admission, never that a leak is genuine."
    ),
    not_a_finding="Context: not a finding",
    annex="Annex: what is cited",
    annex_note="Text around each passage as it was read; the cited words are marked.",
    annex_note_corrected=(
        "Text around each passage as it was read and as persons corrected it; the cited words are marked. Words over "
        "dots were corrected by a person; the table under the text shows what stood there before, who corrected it, "
        "when and why."
    ),
    custody_gap="What happened to the cited papers before they were admitted is not known, at least of some of them.",
    custody_told="What is known of the cited papers before they were admitted stands in the log of the case.",
    mark="Ex. {exhibit} │ p. {page}",
    notes_of="Note {note}",
    claim="Claim {id}",
    claim_status="{status}, under the standard “{standard}”; made by {by}\u200e, {at}",
    table="Table {name}",
    table_note="Computed by {method} from {inputs}",
    number="Number",
    date="Date",
    sender="From",
    to="To",
    subject="Subject",
    title="Title",
    method="Method",
    status="Status",
    read_by_machine="Read by a machine from a picture.",
    read_and_corrected="Read by a machine from a picture; words over dots are a person's correction.",
    put_here=(
        "Words on this page are not what the file says: a person put them. They stand over dots; the table shows what "
        "the file says."
    ),
    put_by_person="not the file’s words: a person put them",
    corrections="Corrections",
    before="Before",
    after="After",
    who="Who, when",
    who_value="{by}\u200e, {at}, entry {entry}",
    replaced="replaced later by entry {entry}",
    why="Why",
    nothing="(nothing)",
    taken_out="[words taken out by a person]",
    field_corrected="corrected by a person",
    withdrawn="Withdrawn",
    who_withdrew="{by}\u200e, {at}",
    moment="{day}, {hour} UTC",
    unverified="unverified reading",
    none_confirmed="No person has confirmed the numbers that stand in this colour over dots.",
    lost="The quotation was not found again in the text of this page; it is given as it was recorded.",
    picture="Picture of the page; the passage is marked",
    stands_on="Stands on",
    comma=", ",
    statuses={status: status.value.replace("_", " ") for status in ClaimStatus},
    standards={
        "reasonable_suspicion": "reasonable suspicion",
        "reasonable_grounds": "reasonable grounds to believe",
        "balance_of_probabilities": "balance of probabilities",
        "clear_and_convincing": "clear and convincing evidence",
        "beyond_reasonable_doubt": "beyond reasonable doubt",
    },
)

PERSIAN = Wording(
    direction="rtl",
    untitled="گزارش",
    case="پرونده",
    as_of="تا تاریخ",
    standard="معیار اثبات",
    log="نقطهٔ وارسی دفتر",
    log_value="{size} ثبت",
    root="ریشهٔ دفتر",
    counts="جمله‌ها",
    counts_value="{sentences} جمله؛ {cited} با مستند، {context} زمینه که یافته نیست",
    verified=(
        "VERIFIED یعنی: از هنگام پذیرش دگرگون نشده است، به وقت ساعت خود ما مگر آن‌که مُهر زمانی بیرونی جز این بگوید. "
        "این نشان می‌دهد که از هنگام پذیرش چیزی تغییر نکرده است، و هرگز نشان نمی‌دهد که سند درزیافته اصیل است."
    ),
    not_a_finding="زمینه: یافته نیست",
    annex="پیوست: آنچه به آن استناد شده است",
    annex_note="متن پیرامون هر عبارت چنان‌که خوانده شده است؛ واژه‌های مورد استناد نشان‌دار است.",
    annex_note_corrected=(
        "متن پیرامون هر عبارت چنان‌که خوانده شده و چنان‌که شخصی تصحیح کرده است؛ واژه‌های مورد استناد نشان‌دار است. "
        "زیر واژه‌هایی که شخصی تصحیح کرده نقطه‌چین است؛ جدول زیر متن نشان می‌دهد که پیش‌تر چه آمده بود و چه کسی، "
        "کی و چرا آن را تصحیح کرده است."
    ),
    custody_gap="آنچه پیش از ورود بر سندهای مورد استناد گذشته است، دست‌کم دربارهٔ برخی از آن‌ها، دانسته نیست.",
    custody_told="آنچه از سندهای مورد استناد پیش از ورود دانسته است، در دفتر پرونده ثبت است.",
    mark="سند {exhibit} │ ص {page}",
    notes_of="یادداشت {note}",
    claim="ادعای {id}",
    claim_status="{status}، با معیار «{standard}»؛ ثبت {by}\u200f، {at}",
    table="جدول {name}",
    table_note="محاسبه‌شده با {method} از {inputs}",
    number="شماره",
    date="تاریخ",
    sender="از",
    to="به",
    subject="موضوع",
    title="عنوان",
    method="روش",
    status="وضعیت",
    read_by_machine="ماشین از روی تصویر خوانده است.",
    read_and_corrected="ماشین از روی تصویر خوانده است؛ آنچه زیرش نقطه‌چین است تصحیح یک شخص است.",
    put_here=(
        "در این صفحه واژه‌هایی هست که در خود فایل نیست: شخصی آن‌ها را نهاده است. زیر آن‌ها نقطه‌چین است؛ جدول نشان "
        "می‌دهد که فایل چه می‌گوید."
    ),
    put_by_person="در فایل چنین نیست: شخصی نهاده است",
    corrections="تصحیح‌ها",
    before="پیش از تصحیح",
    after="پس از تصحیح",
    who="چه کسی، کی",
    who_value="{by}\u200f، {at}، ثبت {entry}",
    replaced="سپس با ثبت {entry} عوض شد",
    why="چرا",
    nothing="(هیچ)",
    taken_out="[شخصی واژه‌هایی را از اینجا برداشته است]",
    field_corrected="تصحیح یک شخص",
    withdrawn="کنار گذاشته شد",
    who_withdrew="{by}\u200f، {at}",
    moment="{day}، ساعت {hour} به وقت جهانی",
    unverified="خوانش تأییدنشده",
    none_confirmed="عددهایی که به این رنگ و با نقطه‌چین‌اند هیچ‌کس تأیید نکرده است.",
    lost="این نقل در متن کنونی صفحه باز یافت نشد؛ چنان‌که ثبت شده بود آمده است.",
    picture="تصویر صفحه؛ عبارت نشان‌دار است",
    stands_on="بر پایهٔ",
    comma="، ",
    statuses={
        ClaimStatus.ASSERTED: "اظهار شده",
        ClaimStatus.RUMOUR: "شایعه",
        ClaimStatus.HEARSAY: "نقل‌قول با واسطه",
        ClaimStatus.SUPPORTED: "دارای پشتوانه",
        ClaimStatus.CORROBORATED: "تأیید‌شده از راه مستقل",
        ClaimStatus.CONTRADICTED: "نقض شده",
        ClaimStatus.REFUTED: "رد شده",
        ClaimStatus.NOT_ESTABLISHED: "احراز نشده",
        ClaimStatus.DISPUTED: "محل اختلاف",
    },
    standards={
        "reasonable_suspicion": "ظن معقول",
        "reasonable_grounds": "دلایل معقول برای باور",
        "balance_of_probabilities": "رجحان احتمال",
        "clear_and_convincing": "دلیل روشن و قانع‌کننده",
        "beyond_reasonable_doubt": "فراتر از شک معقول",
    },
)

WORDINGS = {"en": ENGLISH, "fa": PERSIAN}

PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_PERSIAN = str.maketrans("0123456789", PERSIAN_DIGITS)
_GREGORIAN_MONTHS = (
    *("ژانویهٔ", "فوریهٔ", "مارس", "آوریل", "مهٔ", "ژوئن"),
    *("ژوئیهٔ", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
)


def numeral(number: int, language: str) -> str:
    """A whole number of our own as the language writes it."""
    return digits(str(number), language)


def digits(text: str, language: str) -> str:
    """Words of our own with their digits as the language writes them."""
    return text.translate(_PERSIAN) if language == "fa" else text


def standard_name(standard: str, language: str) -> str:
    """A mandate's standard of proof; one of its own making by its own words."""
    return WORDINGS[language].standards.get(standard, standard.replace("_", " "))


def day_name(day: str, language: str) -> str:
    """A day of ISO 8601: in Persian by both calendars, else as it is."""
    if language != "fa":
        return day
    gregorian = date.fromisoformat(day)
    persian = jdatetime.date.fromgregorian(date=gregorian)
    month = jdatetime.date.j_months_fa[persian.month - 1]
    other = f"{gregorian.day} {_GREGORIAN_MONTHS[gregorian.month - 1]} {gregorian.year}"
    return digits(f"{persian.day} {month} {persian.year} ({other})", language)


def moment_name(moment: str, language: str) -> str:
    """A moment of RFC 3339 in UTC, to the minute."""
    hour = digits(moment[11:16], language)
    return WORDINGS[language].moment.format(day=day_name(moment[:10], language), hour=hour)
