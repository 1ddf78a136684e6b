"""Arabic sentences that ask: a verb of request, and what the reader shall give to «us» or «me»."""

import re

_OPENERS = (
    "یرجی|نرجو|ارجو|ترجو|راجین|راجیا|راجیه|رجاء|برجاء|الرجاء|المرجو|نامل|امل|املین|املا|یامل|تامل|نلتمس|التمس|تلتمس|ملتمسین"
    "|نطلب|اطلب|یطلب|المطلوب|مطلوب|طالبین|یتعین|ندعوکم|ادعوکم|نهیب|اهیب|نناشدکم|تفضلکم|للتفضل|التفضل|للتکرم|التکرم|تکرمکم"
)
_GIVE = (
    "اعلام|اخبار|ابلاغ|اشعار|احاطت|افادت|موافات|تزوید|مد|امداد|اطلاع|تبلیغ|تمکین|مساعدت|تکلیف|توجیه|اجابت|اسعاف|تعریف|تجهیز"
    "|ایفاد|مکاتبت|مراسلت|ارشاد"
)
_GRANT = (
    "الموافقه|موافقتکم|الایعاز|الاذن|البت|الرد|الافاده|الاجابه|افتونا|النظر فی|رایکم|ردکم|جوابکم|توجیهکم|توجیهاتکم"
    "|اوامرکم"
)
_SIGN = r"(?:[^\w\n.;!?]|\n(?![^\S\n]{0,40}\n)){1,8}"
_BETWEEN = rf"{_SIGN}(?:[^\W\d_]{{1,20}}{_SIGN}){{0,9}}?"
"""Up to nine words of the same sentence."""

_ASKED = re.compile(
    rf"(?<!\w)[وف]?(?:{_OPENERS}){_BETWEEN}[وف]?[بل]?"
    rf"(?:(?:{_GIVE})(?:نا|نی|ی)|ت[^\W\d_]{{2,8}}ون[یا]|(?:{_GRANT})|[^\W\d_]{{3,12}} (?:الینا|لنا|علینا))(?!\w)"
)


def asks_in_arabic(text: str) -> bool:
    """Whether a sentence of folded text asks its reader for something that the writer shall have."""
    return _ASKED.search(text) is not None
