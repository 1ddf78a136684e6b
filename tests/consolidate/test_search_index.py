"""The contract of a search index, run over every implementation, and our own highlights."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from govah.consolidate.search.highlight import highlight, snippet
from govah.consolidate.search.index import Filters, IndexedPage
from govah.consolidate.search.names import name_key
from govah.consolidate.search.query import parse_query
from govah.consolidate.search.tantivy_index import TantivyIndex
from govah.errors import BusyError, GovahError


def sha(name):
    return hashlib.sha256(name.encode()).hexdigest()


TEXTS = {
    "zwnj": "وزیر هر روز به مجلس می‌رود و نامه‌های تازه می‌خواند.",
    "space": "وزیر هر روز به مجلس می رود و نامه های تازه می خواند.",
    "joined": "وزیر هر روز به مجلس میرود و نامههای تازه میخواند.",
    "number": "شماره: ۸۸/۲۲۳۵\nتاریخ: ۱۳۹۳/۱۲/۰۵ مبلغ ۱٬۲۳۴٬۵۶۷ ریال",
    "arabic": "وزارة الداخلية: كتاب الخطیب إلى علي الحسيني",
    "english": "The Warning Letter of the Ministry. Co-operation with Mehdi Hosseinzadeh, al-Khatib and Ali Hosseini.",
    "draft": "draft of the warning about the letter; ministries",
    "names": "آقای مهدی حسین‌زاده و خانم الهام",
    "forty": "東京都 and ministry",
}


@pytest.fixture(params=[TantivyIndex])
def index(request, tmp_path):
    return request.param(tmp_path / "index")


@pytest.fixture
def filled(index):
    index.upsert(IndexedPage(sha(name), 1, text) for name, text in TEXTS.items())
    index.commit()
    return index


def found(index, written, **filters):
    result = index.search(parse_query(written), limit=1000, filters=Filters(**filters))
    names = {sha(name): name for name in TEXTS}
    assert result.total == len(result.places)
    return {names.get(place.sha256, place.sha256) for place in result.places}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("می‌رود", {"zwnj", "space", "joined"}),
        ("می رود", {"zwnj", "space", "joined"}),
        ("ميرود", {"zwnj", "space", "joined"}),
        ('"مجلس میرود"', {"zwnj", "space", "joined"}),
        ('"مجلس می رود"', {"zwnj", "space", "joined"}),
        ('"مجلس می‌رود و نامه‌های"', {"zwnj", "space", "joined"}),
        ('"رود و نامه"', {"zwnj", "space"}),
        ("نامه‌های", {"zwnj", "space", "joined"}),
        ("نامه", {"zwnj", "space"}),
        ('"مجلس و نامه"', set()),
        ("88/2235", {"number"}),
        ("2235", {"number"}),
        ("۲۲۳۵", {"number"}),
        ('"88 2235"', {"number"}),
        ("88/223", set()),
        ("1393/12/05", {"number"}),
        ("1,234,567", {"number"}),
        ("1234567", {"number"}),
        ("وزاره الداخلیه", {"arabic"}),
        ("ministry", {"english", "forty"}),
        ("minist*", {"english", "draft", "forty"}),
        ('"of the minist*"', {"english"}),
        ('"of the warn*"', {"draft"}),
        ("warning letter", {"english", "draft"}),
        ('"warning letter"', {"english"}),
        ("warning -draft", {"english"}),
        ("draft OR 2235", {"draft", "number"}),
        ("(draft OR ministry) warning", {"draft", "english"}),
        ("cooperation", {"english"}),
        ("co-operation", {"english"}),
        ("東京", {"forty"}),
        ("京東", set()),
        ('name:"مهدی حسین‌زاده"', {"names", "english"}),
        ('name:"Mahdi Husseinzade"', {"names", "english"}),
        ('name:"Ali Husayni"', {"english", "arabic"}),
        ('name:"Elham"', {"names"}),
        ('name:"Khatib"', {"arabic", "english"}),
        ('name:"Hosseini, Ali"', {"english", "arabic"}),
        ("nothing", set()),
        ("a.c*", set()),
    ],
)
def test_what_is_found(filled, written, expected):
    assert found(filled, written) == expected


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("می رود", "او می‌رود", ["می‌رود"]),
        ("میرود", "او می رود.", ["می رود"]),
        ("رود", "او می‌رود", ["رود"]),
        ("2235", "ش ۸۸/۲۲۳۵", ["۲۲۳۵"]),
        ("88/2235", "ش ۸۸/۲۲۳۵ ب", ["۸۸/۲۲۳۵"]),
        ('"warning letter"', "a Warning  Letter; letter", ["Warning  Letter"]),
        ("warning letter -draft", "letter of warning, draft", ["letter", "warning"]),
        ("خانه", "خانهٔ ما", ["خانهٔ"]),
        ("minist*", "Ministry, ministers", ["Ministry", "ministers"]),
        ("wa* OR warn*", "warning", ["warning"]),
        ('name:"Mehdi"', "آقای مَهدی", ["مَهدی"]),
        ("x", "", []),
    ],
)
def test_highlights_count_in_the_text_as_it_stands(written, text, expected):
    assert [text[start:end] for start, end in highlight(parse_query(written), text)] == expected


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_a_page_finds_it_and_is_highlighted(filled, name):
    text = TEXTS[name]
    for word in text.replace("،", " ").split():
        if any(char.isalnum() for char in word):
            query = parse_query(f'"{word}"')
            assert sha(name) in {place.sha256 for place in filled.search(query, limit=1000).places}, word
            assert highlight(query, text), word


def test_a_snippet_is_verbatim_and_around_the_first_span():
    text = "word " * 200 + "needle" + " word" * 200
    start = text.index("needle")
    piece, at = snippet(text, [(start, start + 6)])
    assert text[at : at + len(piece)] == piece
    assert "needle" in piece
    assert len(piece) <= 160
    assert snippet("", []) == ("", 0)
    assert snippet("short needle", [(6, 12)]) == ("short needle", 0)
    assert len(snippet("x" * 5000, [(0, 5000)])[0]) <= 640


def test_filters(index):
    index.upsert(
        [
            IndexedPage(sha("a"), 1, "fire", "fa", ("press", "unit 3"), date(2015, 2, 13), date(2015, 2, 20)),
            IndexedPage(sha("b"), 1, "fire", "en", ("unit 3",), date(2015, 3, 1), date(2015, 3, 1)),
            IndexedPage(sha("c"), 1, "fire"),
        ]
    )
    index.commit()
    names = {sha(name): name for name in "abc"}

    def which(**filters):
        places = index.search(parse_query("fire"), filters=Filters(**filters)).places
        assert len({place.score for place in places}) <= 1
        return "".join(sorted(names[place.sha256] for place in places))

    assert which() == "abc"
    assert which(language="fa") == "a"
    assert which(source="unit 3") == "ab"
    assert which(after=date(2015, 2, 20)) == "ab"
    assert which(after=date(2015, 2, 21)) == "b"
    assert which(before=date(2015, 2, 12)) == ""
    assert which(before=date(2015, 2, 13)) == "a"
    assert which(after=date(2015, 2, 14), before=date(2015, 2, 15)) == "a"


def test_upsert_replaces_and_leaves_alone_what_stands(filled):
    count = filled.count()
    same = [IndexedPage(sha(name), 1, text) for name, text in TEXTS.items()]
    assert filled.upsert(same) == 0
    assert filled.upsert([IndexedPage(sha("draft"), 1, "entirely other")]) == 1
    filled.commit()
    assert filled.count() == count
    assert found(filled, "other") == {"draft"}
    assert found(filled, "draft") == set()
    filled.delete(sha("draft"))
    assert filled.upsert([IndexedPage(sha("draft"), 1, "entirely other")]) == 1
    filled.delete(sha("draft"))
    filled.commit()
    assert filled.count() == count - 1


def test_no_ceiling_and_pages_of_results_neither_overlap_nor_skip(index):
    index.upsert(IndexedPage(sha(str(number // 4)), number % 4 + 1, "same word") for number in range(12_000))
    index.commit()
    query = parse_query("word")
    everything = index.search(query, limit=20_000)
    assert everything.total == len(everything.places) == 12_000
    assert [place[:2] for place in everything.places] == sorted(place[:2] for place in everything.places)
    for offset in (0, 37, 11_990):
        part = index.search(query, limit=25, offset=offset)
        assert part.total == 12_000
        assert part.places == everything.places[offset : offset + 25]
    assert index.search(query, limit=10, offset=50_000).places == ()
    assert index.search(query, limit=0).total == 12_000


def test_prefixes_of_many_words_are_all_found(index):
    index.upsert(IndexedPage(sha(str(number)), 1, f"the word{number}") for number in range(300))
    index.commit()
    assert index.search(parse_query("word*")).total == 300
    assert index.search(parse_query('"the word*"')).total == 300


def test_one_writer_many_readers(filled, tmp_path):
    reader = TantivyIndex(tmp_path / "index", wait=0)
    filled.upsert([IndexedPage(sha("new"), 1, "novelty")])
    assert reader.search(parse_query("novelty")).total == 0
    with pytest.raises(BusyError):
        reader.delete(sha("draft"))
    filled.commit()
    assert reader.search(parse_query("novelty")).total == 1
    reader.delete(sha("new"))
    reader.commit()
    assert filled.search(parse_query("novelty")).total == 0


def test_a_killed_writer_loses_nothing_committed_and_holds_no_lock(tmp_path):
    program = """
import sys, pathlib
from govah.consolidate.search.index import IndexedPage
from govah.consolidate.search.tantivy_index import TantivyIndex
index = TantivyIndex(pathlib.Path(sys.argv[1]))
index.upsert([IndexedPage("ab" * 32, 1, "committed")])
index.commit()
index.upsert([IndexedPage("cd" * 32, 1, "lost")])
print("ready", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", program, str(tmp_path / "index")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGKILL)
    index = TantivyIndex(tmp_path / "index", wait=5)
    assert index.search(parse_query("committed")).total == 1
    assert index.search(parse_query("lost")).total == 0
    assert index.upsert([IndexedPage("cd" * 32, 1, "lost")]) == 1
    index.commit()
    assert index.search(parse_query("lost")).total == 1


def test_a_damaged_index_says_what_to_do(filled, tmp_path):
    (tmp_path / "index" / "meta.json").write_text("{")
    with pytest.raises(GovahError, match="rebuild"):
        TantivyIndex(tmp_path / "index")


def test_the_index_keeps_no_text(index, tmp_path):
    index.upsert([IndexedPage(sha("a"), 1, "Alpha   Beta-Gamma «delta»")])
    index.commit()
    for file in (tmp_path / "index").iterdir():
        assert b"Alpha   Beta-Gamma" not in file.read_bytes()
        assert "alpha beta" not in file.read_bytes().decode("latin-1")


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("مهدی", ["mehdi", "mahdi", "mahdy"]),
        ("فاطمه", ["fatemeh", "fatima", "fatimah"]),
        ("قاسم", ["qasem", "ghassem"]),
        ("خسرو", ["khosrow", "khosro"]),
        ("شریعتی", ["shariati", "shari'ati".replace("'", "")]),
        ("محمد", ["mohammad", "muhammed", "mohamed"]),
    ],
)
def test_name_keys_agree_across_scripts(one, others):
    assert {name_key(other) for other in others} == {name_key(one)}


def test_name_keys_differ():
    assert len({name_key(name) for name in ("mehdi", "ahmad", "hamid", "fatemeh", "reza", "karim")}) == 6
