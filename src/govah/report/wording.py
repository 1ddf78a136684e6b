"""What a report says in its own voice, in the languages of reports."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    unverified: str
    lost: str
    picture: str
    stands_on: str
    statuses: Mapping[ClaimStatus, str]


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
    mark="Ex. {exhibit} │ p. {page}",
    notes_of="Note {note}",
    claim="Claim {id}",
    claim_status="{status}, under the standard “{standard}”; made by {by}, {at}",
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
    unverified="unverified reading",
    lost="The quotation was not found again in the text of this page; it is given as it was recorded.",
    picture="Picture of the page; the passage is marked",
    stands_on="Stands on",
    statuses={status: status.value.replace("_", " ") for status in ClaimStatus},
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
    counts_value="{sentences}: {cited} با مستند، {context} زمینه که یافته نیست",
    verified=(
        "VERIFIED یعنی: از هنگام پذیرش دگرگون نشده است، به وقت ساعت خود ما مگر آن‌که مُهر زمانی بیرونی جز این بگوید. "
        "این نشان می‌دهد که از هنگام پذیرش چیزی تغییر نکرده است، و هرگز نشان نمی‌دهد که سند درزیافته اصیل است."
    ),
    not_a_finding="زمینه: یافته نیست",
    annex="پیوست: آنچه به آن استناد شده است",
    annex_note="متن پیرامون هر عبارت چنان‌که خوانده شده است؛ واژه‌های مورد استناد نشان‌دار است.",
    mark="سند {exhibit} │ ص {page}",
    notes_of="یادداشت {note}",
    claim="ادعای {id}",
    claim_status="{status}، با معیار «{standard}»؛ ثبت {by}، {at}",
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
    unverified="خوانش تأییدنشده",
    lost="این نقل در متن کنونی صفحه باز یافت نشد؛ چنان‌که ثبت شده بود آمده است.",
    picture="تصویر صفحه؛ عبارت نشان‌دار است",
    stands_on="بر پایهٔ",
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
)

WORDINGS = {"en": ENGLISH, "fa": PERSIAN}

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def numeral(number: int, language: str) -> str:
    """A whole number of our own as the language writes it."""
    return str(number).translate(_PERSIAN_DIGITS) if language == "fa" else str(number)
