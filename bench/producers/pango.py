"""Pango and cairo, in a process of the system's Python."""

import json
import os
import subprocess
from pathlib import Path

from bench.producers.fonts import OWN_NASKH, VAZIRMATN
from bench.producers.made import Made, Order, Seen

_CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{folder}</dir></fontconfig>"""


def pango(orders: list[Order]) -> list[Made]:
    """Drawn by Pango and cairo, which tell where each word is."""
    folder = orders[0].path.parent
    fonts = folder / "fonts.conf"
    fonts.write_text(_CONFIGURATION.format(folder=VAZIRMATN.path.parent), "utf-8")
    wanted = folder / "orders.json"
    named = [(order, "Noto Naskh Arabic" if order.font == OWN_NASKH else order.font.family) for order in orders]
    wanted.write_text(json.dumps([[order.document.plain(), name, str(order.path)] for order, name in named]), "utf-8")
    command = ["/usr/bin/python3", str(Path(__file__).with_name("pango_pages.py")), str(wanted)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    done = subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    told = json.loads(done.stdout)
    return [Made(order, tuple(Seen(*word) for word in words)) for order, words in zip(orders, told, strict=True)]
