"""What is drawn: numbers as letters carry them, and words that are no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from fonts import ARABIC, LATIN, PERSIAN

from govah.read.ocr.numbers.classes import ARABIC_FOUR, EASTERN, OTHER, SEPARATORS, SLASH
from govah.read.ocr.numbers.classes import LATIN as LATIN_CLASS

Dice = np.random.Generator

WORDS_ARABIC_SCRIPT = """
با سلام و احترام بازگشت به نامه شماره در خصوص ایمنی سد شبکه آبیاری استان استحضار می رسد گزارش کارشناسان این
سازمان نشان دهد که سطح آب مخزن هفته گذشته از حد مجاز بالاتر رفته نشت بدنه اصلی مشاهده شده است خواهشمند دستور
فرمایید نسبت تخلیه روستاهای پایین دست تعمیر تجهیزات پیش آغاز فصل بارندگی اقدام لازم صورت گیرد تاریخ پیوست دارد
ندارد محرمانه فوری وزارت اداره کل مدیر رونوشت موضوع آقای خانم امضا دبیرخانه ریاست معاون قانون ماده بند تبصره
ریال تومان نفر روز ماه سال ساعت طبقه پلاک تلفن کد پستی صفحه الى السيد المدير العام تحية طيبة وبعد نحيطكم علما أن
الكتاب رقم المؤرخ بشأن لجنة التحقيق في محافظة وزارة الداخلية مديرية الأمن الموضوع المرفقات يرجى اتخاذ ما يلزم
وإعلامنا من قبل على عن هذا التي كان بين أو ثم مع كما دينار شخص يوم شهر سنة هاتف صندوق بريد ا آ و د ر م ن ه ی ع س
ش ک ل ب ت ج پ ق ف هـ
""".split()  # noqa: SIM905
WORDS_LATIN = """
the of and to in for with reference your letter No Date Ref Subject Annex page Tel Fax Ministry Interior dear
sir report office copy Kg km cm USD EUR PO Box A B C I O l S Z ID art para vol
""".split()  # noqa: SIM905
LETTERS = "مصبجدسشکطفقلنهحرو"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something drawn in one go.

    Args:
        text: A single sign of a number, or a word.
        classes: What the network should say.
        word: Whether it is joined writing.
    """

    text: str
    classes: tuple[int, ...]
    word: bool = False


Token = list[Piece]


def number(dice: Dice, script: str) -> Token:
    """A number in a script's digits, as signs from left to right."""
    comma, point = "،,٬’"[int(dice.choice(4, p=(0.32, 0.24, 0.32, 0.12)))], "." if dice.random() < 0.6 else "٫"
    eastern = {",": comma, ".": point} if script != LATIN else {}
    return [_sign(char, script, eastern) for char in _spelled(dice)]


def token(dice: Dice, script: str) -> Token:
    """A number, at times with what stands glued to it, or a word."""
    kind = dice.random()
    if kind < 0.72:
        made = number(dice, script)
        if dice.random() < 0.22:
            made = _glued(dice, made, script)
        return made
    if kind < 0.75:
        parts = [number(dice, script), [_letter(dice)]]
        made = parts[0] + [_sign("/", script)] + parts[1] if dice.random() < 0.5 else parts[1] + parts[0]
        return made
    if kind < 0.78:  # a word and its number without a space
        return [*number(dice, script), _word(dice, script)]
    return [_word(dice, script)]


def _spelled(dice: Dice) -> str:
    """Digits 0–9 and separators."""
    kind = dice.random()
    if kind < 0.30:
        first = _digits(dice, int(dice.integers(1, 4))) if dice.random() < 0.75 else _year(dice)
        return f"{first}/{_digits(dice, int(dice.integers(1, 6)))}"
    if kind < 0.57:
        year = _year(dice) if dice.random() < 0.85 else _digits(dice, 2)
        month, day = int(dice.integers(1, 13)), int(dice.integers(1, 32))
        padded = dice.random() < 0.75
        parts = [year, f"{month:02}" if padded else str(month), f"{day:02}" if padded else str(day)]
        if dice.random() < 0.15:
            parts.reverse()
        return ("/" if dice.random() < 0.8 else str(dice.choice(["-", "."]))).join(parts)
    if kind < 0.82:
        return _digits(dice, int(dice.choice([1, 2, 3, 4, 5, 6, 7, 8, 10], p=_LENGTHS)))
    if kind < 0.92:
        groups = [_digits(dice, int(dice.integers(1, 4)))] + [_digits(dice, 3) for _ in range(int(dice.integers(1, 4)))]
        return ",".join(groups)
    if kind < 0.95:
        return f"{_digits(dice, int(dice.integers(1, 4)))}.{_digits(dice, int(dice.integers(1, 3)))}"
    groups = [_digits(dice, int(dice.integers(1, 6))) for _ in range(int(dice.integers(2, 5)))]
    return "".join(group + str(dice.choice(["/", "-", "-", "/", "."])) for group in groups)[:-1]


_LENGTHS = np.array([0.2, 0.2, 0.15, 0.13, 0.1, 0.07, 0.05, 0.05, 0.05])


def _digits(dice: Dice, count: int) -> str:
    """Random digits, a little more often those that are mistaken for each other."""
    return "".join(str(digit) for digit in dice.choice(10, size=count, p=_SHARES))


_SHARES = np.array([0.1, 0.11, 0.15, 0.13, 0.1, 0.08, 0.09, 0.08, 0.08, 0.08])


def _year(dice: Dice) -> str:
    if dice.random() < 0.6:
        return str(int(dice.integers(1330, 1412)))
    return str(int(dice.integers(1950, 2030)))


def _sign(char: str, script: str, eastern: Mapping[str, str] = MappingProxyType({})) -> Piece:
    """A digit or a separator as a script draws it."""
    if not char.isdigit():
        return Piece(eastern.get(char, char), (SLASH + SEPARATORS.index(char),))
    value = int(char)
    if script == ARABIC and value in (4, 5, 6):
        return Piece(script[value], (ARABIC_FOUR + value - 4,))
    return Piece(script[value], ((LATIN_CLASS if script == LATIN else EASTERN) + value,))


def _glued(dice: Dice, made: Token, script: str) -> Token:
    opening, closing = ("(", ")") if dice.random() < 0.8 else ("«", "»")
    match int(dice.integers(0, 6)):
        case 0:
            return [Piece(opening, (OTHER,)), *made, Piece(closing, (OTHER,))]
        case 1:
            return [Piece(":", (OTHER,)), *made] if script != LATIN else [*made, Piece(":", (OTHER,))]
        case 2:
            mark = "،" if script != LATIN else ","
            comma = Piece(mark, (SLASH + SEPARATORS.index(","),))
            return [comma, *made] if script != LATIN else [*made, comma]
        case 3:
            stop = Piece(".", (SLASH + SEPARATORS.index("."),))
            return [stop, *made] if script != LATIN else [*made, stop]
        case 4:
            return [*made, Piece(opening if dice.random() < 0.5 else closing, (OTHER,))]
        case _:
            sign = "٪" if script != LATIN else "%"
            return [Piece(sign, (OTHER,)), *made] if dice.random() < 0.5 else [*made, Piece(sign, (OTHER,))]


def _letter(dice: Dice) -> Piece:
    return Piece(str(dice.choice(list(LETTERS))), (OTHER,), True)


def _word(dice: Dice, script: str) -> Piece:
    text = str(dice.choice(WORDS_LATIN if script == LATIN else WORDS_ARABIC_SCRIPT))
    if dice.random() < 0.15:
        text += ":"
    return Piece(text, (OTHER,), True)


def classes_of(made: Token) -> list[int]:
    """What the network should say: neighbouring others are one."""
    told: list[int] = []
    for piece in made:
        for number_of_class in piece.classes:
            if not (number_of_class == OTHER and told and told[-1] == OTHER):
                told.append(number_of_class)
    return told


SCRIPTS = (PERSIAN, ARABIC, LATIN)
