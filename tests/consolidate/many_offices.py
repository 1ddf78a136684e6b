# ruff: noqa: E501
"""Letters as offices of several states write them, with what a reader sees in them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paper:
    """A letter's text and its fields; what is not named is not asked."""

    name: str
    text: str
    want: dict[str, object] = field(default_factory=dict)


PAPERS = [
    Paper(
        "iraqi, bare number and date, urgent and secret in one mark",
        """جمهورية النهرين
وزارة الموارد
مكتب الوزير
سري وعاجل
م.س/٢٠١١/٠٤٤
١٢ آذار ٢٠١١

إلى / وزارة الزراعة / مكتب الوزير
م/ شحنة البذور

تحية طيبة...
كتابكم المرقم (ز/٧١٢) في ٣/٣/٢٠١١ .
نود إعلامكم بأن الشحنة ما زالت في الميناء. راجين تزويدنا بأسماء المستلمين خلال أسبوع.
مع التقدير.

الدكتور سالم عبد الحق
وزير الموارد

نسخة منه إلى/
- مكتب رئيس الوزراء / للعلم مع التقدير
- دائرة الموانئ
""",
        {
            "number": "م.س/2011/044",
            "date": "2011-03-12",
            "from": "وزارة الموارد",
            "to": "وزارة الزراعة",
            "subject": "شحنة البذور",
            "class": 2,
            "urgency": "عاجل",
            "refs": [("ز/712", "2011-03-03", "reply")],
            "expected": True,
            "cc": ["مكتب رئيس الوزراء", "دائرة الموانئ"],
        },
    ),
    Paper(
        "iraqi, letters parted by spaces, two numbers",
        """وزارة الصحة
دائرة الصحة العامة
العدد/ ش خ/22/731
التاريخ/ 5/4/2011
الى/ مديرية الصوامع العامة
الموضوع/ إصابات التسمم

إشارة إلى كتابيكم المرقمين 118 في 2011/3/20 و 125 في 2011/3/27، نرفق لكم ربطاً قائمة بالمصابين للتفضل بالاطلاع.

د. هناء القيسي
المدير العام وكالة
صورة عنه إلى:
مكتب الوزير – للعلم
""",
        {
            "number": "ش خ/22/731",
            "date": "2011-04-05",
            "from": "وزارة الصحة",
            "to": "مديرية الصوامع العامة",
            "refs": [("118", "2011-03-20", "reply"), ("125", "2011-03-27", "reply")],
            "expected": False,
        },
    ),
    Paper(
        "arabic, addressee by courtesy, no label",
        """الجمهورية الساحلية
الهيئة العامة للحبوب
الرقم: 245/ص.ح
التاريخ: 18 نيسان 2011
السيد وزير الاقتصاد والتجارة المحترم

الموضوع: المخزون المتبقي
إلحاقاً بكتابنا رقم 230/ص.ح تاريخ 2/4/2011 وحيث لم يردنا جوابكم حتى تاريخه، يرجى التفضل ببيان رأيكم.
وتفضلوا بقبول فائق الاحترام

المدير العام
المهندس فادي الخوري
""",
        {
            "number": "245/ص.ح",
            "date": "2011-04-18",
            "from": "الهيئة العامة للحبوب",
            "to": "وزير الاقتصاد والتجارة",
            "refs": [("230/ص.ح", "2011-04-02", "follow_up")],
            "expected": True,
        },
    ),
    Paper(
        "dari",
        """جمهوری کوهستان
وزارت زراعت، آبیاری و مالداری
ریاست تحفظ نباتات
نمبر مکتوب: ت-۷۸/۹۰
تاریخ: ۲۵ حوت ۱۳۸۹
درجه محرمیت: محرم

به مقام محترم ریاست عمومی گمرکات!

السلام علیکم ورحمت الله و برکاته
به جواب مکتوب نمبر (۳۸۵) مورخ ۲۰/۱۲/۱۳۸۹ آن ریاست محترم نگاشته می‌شود که تخم‌های مذکور سمپاشی شده و برای خوراک نیست.
موضوع غرض اجراآت به شما نگاشته شد، از نتیجه اطمینان دهید.

با احترام
انجنیر نورالله زرغون
رئیس تحفظ نباتات

کاپی به:
- مقام وزارت صحت عامه
""",
        {
            "number": "ت-78/90",
            "date": "2011-03-16",
            "from": "وزارت زراعت، آبیاری و مالداری",
            "to": "ریاست عمومی گمرکات",
            "class": 4,
            "refs": [("385", "2011-03-11", "reply")],
            "expected": True,
            "cc": ["وزارت صحت عامه"],
        },
    ),
    Paper(
        "indian style, D.O. letter",
        """GOVERNMENT OF SAHILIA
MINISTRY OF FOOD AND SUPPLIES
(Grain Wing)

D.O. No. F.7(2)/2011-Grain                                   Dated the 21st March, 2011
MOST IMMEDIATE

To
	The Secretary,
	Ministry of Health,
	Sector 4, Port Amal.

Subject:- POISONED SEED WHEAT.

Sir,
	I am directed to refer to your letter No. H.4/118/2011 dated 14th March, 2011 on the subject cited above and to say that the consignment was released. Orders are solicited on paragraph 3.

	Yours faithfully,

	(Karim Dastgir)
	Joint Secretary (Grain)

Copy forwarded for information to:-
1. The Chief Secretary, Government of Sahilia
2. The Director General, Port Authority
""",
        {
            "number": "F.7(2)/2011-Grain",
            "date": "2011-03-21",
            "from": "MINISTRY OF FOOD AND SUPPLIES",
            "to": "Ministry of Health",
            "subject": "POISONED SEED WHEAT",
            "urgency": "MOST IMMEDIATE",
            "refs": [("H.4/118/2011", "2011-03-14", "reply")],
            "expected": True,
        },
    ),
    Paper(
        "note verbale, english",
        """EMBASSY OF THE REPUBLIC OF NAHRAIN
Port Amal

No. 114/POL/2011

The Embassy of the Republic of Nahrain presents its compliments to the Ministry of Foreign Affairs of Sahilia and, with reference to the Ministry's note No. PD/2/88 of 9 March 2011, has the honour to inform that the samples were sent. The Embassy would be grateful to receive the laboratory's results.

The Embassy avails itself of this opportunity to renew to the Ministry the assurances of its highest consideration.

Port Amal, 19 March 2011

Ministry of Foreign Affairs
Port Amal
""",
        {
            "number": "114/POL/2011",
            "date": "2011-03-19",
            "from": "Embassy of the Republic of Nahrain",
            "to": "Ministry of Foreign Affairs of Sahilia",
            "refs": [("PD/2/88", "2011-03-09", "reply")],
            "expected": True,
        },
    ),
    Paper(
        "note verbale, arabic",
        """سفارة مملكة الرمال
تل الورد
الرقم: 1/5/311
تهدي سفارة مملكة الرمال أطيب تحياتها إلى وزارة خارجية جمهورية النهرين، وبالإشارة إلى مذكرة الوزارة رقم 88/ق بتاريخ 2 أيار 2011، تتشرف بإعلامها أن المواطن المذكور غادر البلاد.
تغتنم السفارة هذه المناسبة لتعرب للوزارة عن فائق تقديرها واحترامها.
تل الورد في 6 أيار 2011
إلى وزارة خارجية جمهورية النهرين
""",
        {
            "number": "1/5/311",
            "date": "2011-05-06",
            "from": "سفارة مملكة الرمال",
            "to": "وزارة خارجية جمهورية النهرين",
            "refs": [("88/ق", "2011-05-02", "reply")],
        },
    ),
    Paper(
        "french",
        """AMBASSADE DE LA RÉPUBLIQUE DE VALMORE
Service économique

Réf. : 123/AMB/2011
V/Réf. : PD/2/91
Objet : Lot de blé de semence
Pièces jointes : 2

Port Amal, le 18 mai 2011

L'Ambassadeur
à
Monsieur le Ministre du Commerce

Monsieur le Ministre,

En réponse à votre lettre n° PD/2/91 du 10 mai 2011, j'ai l'honneur de vous faire savoir que le lot avait été traité. Je vous saurais gré de bien vouloir me faire parvenir la liste des acheteurs.

Veuillez agréer, Monsieur le Ministre, l'expression de ma haute considération.

Hélène Varnier
Ambassadrice
""",
        {
            "number": "123/AMB/2011",
            "date": "2011-05-18",
            "from": "AMBASSADE DE LA RÉPUBLIQUE DE VALMORE",
            "to": "Ministre du Commerce",
            "subject": "Lot de blé de semence",
            "refs": [("PD/2/91", "2011-05-10", "reply")],
            "expected": True,
        },
    ),
    Paper(
        "office memorandum",
        """DEPARTMENT OF PLANT PROTECTION
MEMORANDUM

TO: Director, Grain Stores
FROM: Chief Chemist
DATE: 4 April 2011
REF: DPP/LAB/56
SUBJECT: Mercury in samples 4 to 9

Kindly refer to your minute GS/201 dated 30 March 2011. Results are attached. No reply is required.

A. N. Marwan
Chief Chemist
cc: Legal Adviser
""",
        {
            "number": "DPP/LAB/56",
            "date": "2011-04-04",
            "from": "Chief Chemist",
            "to": "Director, Grain Stores",
            "subject": "Mercury in samples 4 to 9",
            "refs": [("GS/201", "2011-03-30", "reply")],
            "expected": False,
            "cc": ["Legal Adviser"],
        },
    ),
    Paper(
        "united nations communication",
        """Mandates of the Working Group on Grain and of the Special Rapporteur on food

REFERENCE: AL SAH 3/2011

2 June 2011

Excellency,

We have the honour to address you in our capacity as independent experts. Further to our letter AL SAH 1/2011 of 4 April 2011, to which no reply has been received, we would be grateful for your observations on the following matters within sixty days:
1. Please provide any additional information.
2. Please indicate what was done.

Please accept, Excellency, the assurances of our highest consideration.

Nadia Orlova
Chair of the Working Group on Grain

His Excellency Mr. Hamid Qurashi
Minister for Foreign Affairs
""",
        {
            "number": "AL SAH 3/2011",
            "date": "2011-06-02",
            "to": "Minister for Foreign Affairs",
            "refs": [("AL SAH 1/2011", "2011-04-04", "follow_up")],
            "expected": True,
        },
    ),
    Paper(
        "persian of another ministry: addressee without «به», date by words",
        """به نام خدا
شرکت مادرتخصصی بازرگانی غله
معاونت برنامه‌ریزی
شماره ۳۱۲/ص/۹۵            تاریخ ۱۴ خرداد ۱۳۹۵
پیوست ندارد

مدیرکل محترم غله و خدمات بازرگانی استان دشت

با سلام
با اشاره به نامه شماره ۲۲/۷۸۱ مورخ ۳/۳/۹۵ به آگاهی می‌رساند سهمیه تا پایان ماه ارسال می‌شود. خواهشمند است وصول آن را اعلام فرمایید.

کاوه دلیری
معاون برنامه‌ریزی
""",
        {
            "number": "312/ص/95",
            "date": "2016-06-03",
            "from": "شرکت مادرتخصصی بازرگانی غله",
            "to": "مدیرکل غله و خدمات بازرگانی استان دشت",
            "refs": [("22/781", "2016-05-23", "reply")],
            "expected": True,
        },
    ),
    Paper(
        "circular in arabic to all ministries",
        """رئاسة مجلس الوزراء
الأمانة العامة
العدد: ق/2/5/1183
التاريخ: 2011/6/7
إلى كافة الوزارات والجهات غير المرتبطة بوزارة
الموضوع: تعميم
تحية طيبة..
استناداً إلى كتاب وزارة الزراعة المرقم 4471 في 2011/6/1 تقرر منع تداول البذور الحمراء. للتفضل بالعلم.
وليد الراوي
الأمين العام
""",
        {
            "number": "ق/2/5/1183",
            "date": "2011-06-07",
            "from": "رئاسة مجلس الوزراء",
            "to": "كافة الوزارات",
            "refs": [("4471", "2011-06-01", "citation")],
            "expected": False,
        },
    ),
]
