"""Which encoding a text was saved in before UTF-8: a guess that can say why.

charset-normalizer is good at Chinese, Japanese and Korean, but mistakes short Western texts: of
the 804 samples of 20 to 2,000 bytes in ``tests/made_languages.py``, in 18 encodings, it reads
48 % right, this file 98 %, and each one of 80 bytes or more. (Of 165 others of 30 to 400 bytes,
written after the rule was set, 59 % and 97 %.) Encodings of one byte a character are weighed
here: read in the right one, what is beyond ASCII is letters of ONE language, at places where
letters and marks may stand. Ties go to the encoding that comes first; windows-1252 does, as for
web pages without a label (https://encoding.spec.whatwg.org). What is like no known language is
left to charset-normalizer. Short texts in Baltic languages or in capitals only are often misread.
EBCDIC and UTF-7 are not looked for.
"""

import re
from collections import Counter

# Bytes looked at, the first lines beyond ASCII: many times what decides.
SAMPLE_BYTES = 32_000
WORD_BYTES = 40  # what stands before the first byte beyond ASCII, at most

# Cost of a character, 0 if it is as likely there as any. Set by hand on those samples;
# each may be a third smaller or larger, and no more than two of the 804 come out otherwise.
RARE = 0.25  # a letter that the language has, but uses seldom
FOREIGN = 1.0  # a letter that the language has not, or anything at an impossible place
BROKEN = 2.0  # controls, lines of boxes: what no text file holds
CAPITAL = 0.1  # in KOI8 and windows-1251 capitals and small letters change places

# Above this mean cost the text is in no language below.
MAX_MEAN_COST = 0.2

# What may stand beyond ASCII in any language.
MARKS = set("“”„‘’‚‹›«»–—…•·€£¥§©®™°±²³¹½¼¾×÷µ¶ªº¡¿´†‡‰№\u00a0\u00ad")
INSIDE_WORDS = set("’´\u00ad")
BESIDE_WORDS = INSIDE_WORDS | set("”„‚‹›«»–—…§°·\u00a0")
BETWEEN_WORDS = set("–—…")
BEFORE_WORDS = set("¡¿")

# A language's letters beyond ASCII. Where the alphabet is not Latin, the ones it uses most stand
# before the bar. "English" holds the letters of borrowed words and common names.
WESTERN = (
    "éèêëïíçñóôöüäåáúàâ|îûœæø",
    "éèêëàâçùûôîï|œæü",
    "äöüß|é",
    "áéíóúñü|çàòè",
    "áâãàçéêíóôõú|",
    "àèéìòù|îóú",
    "åäöé|æøü",
    "æøåé|öäóü",
    "áéíóúæöðþ|ý",
)
CENTRAL = (
    "ąćęłńóśźż|",
    "áčďéěíňóřšťúůýž|",
    "áéíóöőúüű|",
    "čšžćđ|",
    "ăâîșțşţ|",
    "áäčďéíňóôšťúýž|ľĺŕ",
)
BALTIC = ("ąčęėįšųūž|", "āčēģīķļņšūž|", "äöüõšž|")
TURKISH = ("çğıöşüİ|âîû",)
RUSSIAN = "оеаинтсрвлкмдпу|бгёжзйфхцчшщъыьэюя"
CYRILLIC = (
    RUSSIAN,
    "оаинтвресікдлмпу|бгґєжзїйфхцчшщьюя",
    "аоеиртнсвклмдпју|бгђжзљњћфхцчџш",
)
GREEK = ("αοιετσνηρπκυςλάίό|βγδέζήθϊΐμξϋΰύφχψωώ",)
HEBREW = ("יוהלארתבמנשםקד|גזחטךכןסעףפץצ",)
ARABIC = ("اليمنتروبعدهفسقة|ءآأؤإئثجحخذزشصضطظغكى،؛؟ـًٌٍَُِّْپچژگ",)

ENCODINGS = {
    "cp1252": WESTERN,
    "cp1254": TURKISH,
    "cp1250": CENTRAL,
    "iso8859-2": CENTRAL,
    "cp1257": BALTIC,
    "cp1251": CYRILLIC,
    "koi8-u": CYRILLIC,
    "iso8859-5": CYRILLIC,
    "cp866": CYRILLIC,
    "mac-cyrillic": CYRILLIC,
    "cp1253": GREEK,
    "iso8859-7": GREEK,
    "cp1255": HEBREW,
    "cp1256": ARABIC,
    "mac-roman": WESTERN,
    "cp850": WESTERN,
    "cp852": CENTRAL,
}

# Left to charset-normalizer, under its names. Thai has no capitals, no blanks between words and
# so few letters that Korean would pass for it above.
OTHER_ENCODINGS = ["gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp874"]

# In Chinese, Japanese and Korean encodings most bytes beyond ASCII stand beside another one.
MIN_PAIRS = 0.5

BEYOND = re.compile(rb"[\x80-\xff]+")

# A character beyond ASCII with its neighbours.
IN_PLACE = re.compile(r"(?s)(?<=(.))([^\x00-\x7f])(?=(.))")


def guess(data: bytes) -> str:
    """The likeliest encoding of bytes that are no UTF-8, by Python's name.

    >>> guess("It’s “25” – résumé £100".encode("cp1252"))
    'cp1252'
    >>> guess("Příliš žluťoučký kůň".encode("iso8859-2"))
    'iso8859-2'
    """
    sample = _sample(data)
    costs = {name: _mean_cost(sample.decode(name, "replace"), name) for name in ENCODINGS}
    best = min(costs, key=costs.__getitem__)
    if costs[best] <= MAX_MEAN_COST or _pairs(sample) < MIN_PAIRS:
        return best
    return _guess_of_others(sample) or best


def _sample(data: bytes) -> bytes:
    """Lines with bytes beyond ASCII, each from its first such word on."""
    pieces, length, position = [], 0, 0
    while length < SAMPLE_BYTES and (found := BEYOND.search(data, position)):
        start = max(position, found.start() - WORD_BYTES)
        newline = data.find(b"\n", found.start())
        end = min(newline + 1 or len(data), start + SAMPLE_BYTES - length)
        pieces.append(data[start:end])
        length, position = length + end - start, end
    return b"".join(pieces)


def _pairs(sample: bytes) -> float:
    """The share of bytes beyond ASCII that stand beside another such byte."""
    lengths = [len(run) for run in BEYOND.findall(sample)]
    return sum(length for length in lengths if length > 1) / max(sum(lengths), 1)


def _guess_of_others(sample: bytes) -> str:
    # Slow to import, and most files never come here.
    from charset_normalizer import from_bytes

    for cut in range(4):  # the last character may be cut off
        found = from_bytes(sample[: len(sample) - cut], cp_isolation=OTHER_ENCODINGS).best()
        if found:
            return found.encoding
    return ""


def _mean_cost(text: str, encoding: str) -> float:
    """How unlikely the characters beyond ASCII are in their likeliest language, from 0."""
    places = Counter(IN_PLACE.findall(f" {text} "))
    total = places.total() or 1
    return min(
        sum(
            _cost(before, char, after, letters) * count
            for (before, char, after), count in places.items()
        )
        / total
        for letters in ENCODINGS[encoding]
    )


def _cost(before: str, char: str, after: str, letters: str) -> float:
    if char in MARKS:
        return _cost_of_mark(before, char, after)
    small = char.lower()
    if char not in letters and small not in letters:
        return FOREIGN if char.isalpha() or char == "\ufffd" else BROKEN
    common = letters.partition("|")[0]
    cost = 0 if small in common or char in common else RARE
    if char != small:
        if before.islower():
            cost += FOREIGN
        elif before.isalpha() or not after.islower():
            cost += CAPITAL
    is_latin = common[0] < "\u0370"
    others = [c for c in (before, after) if c.isalpha() and c.isascii() != is_latin]
    return cost + (RARE if is_latin else FOREIGN) * len(others)


def _cost_of_mark(before: str, char: str, after: str) -> float:
    touches = before.isalpha() or after.isalpha()
    if char in BEFORE_WORDS:
        return 0 if after.isupper() or not touches else FOREIGN
    if before.isalpha() and after.isalpha() and char not in INSIDE_WORDS:
        return RARE if char in BETWEEN_WORDS else FOREIGN
    return RARE if touches and char not in BESIDE_WORDS else 0
