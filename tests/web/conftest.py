"""A workbench over a small case, built once: a Persian letter, a scan, an English letter, a mail, a Word file, and a
file whose name is an attack."""

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from http.cookiejar import CookieJar
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import pytest
import typst
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from govah import Case

CHROMIUM = "/usr/bin/chromium"
ATTACK = "<img src=x onerror=alert(1)>.pdf"
BROKEN_ATTACK = "<img src=y onerror=alert(4)>.pdf"
_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
PERSIAN = """بسمه تعالی
شماره: ۸۸/۲۲۳۵
تاریخ: ۱۳۹۳/۱۲/۰۵
از: دبیرخانه شورای هماهنگی
به: دیوان صدارت
موضوع: پیامدهای تشکیل هیأت حقیقت‌یاب
با سلام و احترام
گزارش‌های رسیده از کهراب نشان می‌دهد که تجمع‌ها آرام بوده است.
خواهشمند است دستور فرمایید نتیجه را به این دبیرخانه اعلام نمایند."""
SCANNED = """شماره: ۱۲/۹۵۵
تاریخ: ۱۳۹۳/۱۲/۱۹
از: دفتر رئیس دولت
به: دبیرخانه شورای هماهنگی
موضوع: عدم کفایت گزارش
بازگشت به نامه شماره ۸۸/۲۲۳۵ مورخ ۱۳۹۳/۱۲/۰۵ گزارش کافی نیست.
خواهشمند است نتیجه را اعلام نمایید."""
ENGLISH = """Number: 77/12
Date: 24 February 2015
From: Ministry of Foreign Affairs
To: National Coordination Council
Subject: Invitation of the rapporteur
We advise against an invitation for the time being.
Please send us your reply."""
_SHEET = """#set page(width: 420pt, height: 420pt, margin: 40pt)
#set text(font: "Vazirmatn", size: 13pt, lang: sys.inputs.lang)
#set par(leading: 11pt)
#for line in sys.inputs.text.split("\\n") { block(spacing: 11pt, line) }
"""


@dataclass(frozen=True)
class Workbench:
    """A workbench that is being served.

    Args:
        url: Where, without a path.
        entrance: The address that works once; it was used.
        state: Cookies of the session, for `Browser.new_context`.
        case: The folder.
        exhibits: First path of each exhibit to its hash.
    """

    url: str
    entrance: str
    state: Path
    case: Path
    exhibits: dict[str, str]

    def exhibit(self, name: str) -> str:
        """The hash of the exhibit whose path ends so."""
        return next(sha256 for path, sha256 in self.exhibits.items() if path.endswith(name))


Serve = Callable[[Path, Path], AbstractContextManager[Workbench]]
GOVAH = [sys.executable, "-c", "from govah.cli.main import main; main()"]


def sheet(text: str, lang: str, form: str) -> bytes:
    """A letter set by typst, as `pdf` or `png`."""
    compiler = typst.Compiler(
        input=_SHEET.encode(), font_paths=[Path(str(files("govah.report"))) / "fonts"], ignore_system_fonts=True
    )
    made = compiler.compile(format=form, ppi=200.0, sys_inputs={"text": text, "lang": lang})
    assert isinstance(made, bytes)
    return made


def _leak(folder: Path) -> None:
    folder.mkdir()
    (folder / "نامه ۲۲۳۵.pdf").write_bytes(sheet(PERSIAN, "fa", "pdf"))
    (folder / "invitation.pdf").write_bytes(sheet(ENGLISH, "en", "pdf"))
    (folder / ATTACK).write_bytes(sheet("یک صفحهٔ بی‌آزار دربارهٔ کهراب", "fa", "pdf"))
    if shutil.which("tesseract"):
        (folder / "scan.png").write_bytes(sheet(SCANNED, "fa", "png"))
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@varn.example", "b@varn.example"
    mail["Subject"] = "<script>alert(2)</script> گزارش کهراب"
    mail["Date"] = "Thu, 26 Feb 2015 09:00:00 +0330"
    mail.set_content("پیوست را ببینید.\n<b onmouseover=alert(3)>کهراب</b>")
    mail.add_attachment("کهراب در پیوست".encode(), maintype="text", subtype="plain", filename="note.txt")
    (folder / "report.eml").write_bytes(bytes(mail))
    document = docx.Document()
    for line in PERSIAN.replace("۲۲۳۵", "۲۲۳۶").split("\n"):
        document.add_paragraph(line)
    document.save(str(folder / "draft.docx"))
    (folder / BROKEN_ATTACK).write_bytes(b"%PDF-1.7\nnothing follows here either")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    root = tmp_path_factory.mktemp("workbench")
    folder = root / "case"
    _leak(root / "leak")
    with Case.create(folder, "Kahrab کهراب") as case:
        case.collect([root / "leak"], "s1")
    with _served(folder, root / "session.json") as served:
        yield served


@contextmanager
def _served(folder: Path, state: Path) -> Iterator[Workbench]:
    """A case behind `govah serve`."""
    with Case(folder) as case:
        exhibits = {found.paths[0]: str(found.sha256) for found in case.view.exhibits() if found.paths}
    server = subprocess.Popen(
        [*GOVAH, "--case", str(folder), "serve", "--port", "0", "--no-open", "--json"],
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        entrance = json.loads(server.stdout.readline())["url"]
        yield Workbench(entrance.partition("/enter")[0], entrance, state, folder, exhibits)
    finally:
        server.terminate()
        server.communicate(timeout=30)


@pytest.fixture(scope="session")
def served() -> Serve:
    """Serves another case: its folder, and where its cookies go."""
    return _served


class Visitor:
    """A browser without a screen, which has entered a workbench."""

    def __init__(self, workbench: Workbench, language: str = "en") -> None:
        self._url = workbench.url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("accept-language", language)]
        self._opener.open(workbench.entrance, timeout=60).close()

    def open(self, path: str) -> Any:
        """An answer as it comes."""
        return self._opener.open(self._url + path, timeout=60)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an answer."""
        try:
            with self.open(path) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def post(self, path: str, **form: str) -> int:
        """Send a form; the status of where it leads."""
        data = urllib.parse.urlencode(form).encode()
        asked = urllib.request.Request(self._url + path, data, {"Origin": self._url})
        with self._opener.open(asked, timeout=60) as answer:
            return int(answer.status)

    def page(self, path: str) -> str:
        """The text of a page that is there."""
        status, text = self.get(path)
        assert status == 200, path
        return text


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"Chromium is not installed: apt-get install chromium puts it at {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def session(workbench: Workbench, browser: Browser) -> Path:
    """The browser has entered with the one-time address."""
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(workbench.entrance)
    assert answer is not None
    assert answer.status == 200
    context.storage_state(path=workbench.state)
    context.close()
    return workbench.state


@dataclass
class Visit:
    """A browser's visit: what it asked for and what it complained about."""

    context: BrowserContext
    page: Page
    url: str
    requests: list[str]
    complaints: list[str]

    def open(self, path: str) -> Page:
        """Go to an address of the workbench."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, path
        return self.page


@pytest.fixture
def visit(workbench: Workbench, browser: Browser, session: Path) -> Iterator[Callable[..., Visit]]:
    """Opens visits; afterwards none may have left the machine, raised an error or broken the content policy."""
    visits = []

    def begin(**options: object) -> Visit:
        wanted = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(storage_state=session, **wanted)  # type: ignore[arg-type]
        page = context.new_page()
        begun = Visit(context, page, workbench.url, [], [])
        page.on("request", lambda request: begun.requests.append(request.url))
        page.on("console", lambda said: begun.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: begun.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (begun.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        visits.append(begun)
        return begun

    yield begin
    for made in visits:
        made.context.close()
        assert made.complaints == []
        assert [url for url in made.requests if not url.startswith(workbench.url + "/")] == []
