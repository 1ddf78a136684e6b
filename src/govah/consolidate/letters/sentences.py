"""Where sentences of letters end, among numbers, initials and short forms that have full stops of their own."""

import re

_SHORTENED = "no nos nr ref jan feb mar apr jun jul aug sep sept oct nov dec"

SENTENCE_END = re.compile(
    r"\n[ \t]*\n|[؛;!?]|\.(?=\s)(?<![\s.(/]\w\.)(?!\s{1,3}(?:nos?|nr|dated|dtd?|of)(?!\w))"
    + "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED.split())
)
"""In folded text: not after an initial (`O.M. No. 7`), and not where a number or its date follows."""
