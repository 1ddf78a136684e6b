"""What the held-out letters say: sentences of three languages, all invented. `{n}` is a number, `{d}` a date."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language.

    Args:
        head: Lines of the office at the letter's head.
        middle: Lines at the middle of its head.
        labels: Of number, date and annex.
        address: To, from, subject.
        body: Sentences.
        titles: Of a bulletin.
        columns: Heads of a table's columns.
        names: Pairs of words for its cells.
        signature: Lines of it.
        copies: Who gets a copy.
        foot: The address.
    """

    head: tuple[str, ...]
    middle: tuple[str, ...]
    labels: tuple[str, ...]
    address: tuple[str, ...]
    body: tuple[str, ...]
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    names: tuple[str, ...]
    signature: tuple[str, ...]
    copies: tuple[str, ...]
    foot: str


WORDINGS = {
    "fa": Wording(
        ("جمهوری کوهستان", "وزارت راه و ترابری", "اداره کل راهداری استان"),
        ("به نام خدا", "ریاست دفتر"),
        ("شماره:", "تاریخ:", "پیوست:"),
        ("به: مدیر محترم کل حراست و بازرسی", "از: دفتر فنی و نظارت بر پروژه‌ها",
         "موضوع: گزارش رویداد ریزش پل و وضعیت آسیب‌دیدگان"),
        (
            "احتراماً به آگاهی می‌رساند در ساعت {n} روز {d} بخشی از عرشه پل در کیلومتر {n} محور شمالی فرو ریخت.",
            "بنا بر گزارش بیمارستان مرکزی تعداد {n} نفر زخمی و {n} نفر جان خود را از دست داده‌اند.",
            "پیرو نامه شماره {n} مورخ {d} درخواست توقف تردد خودروهای سنگین پاسخی دریافت نکرده است.",
            "هزینه بازسازی نزدیک به {n} ریال برآورد شد و در جلسه {d} به تصویب کارگروه رسید.",
            "ضروری است نگهبانان حاضر در محل نسبت به ثبت نام و نشانی شاهدان اقدام کنند.",
            "پرونده در شعبه {n} دادسرای عمومی زیر شماره {n} در جریان رسیدگی است.",
            "فهرست قربانیان و تصویر گواهی‌های پزشکی قانونی به پیوست تقدیم می‌شود.",
            "با توجه به هشدارهای پیشین این دفتر هیچ‌گونه بازدیدی پس از {d} صورت نگرفته بود.",
            "راننده کامیون در اظهارات خود گفته است که علائم هشدار از دو هفته پیش برداشته شده بود.",
            "خواهشمند است نتیجه بررسی را تا پایان وقت اداری {d} به این دفتر اعلام فرمایید.",
        ),
        ("خبرنامه داخلی راه", "بازخوانی یک رویداد", "گزارش بازدید"),
        ("ردیف", "نام", "شماره پرونده", "تاریخ", "مبلغ", "ملاحظات"),
        ("رضا کریمی", "مریم صادقی", "حسن یوسفی", "زهرا نوری", "علی بهرامی", "سارا جعفری", "کاوه امینی", "لیلا شریفی"),
        ("با تجدید احترام", "بهروز فرهمند", "سرپرست دفتر فنی"),
        ("رونوشت:", "دفتر وزیر جهت استحضار", "بایگانی"),
        "نشانی: خیابان بهار پلاک {n} کد پستی {n} تلفن {n}",
    ),
    "ar": Wording(
        ("جمهورية الوادي", "وزارة الأشغال العامة", "المديرية العامة للطرق"),
        ("بسم الله", "مكتب الوزير"),
        ("العدد:", "التاريخ:", "المرفقات:"),
        ("إلى: السيد مدير الرقابة والتفتيش المحترم", "من: المكتب الفني", "الموضوع: تقرير حادث انهيار الجسر"),
        (
            "نعلمكم أنه في الساعة {n} من يوم {d} انهار جزء من الجسر عند الكيلومتر {n} على الطريق الشمالي.",
            "أفاد المستشفى المركزي بإصابة {n} شخصا ووفاة {n} من العمال الذين كانوا في الموقع.",
            "إلحاقا بكتابنا المرقم {n} والمؤرخ {d} لم نستلم أي جواب حول منع مرور الشاحنات.",
            "قدرت كلفة الإعمار بحوالي {n} دينار ووافقت اللجنة عليها بتاريخ {d} دون اعتراض.",
            "يرجى التأكد من تسجيل أسماء الشهود وعناوينهم قبل نهاية الأسبوع.",
            "القضية معروضة أمام المحكمة رقم {n} تحت الرقم {n} ولم يصدر القرار بعد.",
            "نرفق لكم قائمة بأسماء الضحايا وصور التقارير الطبية للتفضل بالاطلاع.",
            "لم تجر أي زيارة تفقدية بعد {d} رغم التحذيرات السابقة من هذا المكتب.",
            "ذكر سائق الشاحنة أن علامات التحذير رفعت من المكان منذ أسبوعين.",
            "نأمل إبلاغنا بنتيجة التحقيق في موعد أقصاه {d} مع التقدير.",
        ),
        ("نشرة الطرق", "قراءة في حادث", "تقرير الزيارة"),
        ("ت", "الاسم", "رقم الملف", "التاريخ", "المبلغ", "ملاحظات"),
        ("أحمد سالم", "مريم حداد", "حسن الكاتب", "زينب نوري", "علي ناصر", "سعاد جابر", "كريم أمين", "ليلى شريف"),
        ("مع فائق الاحترام", "سمير الخطيب", "مدير المكتب الفني"),
        ("نسخة منه إلى:", "مكتب الوزير للعلم", "الأرشيف"),
        "العنوان: شارع الربيع رقم {n} ص ب {n} هاتف {n}",
    ),
    "en": Wording(
        ("Republic of the Valley", "Ministry of Public Works", "Directorate of Roads"),
        ("Restricted", "Office of the Minister"),
        ("No:", "Date:", "Annex:"),
        ("To: The Director of Inspection", "From: Technical Office", "Subject: Collapse of the northern bridge"),
        (
            "At {n} on {d} a part of the bridge at kilometre {n} of the northern road fell into the river.",
            "The central hospital reported {n} wounded, and {n} workers who had been at the site lost their lives.",
            "Our letter {n} of {d} asked that heavy traffic be stopped and has remained without an answer.",
            "The cost of repair was estimated at {n} dinars and approved by the committee on {d}.",
            "Guards who were present must take down the names and addresses of witnesses.",
            "The case is before court {n} under the number {n} and no decision has been issued.",
            "A list of the victims and copies of the medical reports are enclosed.",
            "No inspection took place after {d} although this office had warned twice.",
            "The driver of the lorry said that the warning signs had been taken away two weeks before.",
            "Kindly let us have the result of the inquiry before {d}.",
        ),
        ("Bulletin of the roads", "What happened at the bridge", "Report of a visit"),
        ("Row", "Name", "File number", "Date", "Amount", "Remarks"),
        ("Adam Reed", "Mary Stone", "Hugh Carter", "Zoe Norton", "Alan Barker", "Sara Gibson", "Carl Mason",
         "Lena Short"),
        ("Yours faithfully", "Peter Holloway", "Head of the Technical Office"),
        ("Copies:", "Office of the Minister", "Archive"),
        "Spring Street {n}, P.O. Box {n}, telephone {n}",
    ),
}  # fmt: skip
