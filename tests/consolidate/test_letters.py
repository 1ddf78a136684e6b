import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govah.consolidate.letters import letter_from_json, letter_to_json, recognise
from govah.model.identifiers import Sha256
from govah.model.letter import Correspondent, Letter, ReferenceKind
from govah.model.page import Origin, Page

SHA = Sha256("ab" * 32)

PERSIAN = """خیلی محرمانه
بسمه تعالی
جمهوری مهرستان
وزارت راه و آبادانی
شماره: ۷۷/۱۲۳۴  تاریخ: ۱۳۹۵/۰۳/۱۲
پیوست: دارد
فوریت: فوری
از: وزیر راه و آبادانی
به: رئیس محترم سازمان آب دشتستان
موضوع: ریزش پل سپیدرود

با سلام و احترام
بازگشت به نامه شماره ۴۲/۹۹۸ مورخ ۱۳۹۵/۰۳/۰۱ آن سازمان و پیرو نامه‌های شماره ۷۷/۱۱۰۰ مورخ ۱۳۹۵/۰۲/۰۱ و ۷۷/۱۱۰۵ مورخ
۱۳۹۵/۰۲/۰۵ این وزارت، به استحضار می‌رساند که پل فروریخته است. طبق ماده ۵/۲ قانون عمل شود.
پیشنهاد می‌شود:
۱. پل بسته شود.
۲ راه دیگری گشوده
شود.
۳. گزارش منتشر شود.
خواهشمند است دستور فرمایید مراتب بررسی شود.

آرش نیک‌پی
وزیر راه و آبادانی

رونوشت:
- دفتر نخست‌وزیر جهت استحضار
- اداره کل راه استان دشت

هامش: اقدام شود. ۱۳۹۵/۰۳/۱۵
خیلی محرمانه\tصفحه ۱ از ۱"""

ARABIC = """جمهورية الساحل
وزارة الموانئ
سري للغاية
العدد: ٤١٢/م
التاريخ: ١٢/٣/٢٠١٥
إلى: وزارة الصيد
الموضوع: السفن المحتجزة
تحية طيبة وبعد،
إشارة إلى كتابكم المرقم ٤١١/ك في ١/٣/٢٠١٥، وإلحاقاً بكتابنا ذي الرقم ٤٠٠/م نعلمكم بأن السفن محتجزة. يرجى إعلامنا.
سالم البحري
وزير الموانئ
نسخة إلى:
- مكتب رئيس الوزراء للعلم"""

ENGLISH = """MINISTRY OF PORTS
Republic of Sahel

Our ref: MP/22/140
Your ref: FD/9
30 June 2015

The Chair
Fishing Delegation

Dear Sir,
Thank you for your letter FD/9 of 5 June 2015. Further to our letter No. MP/22/131 dated 1 May 2015, the quay is closed.
Please advise by 15 July.
Yours sincerely,
Salem Bahri
Minister of Ports
cc: Harbour Authority"""

OCR = """| محرمانه |
شمارد: ۷۷ / ۱۲۳۴
ull
تاریح : ۱۳۹۵/۰۳ /۱۲
پیوست : ندارد
جمهوری مهرستان وزارت راه و آبادانی
به : سازمان آب دشتستان
موضوع : ریزش پل
سلام علیکم
فوریت: آنی
عطف به نامه شماره ۴۲/۹۹۸ مورخ ۹۵/۳/۱ اعلام می‌دارد راه بسته است.
رونوشت:
- دفتر نخست‌وزیر
| محرمانه |
آرش نیک‌پی
. وزیر راه و آبادانی
صفحه ۱ از ۱"""


def one(text: str, media_type: str = "text/plain", **metadata: str) -> Letter:
    found = recognise(
        SHA, media_type, (Page(1, text, Origin.TEXT),), {k.replace("_", "-"): v for k, v in metadata.items()}
    )
    assert len(found) == 1
    return found[0]


def test_a_persian_letter() -> None:
    letter = one(PERSIAN)
    assert letter.number == "77/1234"
    assert letter.date is not None
    assert letter.date.earliest == letter.date.latest == date(2016, 6, 1)
    assert letter.sender == (Correspondent("آرش نیک‌پی", "وزیر راه و آبادانی"),)
    assert letter.to == (Correspondent(None, "رئیس سازمان آب دشتستان"),)
    assert [who.office for who in letter.cc] == ["دفتر نخست‌وزیر", "اداره کل راه استان دشت"]
    assert letter.subject == "ریزش پل سپیدرود"
    assert letter.classification is not None
    assert (letter.classification.level, letter.classification.scheme) == (3, "ir-1354")
    assert (letter.urgency, letter.attachments, letter.reply_expected, letter.language) == ("فوری", "دارد", True, "fa")
    assert [proposal.text for proposal in letter.proposals] == [
        "پل بسته شود.",
        "راه دیگری گشوده شود.",
        "گزارش منتشر شود.",
    ]


def test_references_with_kinds_numbers_and_dates() -> None:
    found = [(ref.kind, ref.number, ref.date and ref.date.earliest) for ref in one(PERSIAN).references]
    assert found == [
        (ReferenceKind.REPLY, "42/998", date(2016, 5, 21)),
        (ReferenceKind.FOLLOW_UP, "77/1100", date(2016, 4, 20)),
        (ReferenceKind.FOLLOW_UP, "77/1105", date(2016, 4, 24)),
    ]
    arabic = [(ref.kind, ref.number) for ref in one(ARABIC).references]
    assert arabic == [(ReferenceKind.REPLY, "411/ك"), (ReferenceKind.FOLLOW_UP, "400/م")]
    english = [(ref.kind, ref.number) for ref in one(ENGLISH).references]
    assert english == [(ReferenceKind.REPLY, "FD/9"), (ReferenceKind.FOLLOW_UP, "MP/22/131")]


@pytest.mark.parametrize("text", [PERSIAN, ARABIC, ENGLISH, OCR])
def test_spans_stand_in_the_pages_own_text(text: str) -> None:
    letter = one(text)
    for span in letter.spans.values():
        assert span.page == 1
        assert text[span.start : span.end].strip()
    for reference in letter.references:
        assert text[reference.span.start : reference.span.end].strip() == reference.text


def test_span_of_margin_and_signature() -> None:
    letter = one(PERSIAN)
    margin, signed = letter.spans["margin"], letter.spans["signature"]
    assert PERSIAN[margin.start : margin.end] == "هامش: اقدام شود. ۱۳۹۵/۰۳/۱۵"
    assert PERSIAN[signed.start : signed.end] == "آرش نیک‌پی\nوزیر راه و آبادانی"


def test_an_arabic_letter() -> None:
    letter = one(ARABIC)
    assert letter.number == "412/م"
    assert letter.sender == (Correspondent("سالم البحري", "وزارة الموانئ"),)
    assert letter.to == (Correspondent(None, "وزارة الصيد"),)
    assert letter.classification is not None
    assert (letter.classification.text, letter.classification.level) == ("سري للغاية", 1)
    assert letter.reply_expected is True


def test_an_english_letter_without_from_and_to() -> None:
    letter = one(ENGLISH)
    assert letter.number == "MP/22/140"
    assert letter.date is not None
    assert letter.date.earliest == date(2015, 6, 30)
    assert letter.sender == (Correspondent("Salem Bahri", "MINISTRY OF PORTS"),)
    assert letter.to[0].office is not None
    assert "Fishing Delegation" in letter.to[0].office
    assert [who.office for who in letter.cc] == ["Harbour Authority"]
    assert letter.reply_expected is True


def test_noise_of_recognition() -> None:
    letter = one(OCR)
    assert letter.number == "77/1234"
    assert letter.date is not None
    assert letter.date.earliest == date(2016, 6, 1)
    assert letter.sender == (Correspondent("آرش نیک‌پی", "وزارت راه و آبادانی"),)
    assert letter.urgency == "آنی"
    assert [(ref.number, ref.date and ref.date.earliest) for ref in letter.references] == [
        ("42/998", date(2016, 5, 21))
    ]


def test_a_number_whose_label_was_lost_stands_beside_the_date() -> None:
    text = PERSIAN.replace("شماره: ۷۷/۱۲۳۴  تاریخ: ۱۳۹۵/۰۳/۱۲", "۵\n۷۷/۱۲۳۴\nتاریخ: ۱۳۹۵/۰۳/۱۲")
    found = one(text)
    assert found.number == "77/1234"
    assert text[found.spans["number"].start : found.spans["number"].end] == "۷۷/۱۲۳۴"
    assert one(PERSIAN.replace("شماره: ۷۷/۱۲۳۴  ", "۱۳۹۵/۰۳/۱۱\n")).number is None


def test_labels_in_a_column_and_their_values_below() -> None:
    letter = one(
        "وزارت راه\nشماره:\nتاریخ:\nپیوست:\n۷۷/۱۲۳۴\n۱۳۹۵/۰۳/۱۲\nندارد\n"
        "جناب آقای آرش نیک‌پی\nرئیس محترم سازمان آب\nبا سلام\nنتیجه را اعلام فرمایید."
    )
    assert (letter.number, letter.attachments) == ("77/1234", "ندارد")
    assert letter.to == (Correspondent("آرش نیک‌پی", "رئیس سازمان آب"),)


def test_misread_digits_keep_their_words_and_give_no_day() -> None:
    letter = one(OCR.replace("۱۳۹۵/۰۳ /۱۲", "۱۳۹۵/۱۳/۱۲"))
    assert letter.date is not None
    assert (letter.date.text, letter.date.earliest) == ("۱۳۹۵/۱۳/۱۲", None)


def test_a_mail_goes_by_its_headers() -> None:
    letter = one(
        "From: Ministry of Ports <d@p.example>\nTo: Fishing Delegation <f@x.example>\nSubject: RE: quay\n\n"
        "Dear colleagues,\n"
        "In reply to your letter No. 5/12 of 1 May 2015, we agree.\nSalem Bahri\nMinister of Ports",
        "message/rfc822",
        message_id="<b@p.example>",
        in_reply_to="<a@x.example>",
        to="Fishing Delegation <f@x.example>",
        date="Mon, 04 May 2015 08:30:00 +0330",
        subject="RE: quay",
        **{"from": "Ministry of Ports <d@p.example>"},
    )
    assert letter.mail is not None
    assert (letter.mail.message_id, letter.mail.in_reply_to) == ("b@p.example", ("a@x.example",))
    assert letter.date is not None
    assert letter.date.earliest == date(2015, 5, 4)
    assert [ref.number for ref in letter.references] == ["5/12"]
    assert letter.sender[0].office == "Ministry of Ports"


def test_an_annex_sheet_is_recognised_by_its_words() -> None:
    letter = one(
        "جمهوری مهرستان - وزارت راه\nپیوست نامه شماره ۷۷/۱۲۳۴ مورخ ۱۳۹۵/۰۳/۱۲\n"
        "شماره\t۷۷/۱۲۳۴-۱\nردیف\tنام\tسن\n۱\tالف\t۲۰"
    )
    assert letter.number == "77/1234-1"
    assert [ref.number for ref in letter.references] == ["77/1234"]
    assert letter.sender == (Correspondent(None, "وزارت راه"),)


def test_word_processing_headers_hold_the_class_and_no_signatory() -> None:
    text = (
        PERSIAN.replace("خیلی محرمانه\n", "", 1).split("\n\nرونوشت")[0]
        + "\n[header] محرمانه\n[footer] محرمانه\nصفحه ۱ از ۱"
    )
    letter = one(text)
    assert letter.classification is not None
    assert letter.classification.level == 4
    assert letter.sender == (Correspondent("آرش نیک‌پی", "وزیر راه و آبادانی"),)


@pytest.mark.parametrize(
    "text",
    [
        "روزنامه صبح\nتاریخ: ۱۳۹۵/۰۳/۱۲\nسخنگوی وزارت راه گفت که پل سالم است. شمار کشته‌ها ۱۲ تن است.",
        "UNITED COUNCIL\nResolution 12/4\nThe Council, recalling its resolution 11/3 of 5 May 2014, decides so.",
        "نام\tسن\tتاریخ\nالف\t۲۰\t۱۳۹۵/۰۳/۱۲\nب\t۳۰\t۱۳۹۵/۰۳/۱۳",
        "Dear diary, on 5 May 2010 I saw the minister.",
        "",
    ],
)
def test_what_is_no_letter(text: str) -> None:
    assert recognise(SHA, "text/plain", (Page(1, text),), {}) == ()


def test_pages_that_begin_again_are_another_letter() -> None:
    second = PERSIAN.replace("۷۷/۱۲۳۴", "۷۷/۱۲۴۰")
    found = recognise(SHA, "application/pdf", (Page(1, PERSIAN), Page(2, "دنباله متن"), Page(3, second)), {})
    assert [(letter.number, letter.span.page) for letter in found] == [("77/1234", 1), ("77/1240", 3)]
    assert found[0].id != found[1].id


def test_a_second_letter_in_another_language_is_read_in_its_own() -> None:
    found = recognise(SHA, "application/pdf", (Page(1, PERSIAN), Page(2, ARABIC)), {})
    assert [letter.number for letter in found] == ["77/1234", "412/م"]
    assert [letter.language for letter in found] == ["fa", "ar"]
    assert [letter.span.page for letter in found] == [1, 2]


def test_letters_behind_a_covering_sheet_are_found() -> None:
    cover = Page(1, "Box 12\nFolder 3\nPapers of the port")
    found = recognise(SHA, "application/pdf", (cover, Page(2, PERSIAN), Page(3, ARABIC)), {})
    assert [letter.span.page for letter in found] == [2, 3]


@pytest.mark.parametrize("text", [PERSIAN, ARABIC, ENGLISH, OCR])
def test_the_wire_gives_back_what_it_took(text: str) -> None:
    letter = one(text)
    assert letter_from_json(letter_to_json(letter)) == letter


@settings(deadline=None)  # patterns are made of the tables when first asked for
@given(st.text(alphabet="شمارهتیخ:؛ \n\t۰۱۲/-1ازبهموضع()[]<>.نامگشتRefNo,", max_size=300), st.booleans())
def test_never_fails_and_is_deterministic(text: str, mailed: bool) -> None:
    pages = (Page(1, text), Page(2, text))
    metadata = {"from": text, "to": text, "subject": text, "message-id": text, "date": text} if mailed else {}
    media_type = "message/rfc822" if mailed else "text/plain"
    found = recognise(SHA, media_type, pages, metadata)
    assert found == recognise(SHA, media_type, pages, metadata)
    for letter in found:
        assert letter_from_json(letter_to_json(letter)) == letter


@pytest.mark.parametrize(
    "piece", ["(", "عطف به نامه شماره ۸۸/۱۲ ", "شماره: ", "وزیر، ", "\n", "- دفتر وزیر\n", "۱/", "re: "]
)
def test_adversarial_length(piece: str) -> None:
    text = (OCR + "\n" + piece * (50_000 // len(piece)))[:50_000]
    begun = time.process_time()
    recognise(SHA, "text/plain", (Page(1, text),), {})
    assert time.process_time() - begun < 8
