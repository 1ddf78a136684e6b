import pytest

from govah.read.readers.charset import codec, decode, detect

PERSIAN = "به استحضار مي‌رساند گزارش بازديد از انبار شماره سه آماده شده و پيوست گرديد."
ARABIC = "نرجو من سيادتكم الموافقة على نقل الملفات إلى المخزن الجديد قبل نهاية الأسبوع."
TEXTS = [
    (PERSIAN.replace("ک", "ك"), "cp1256"),
    ("موضوع: گزارش بازديد", "cp1256"),
    ("دفتر بازرسي استان", "cp1256"),
    (ARABIC, "cp1256"),
    (ARABIC, "iso8859_6"),
    (ARABIC, "mac_arabic"),
    ("פרוטוקול ישיבת ועדת המחסנים בעיר האגם", "cp1255"),
    ("Просим сообщить о принятом решении в срок.", "cp1251"),
    ("Просим сообщить о принятом решении в срок.", "koi8_u"),
    ("Überprüfung der Lagerbestände für das nächste Jahr", "cp1252"),
    ("Le procès-verbal a été signé à l’unanimité.", "cp1252"),
    ("Παρακαλούμε να μας ενημερώσετε για την απόφαση", "cp1253"),
    (PERSIAN, "utf-8"),
    (PERSIAN, "utf-16-le"),
    (PERSIAN, "utf-16-be"),
    (PERSIAN, "utf-32-le"),
    (PERSIAN, "utf-8-sig"),
    (PERSIAN, "utf-16"),
    ("plain", "ascii"),
]


@pytest.mark.parametrize(("text", "encoding"), TEXTS)
def test_unlabelled_bytes_come_out_right(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(data).text == text
    assert detect(data) == detect(data)


@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "utf-8", None, "x-nothing"])
def test_a_wrong_label_is_not_believed(label: str | None) -> None:
    assert decode(PERSIAN.encode("cp1256"), label).text == PERSIAN


def test_a_right_label_is_believed() -> None:
    assert decode("é".encode("cp850"), "cp850").text == "é"
    assert decode("Ärger".encode(), "iso-8859-1").text == "Ärger"


@pytest.mark.parametrize("label", ["zip", "base64", "unicode_escape", "idna", "rot13", "../x", "", None])
def test_a_program_over_bytes_is_no_encoding(label: str | None) -> None:
    assert codec(label) is None
