import pytest

from govah.read.pdf.judgement import LayerKind, agree, census, judge, same_letters

TEXT = "The committee counted 1,250 sealed crates in the yard of the depot that day. " * 3


@pytest.mark.parametrize(
    ("text", "nameless", "cover", "layer"),
    [
        (TEXT, 0, 0.0, LayerKind.GOOD),
        (TEXT, 0, 1.0, LayerKind.GOOD),
        ("LEAK-0001", 0, 0.9, LayerKind.STAMP),
        ("LEAK-0001", 0, 0.2, LayerKind.GOOD),
        ("", 0, 1.0, LayerKind.ABSENT),
        (" — . \n", 0, 0.0, LayerKind.ABSENT),
        (TEXT + "\ufffd" * 9, 0, 0.0, LayerKind.GARBAGE),
        (TEXT + "\ufffd", 0, 0.0, LayerKind.GOOD),
        ("\ue020\ue021\ue022\ue023 \ue024", 0, 0.0, LayerKind.GARBAGE),
        (TEXT, 10, 0.0, LayerKind.GOOD),
        (TEXT, 100, 0.0, LayerKind.GARBAGE),
    ],
)
def test_what_a_layer_is(text: str, nameless: int, cover: float, layer: LayerKind) -> None:
    assert judge(census(text, nameless), cover) is layer


def test_a_layer_that_recognition_confirms_stays() -> None:
    assert agree("The depot held \ufffd0.9393 tons of oil", "The depot held -0.9393 tons of oiI")
    assert not agree("*RXUQLHU &KDUGRQQD", "Gournier Chardonnay")
    assert not agree("anything", "")


def test_two_readings_of_one_page_have_the_same_letters() -> None:
    assert same_letters("ﻼﺳ ﺰﯿﺗ ﻡ", "سلا تیز م")
    assert same_letters("", "12")
    assert not same_letters("گزارش انبار شماره سه", "Contents of this volume")
