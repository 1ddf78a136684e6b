"""What stands around a reference decides whether a letter answers, passes on, or quotes another."""

import hashlib

from govah.consolidate.chains import Holding, settle
from govah.consolidate.letters import recognise
from govah.model.identifiers import Sha256
from govah.model.letter import ReferenceKind, RelationKind
from govah.model.page import Origin, Page

ASKING = """بلدية الساحل
رقم: ٨٨/ب
التاريخ: ١١/٤/٢٠٠٧
إلى: شركة المرفأ
الموضوع: غرق
نعلمكم بغرق الجرافة عند مدخل المرفأ ليلة أمس، ونرجو موافاتنا بأسماء طاقمها وبسجل رحلتها الأخيرة.
"""


def paper(text: str) -> Holding:
    sha = Sha256(hashlib.sha256(text.encode()).hexdigest())
    (letter,) = recognise(sha, "text/plain", (Page(1, text, Origin.TEXT),), {})
    return Holding(letter, text, "text/plain")


def citing(body: str, sender: str = "وزارة النقل", to: str = "وزارة المالية") -> str:
    return f"{sender}\nرقم: ٧/ن\nالتاريخ: ١٩/٤/٢٠٠٧\nإلى: {to}\nالموضوع: الجرافة\n{body}\n"


def found(text: str) -> tuple[list[ReferenceKind], list[RelationKind]]:
    asked, other = paper(ASKING), paper(text)
    standing = settle((asked, other)).standings[other.letter.id]
    mine = [one for one in standing.references if one.letter == asked.letter.id]
    return [one.kind for one in mine], [one.kind for one in standing.relations]


def test_a_letter_called_the_addressees_is_answered_though_both_names_differ() -> None:
    body = "جواباً على كتابكم رقم ٨٨/ب تاريخ ١١/٤/٢٠٠٧ نرسل القائمة المطلوبة."
    assert found(citing(body))[0] == [ReferenceKind.REPLY]


def test_what_another_letter_says_of_it_is_quoted() -> None:
    body = 'وردنا ما نصه: "جواباً على كتابكم رقم ٨٨/ب تاريخ ١١/٤/٢٠٠٧ نرسل القائمة المطلوبة".'
    assert found(citing(body))[0] == [ReferenceKind.CITATION]


def test_who_sends_a_third_partys_letter_on_does_not_answer_it() -> None:
    body = "نحيل إليكم رفق هذا كتاب البلدية رقم ٨٨/ب المؤرخ في ١١/٤/٢٠٠٧. نأمل موافاتنا برأيكم."
    kinds, relations = found(citing(body, "شركة المرفأ", "رئيس لجنة بلدية الساحل"))
    assert kinds == [ReferenceKind.CITATION]
    assert relations == [RelationKind.FORWARD]


def test_a_transmittal_sheet_sends_on_what_it_lists() -> None:
    text = (
        "وزارة النقل\nرقم: ٧/ن\nالتاريخ: ١٩/٤/٢٠٠٧\nإلى: وزارة المالية\n\nورقة إرسال\n\n"
        "كتاب بلدية الساحل رقم ٨٨/ب بتاريخ ١١/٤/٢٠٠٧     نسخة واحدة     قصد الإخبار\n"
    )
    assert found(text)[1] == [RelationKind.FORWARD]
