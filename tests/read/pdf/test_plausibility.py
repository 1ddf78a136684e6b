import pytest

from govah.read.pdf.plausibility import plausibility

PERSIAN = (
    "با سلام و احترام بازگشت به نامه آن سازمان در خصوص ایمنی سد و شبکه آبیاری استان به استحضار می‌رسد که سطح آب مخزن "
    "در هفته گذشته از حد مجاز بالاتر رفته است"
)
ARABIC = "تحية طيبة وبعد إشارة إلى كتابكم المؤرخ بشأن سلامة السد وشبكة الري في المحافظة نفيدكم بأن تقرير الخبراء واضح"
ENGLISH = "The committee met at the depot and counted the sealed crates in the yard, then it wrote to the ministry."
GERMAN = "Die Kommission zählte die versiegelten Kisten im Hof und schrieb darüber an das zuständige Ministerium."
TURKISH = "Komisyon depoda toplanarak avludaki mühürlü sandıkları saydı ve durumu yazıyla bakanlığa bildirdi."


@pytest.mark.parametrize("text", [PERSIAN, ARABIC, ENGLISH, GERMAN, TURKISH, f"{PERSIAN} {ENGLISH}", "12/345", ""])
def test_words_are_believed(text: str) -> None:
    assert not plausibility(text).doubtful


@pytest.mark.parametrize(
    "text",
    [
        PERSIAN.encode("cp1256", "ignore").decode("latin-1"),
        " ".join(word[::-1] for word in PERSIAN.split()),
        " ".join(word[::-1] for word in ARABIC.split()),
        "".join(chr(ord(char) + 3) if char.isalpha() else char for char in ENGLISH),
        "".join(chr(ord(char) - 29) if char.isalpha() else char for char in ENGLISH.swapcase()).replace(" ", "\u0003")
        + "*RXUQLHU &KDUGRQQD DQG WKH RWKHU ZLQHV RI WKH UHJLRQ DUH OLVWHG EHORZ",
        PERSIAN.translate({ord(char): chr(0x61 + place) for place, char in enumerate("ابتدرسشمنهویگکلزخحجعفقپآصضطظ")}),
        "".join("ا" if char.isalpha() else char for char in PERSIAN),
    ],
    ids=["cp1256 as latin-1", "fa reversed", "ar reversed", "shifted by 3", "shifted by 29", "other letters", "one"],
)
def test_what_is_no_words_is_doubted(text: str) -> None:
    assert plausibility(text).doubtful


def test_letters_that_are_written_alike_count_alike() -> None:
    assert plausibility(PERSIAN).cost == plausibility(PERSIAN.replace("ی", "ي").replace("ک", "ك")).cost
    assert plausibility("résumé").cost == plausibility("resume").cost


def test_languages_that_the_table_does_not_know_are_not_judged() -> None:
    pashto = "د کمېسیون غړو په ګودام کې ټول بکسونه وشمېرل او بیا یې وزارت ته په دې اړه یو مفصل لیک ولېږه چې ښه و"
    assert plausibility(pashto).foreign > 0.03
    assert not plausibility(" ".join(word[::-1] for word in pashto.split())).doubtful
