"""Files that mean harm, made when they are asked for: their kind, their name, their bytes.

``hostile_files`` has every one of them; ``odd_places`` makes what is no regular file. Nobody's
file is copied here, and none is larger than it says.
"""

# ruff: noqa: E501  # each file on a line of its own

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.made_office import (
    article_docx,
    article_html,
    docx_of,
    epub_members,
    members_of,
    odt_of,
    zipped,
)
from tests.made_pdf import FONT, article_pdf, drawn, raw_pdf

MEGABYTE = 1_000_000
LINE = 50 * MEGABYTE  # bytes
SECRET = "canary-9c41"  # noqa: S105  # of files that must not be opened from within another

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


class Hostile(NamedTuple):
    """A file that means harm."""

    kind: str
    name: str
    make: Callable[[], bytes]


def hostile_files() -> Iterator[Hostile]:
    """Every file, kind by kind; each is made as it is asked for."""
    for kind, makers in KINDS.items():
        for number, (ending, make) in enumerate(makers()):
            yield Hostile(kind, f"{kind.replace(' ', '-')}-{number}.{ending}", make)
    for kind, names in NAMES.items():
        for name in names:
            yield Hostile(kind, name, lambda: b"The harbour opened in 1911.\n\nIt rained.")


Makers = Iterator[tuple[str, Callable[[], bytes]]]


def truncated() -> Makers:
    whole = {"pdf": article_pdf, "docx": article_docx, "html": article_html}
    for ending, make in whole.items():
        for share in (0.01, 0.1, 0.3, 0.5, 0.8, 0.97, 0.999):
            yield ending, lambda make=make, share=share: make()[: int(len(make()) * share)]


def damaged() -> Makers:
    whole = {
        "pdf": article_pdf,
        "docx": article_docx,
        "odt": lambda: odt_of("<text:p>Rain</text:p>"),
    }
    for ending, make in whole.items():
        for seed in range(6):
            yield ending, lambda make=make, seed=seed: _shot(make(), seed)


def _shot(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  # a test's damage, no secret
    broken = bytearray(data)
    for _ in range(40):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def zip_bombs() -> Makers:
    paragraph = "<w:p><w:r><w:t>Rain.</w:t></w:r></w:p>"
    yield "docx", lambda: docx_of(paragraph * 4_000_000)
    yield "docx", lambda: docx_of("<w:p>" * 500_000)
    yield "docx", lambda: docx_of("<w:p><w:r><w:t>" + "a" * 150_000_000 + "</w:t></w:r></w:p>")
    yield "docx", lambda: docx_of(paragraph, footnotes=paragraph * 4_000_000)
    yield "docx", lambda: docx_of(paragraph, styles="<w:style/>" * 5_000_000)
    yield "docx", lambda: _liar(docx_of(paragraph * 1_000_000))
    yield "docx", lambda: _with(docx_of(paragraph), {"[Content_Types].xml": b" " * 300_000_000})
    yield "docx", lambda: _with(docx_of(paragraph), {"word/media/a.png": bytes(400_000_000)})
    yield "odt", lambda: odt_of("<text:p>Rain.</text:p>" * 5_000_000)
    yield "odt", lambda: odt_of('<text:p><text:s text:c="2000000000"/>Rain.</text:p>')
    yield "epub", lambda: zipped(epub_members({"a": "<p>Rain.</p>" * 8_000_000}))
    yield (
        "epub",
        lambda: _with(
            zipped(epub_members({"a": "x"})), {"META-INF/container.xml": bytes(250_000_000)}
        ),
    )
    table = '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    yield "odt", lambda: odt_of(table)


def nested_zips() -> Makers:
    def nested(depth: int, ending: str = "docx") -> bytes:
        data = docx_of("<w:p><w:r><w:t>Rain.</w:t></w:r></w:p>")
        for _ in range(depth):
            data = zipped({f"word/inner.{ending}": data, "[Content_Types].xml": b"<Types/>"})
        return data

    for depth in (1, 2, 10, 100):
        yield "docx", lambda depth=depth: nested(depth)
    yield "docx", lambda: zipped({f"{n}.docx": nested(1) for n in range(50)})
    yield "docx", lambda: zipped({"word/document.xml": nested(3)})
    yield "docx", lambda: zipped({f"{n}/" * 50: b"" for n in range(65_000)})
    yield "docx", lambda: _with(docx_of("<w:p/>"), {"../../escaped.xml": b"<a/>", "/etc/x": b"x"})
    yield "docx", _overlapping


def _with(data: bytes, members: dict[str, bytes]) -> bytes:
    """A zip with more members, or others."""
    return zipped(members_of(data) | members)


def _liar(data: bytes) -> bytes:
    """A zip whose directory says that every member unpacks to 10 bytes."""
    place, broken = 0, bytearray(data)
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        broken[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place += 4
    return bytes(broken)


def _overlapping() -> bytes:
    """A zip whose directory names one member a hundred thousand times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", bytes(1000))
    data = stream.getvalue()
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entry, times = data[start:end], 60_000
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = times.to_bytes(2, "little")
    tail[12:16] = (len(entry) * times).to_bytes(4, "little")
    return data[:start] + entry * times + bytes(tail)


def entity_bombs() -> Makers:
    laughs = '<!ENTITY a "rainrainrain">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)
    )
    blowup = f'<!ENTITY a "{"rain" * 25_000}">'
    outside = (
        f'<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:1/{SECRET}">'
    )
    parameter = '<!ENTITY % a SYSTEM "file:///etc/passwd"><!ENTITY % b "<!ENTITY c \'%a;\'>">%a;%b;'
    loop = '<!ENTITY a "&b;"><!ENTITY b "&a;">'
    device = '<!ENTITY a SYSTEM "file:///dev/zero">'
    for doctype, uses in (
        (laughs, "&k;"),
        (blowup, "&a;" * 50_000),
        (outside, "&a;&b;"),
        (parameter, "&c;"),
        (loop, "&a;"),
        (device, "&a;"),
    ):
        yield "docx", lambda d=doctype, u=uses: _entities_docx(d, u)
        page = f'<?xml version="1.0"?><!DOCTYPE html [{doctype}]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Rain {uses}</p></body></html>'
        yield "html", page.encode
        yield "xhtml", lambda p=page: p.replace("<!DOCTYPE html", "<!DOCTYPE  html").encode()
        yield "epub", lambda d=doctype, u=uses: _entities_epub(d, u)


def _entities_docx(doctype: str, uses: str) -> bytes:
    members = members_of(docx_of(f"<w:p><w:r><w:t>Rain {uses}</w:t></w:r></w:p>"))
    xml = members["word/document.xml"]
    xml = xml.decode() if isinstance(xml, bytes) else xml
    return zipped(members | {"word/document.xml": f"<!DOCTYPE x [{doctype}]>{xml}"})


def _entities_epub(doctype: str, uses: str) -> bytes:
    return zipped(
        {
            name: f"<!DOCTYPE x [{doctype}]>{content}".replace("Rain", f"Rain {uses}")
            if isinstance(content, str) and content.startswith("<") and "?xml" not in content
            else content
            for name, content in epub_members({"a": "<p>Rain</p>"}).items()
        }
    )


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"


def _pdf(
    pages: bytes, *others: bytes, catalog: bytes = b"", content: bytes = b"", more: bytes = b""
) -> bytes:
    """A file whose page tree is what is said."""
    content = content or b"BT /F 12 Tf 50 700 Td (It rained in the harbour all day.) Tj ET"
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        pages,
        PAGE % more,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        FONT,
        *others,
    )


ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def loops() -> Makers:
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield (
        "pdf",
        lambda: _pdf(
            b"<</Type/Pages/Kids[6 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
        ),
    )
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R]/Count 3/Parent 2 0 R>>")
    yield "pdf", lambda: _pdf(b"2 0 R")
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids 2 0 R/Count 1>>")
    yield (
        "pdf",
        lambda: _pdf(
            ONE,
            b"<</First 7 0 R/Last 7 0 R/Count 1>>",
            b"<</Title(a)/Next 7 0 R/Parent 6 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
            catalog=b"/Outlines 6 0 R",
        ),
    )
    yield (
        "pdf",
        lambda: _pdf(
            ONE,
            b"<</First 7 0 R>>",
            b"<</Title(a)/Next 8 0 R>>",
            b"<</Title(b)/Next 7 0 R>>",
            catalog=b"/Outlines 6 0 R",
        ),
    )
    yield (
        "pdf",
        lambda: _pdf(ONE, b"<</Kids[6 0 R]>>", catalog=b"/Names<</Dests 6 0 R>>/PageLabels 6 0 R"),
    )
    yield "pdf", lambda: drawn(b"/X Do", form=_form(b"/X Do", b"/XObject<</X 6 0 R>>"))
    yield (
        "pdf",
        lambda: drawn(
            b"/X Do",
            form=_form(b"/Y Do /Y Do", b"/XObject<</Y 7 0 R>>"),
            others=_form(b"/X Do /X Do", b"/XObject<</X 6 0 R>>"),
        ),
    )
    yield "pdf", lambda: _looping_xref(b"/Prev 0")
    yield "pdf", lambda: _looping_xref(b"/Prev %d")
    yield "pdf", lambda: _looping_xref(b"/XRefStm %d")
    yield "pdf", lambda: _object_stream(b"/Extends 6 0 R")
    yield "pdf", lambda: _object_stream(b"/Length 6 0 R")
    yield (
        "pdf",
        lambda: _pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>", more=b"/XObject 3 0 R"),
    )


def _form(content: bytes, resources: bytes) -> bytes:
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Length %d>>stream\n%s\nendstream"
        % (resources, len(content), content)
    )


def _looping_xref(entry: bytes) -> bytes:
    data = _pdf(ONE)
    start = data.rfind(b"xref\n0")
    entry = entry % start if b"%d" in entry else entry
    return data.replace(b"/Size", entry + b"/Size")


def _object_stream(entry: bytes) -> bytes:
    return _pdf(
        ONE,
        b"<</Type/ObjStm/N 1/First 4%s>>stream\n6 0 << >>\nendstream" % entry,
        more=b"/XObject 6 0 R",
    )


def page_counts() -> Makers:
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>")
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids[3 0 R]/Count -1>>")
    yield "pdf", lambda: _pdf(b"<</Type/Pages/Kids[3 0 R]/Count 99999999999999999999999>>")
    for pages in (5_000, 12_000, 30_000, 1_000_000):
        kids = b"3 0 R " * pages
        yield (
            "pdf",
            lambda kids=kids, pages=pages: _pdf(
                b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)
            ),
        )
    yield "pdf", lambda: _tree(4, 20)
    yield "pdf", lambda: _tree(60, 2)
    yield "pdf", lambda: _tree(900, 1)
    labels = b"<</Nums[%s]>>" % b"".join(b"%d<</S/R/St 999999999>>" % n for n in range(20_000))
    yield "pdf", lambda: _pdf(ONE, labels, catalog=b"/PageLabels 6 0 R")


def _tree(depth: int, width: int) -> bytes:
    """A page tree whose every level has the next one several times."""
    levels = [
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (
            b"%d 0 R " % (number + 7 if number < depth - 1 else 3) * width,
            width ** (depth - number),
        )
        for number in range(depth)
    ]
    return _pdf(b"<</Type/Pages/Kids[6 0 R]/Count %d>>" % width**depth, *levels)


def giant_streams() -> Makers:
    flat = b"<</Length %d/Filter%s%s>>stream\n%s\nendstream"

    def page(data: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
        stream = flat % (len(data), filters, more, data)
        return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", ONE, PAGE % b"", stream, FONT)

    def packed(unit: bytes, times: int) -> bytes:
        squeezed = zlib.compressobj(9)
        return (
            b"".join(squeezed.compress(unit * 1000) for _ in range(times // 1000))
            + squeezed.flush()
        )

    show = b"BT /F 12 Tf 50 700 Td (It rained.) Tj ET\n"
    yield "pdf", lambda: page(packed(bytes(1000), 200_000))
    yield "pdf", lambda: page(packed(show, 3_000_000))
    yield "pdf", lambda: page(packed(b"(", 90_000_000))
    yield "pdf", lambda: page(packed(b"[", 20_000_000))
    yield "pdf", lambda: page(packed(b"q ", 5_000_000))
    yield "pdf", lambda: page(packed(b"<<", 5_000_000))
    yield "pdf", lambda: page(packed(b"1 2 m 3 4 l ", 1_000_000))
    yield (
        "pdf",
        lambda: page(zlib.compress(packed(bytes(1000), 200_000)), b"[/FlateDecode/FlateDecode]"),
    )
    yield "pdf", lambda: page(b"\x81a" * 120_000, b"/RunLengthDecode")
    yield "pdf", lambda: page(b"z" * 240_000, b"/ASCII85Decode")
    yield (
        "pdf",
        lambda: page(
            packed(bytes(1000), 200_000), more=b"/DecodeParms<</Predictor 12/Columns 100000000>>"
        ),
    )
    yield "pdf", lambda: page(packed(bytes(1000), 200_000), b"/LZWDecode")
    yield "pdf", lambda: drawn(b"BT /F 12 Tf (%s) Tj ET" % (b"rain " * 40_000))
    yield (
        "pdf",
        lambda: _pdf(
            ONE,
            more=b"/ToUnicode 4 0 R",
            content=b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange" * 1000,
        ),
    )


def encrypted() -> Makers:
    from pypdf import PdfReader, PdfWriter

    def locked(algorithm: str, owner: str | None = None, user: str = SECRET) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pdf(ONE))))
        writer.encrypt(user, owner, algorithm=algorithm)
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"):
        yield "pdf", lambda algorithm=algorithm: locked(algorithm)
    yield "pdf", lambda: locked("AES-256", "owner", "")
    yield "pdf", lambda: locked("AES-256").replace(b"/V 5", b"/V 9")
    yield "pdf", lambda: locked("AES-128")[:-400]
    yield "docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(5000)
    yield "docx", lambda: OLE + "WordDocument".encode("utf-16-le") + bytes(5000)
    yield "docx", lambda: OLE
    yield "docx", lambda: _flagged(article_docx())
    yield "odt", lambda: _flagged(odt_of("<text:p>Rain</text:p>"))
    drm = b'<encryption><e:EncryptedData xmlns:e="e"><e:CipherReference URI="%s"/></e:EncryptedData></encryption>'
    yield (
        "epub",
        lambda: _with(
            zipped(epub_members({"a": "<p>Rain</p>"})),
            {"META-INF/encryption.xml": drm % b"a.xhtml"},
        ),
    )
    yield "epub", lambda: _flagged(zipped(epub_members({"a": "<p>Rain</p>"})))


def _flagged(data: bytes) -> bytes:
    """A zip whose members all say that they are encrypted."""
    broken = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := data.find(mark, place)) >= 0:
            broken[place + at] |= 1
            place += 4
    return bytes(broken)


def long_lines() -> Makers:
    yield "txt", lambda: b"word " * (LINE // 5)
    yield "txt", lambda: b"x" * LINE
    yield "md", lambda: b"word " * (LINE // 5)
    yield "csv", lambda: b"rain,snow," * (LINE // 10)
    yield "txt", lambda: "🙂".encode() * (LINE // 4)
    yield "txt", lambda: b"a" + "\u0301".encode() * (LINE // 5)
    yield "html", lambda: b"<p>" + b"word " * (LINE // 5)
    yield "md", lambda: b"[" * LINE
    yield "txt", lambda: b"a. B " * (LINE // 5)
    yield "csv", lambda: b'a,b\nc,"' + b"word " * (LINE // 5) + b'"\n'
    yield "txt", lambda: b"\n" * MEGABYTE + b"Rain."
    yield "txt", lambda: b"a\n" * (LINE // 2)
    yield "md", lambda: b"- a\n" * (LINE // 4)
    yield "md", lambda: b">" * LINE
    yield "html", lambda: b"<div>" * (LINE // 5)
    yield "html", lambda: b"<table><tr><td>a" * (LINE // 16)
    yield (
        "mhtml",
        lambda: b"Content-Type: multipart/related; boundary=a\n\n" + b"--a\n\nb\n" * (LINE // 7),
    )


def nuls() -> Makers:
    for text in (
        b"\0" * 100,
        b"Rain\0fell.",
        b"\0" * 5 + b"Rain fell all day long.",
        b"R\0a\0i\0n",
        b"Rain\0\0\0",
    ):
        for ending in ("txt", "md"):
            yield ending, lambda text=text: text
    yield "html", lambda: b"<p>Rain\0fell</p><script\0>alert(1)</script>"
    yield "csv", lambda: b"a,b\0\n1,2\0\n\0,\0\n"
    yield "txt", lambda: b"Rain fell all day.\n" * 100 + bytes(MEGABYTE)


def surrogates() -> Makers:
    for lone in (
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xed\xb0\x80\xed\xa0\x80",
    ):
        yield "txt", lambda lone=lone: b"Rain " + lone + b" fell."
        yield "md", lambda lone=lone: b"# Rain " + lone + b"\n\nIt fell."
    yield "txt", lambda: b"\xff\xfe" + b"R\0\x00\xd8a\0i\0"
    yield "txt", lambda: b"\xff\xfe\0\0" + b"R\0\0\0\x00\xd8\0\0a\0\0\0"
    yield "html", lambda: b"<title>&#xD800;</title><p>Rain &#xDFFF; fell &#55296;.</p>"
    yield "docx", lambda: docx_of("<w:p><w:r><w:t>Rain &#xD800; fell.</w:t></w:r></w:p>")
    yield "epub", lambda: zipped(epub_members({"a": "<p>Rain &#xDC00; fell</p>"}))


def encodings() -> Makers:
    rain = "Es regnete über dem Hafen – čeština, Ελλάδα, Россия, 東京. "
    codecs = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")
    for first in codecs:
        for second in ("utf-8", "utf-16-le", "gb18030"):
            if first != second:
                yield "txt", lambda a=first, b=second: (rain * 20).encode(a) + (rain * 20).encode(b)
    yield "html", lambda: b'<meta charset="utf-7"><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- Rain'
    yield "html", lambda: b'<meta charset="utf-8"><meta charset="big5"><p>' + rain.encode("gb18030")
    yield "html", lambda: b'<meta charset="no-such-charset"><p>Rain \xff\xfe fell'
    yield "txt", lambda: random.Random(1).randbytes(200_000)  # noqa: S311


def marks_of_direction() -> Makers:
    override, isolate, pop = "\u202e", "\u2067", "\u2069"
    for text in (
        f"Rain {override}llef.",
        override * 10_000 + "Rain",
        isolate * 5_000 + "Rain" + pop * 3,
        f"{override}# Rain\n\nIt {override}fell{pop}.",
        "\u200f\u200e" * 100_000 + "Rain.",
        "שלום Rain مرحبا " * 500,
        f"pay {override}0001 $ now",
        "\u061c\u2066Rain\u2069\u200b\u2060\ufeff" * 1_000,
    ):
        yield "txt", lambda text=text: text.encode()
    page = f"<title>Rain {override}lmth.exe</title><p dir=rtl>Rain{override}</p>"
    yield "html", page.encode


KINDS: dict[str, Callable[[], Makers]] = {
    "truncated": truncated,
    "damaged": damaged,
    "zip bomb": zip_bombs,
    "nested zip": nested_zips,
    "entity bomb": entity_bombs,
    "loop": loops,
    "page count": page_counts,
    "giant stream": giant_streams,
    "encrypted": encrypted,
    "long line": long_lines,
    "nul": nuls,
    "surrogate": surrogates,
    "encoding": encodings,
    "direction": marks_of_direction,
}

# What files are called. Some no file system takes: they come as uploads do, as a mere name.
NAMES = {
    "name out": ["../../x", "../x.txt", "/etc/passwd", "..", ".", "a/../../b.md", "..\\..\\x.txt", "~/x.txt", "file:///x.txt"],
    "name of a device": ["CON", "con.txt", "NUL", "nul.md", "AUX.txt", "COM1", "LPT1.txt", "PRN.html"],
    "long name": ["x" * 300, "x" * 300 + ".txt", "é" * 300 + ".txt", "🙂" * 300, "a." * 150, " " * 300, "." * 300, "x" * 100_000 + ".md"],
    "name with newlines": ["a\nb.txt", "\n", "a\r\nSet-Cookie: b.txt", "a\x1b[2Jb.txt", "a\0b.txt", "\u2028.txt", "added  0\nb.md", "a\tb\x07.txt", "a\x85b.txt"],
    "name of HTML": ["<b>x</b>.txt", "<script>alert(1)</script>.txt", '"><img src=x onerror=alert(1)>.txt', "&lt;b&gt;.txt", "{{7*7}}.txt", "javascript:alert(1).txt", "'onload='x.md", "<!--.txt", "$(touch x).txt", "%2e%2e%2fx.txt"],
    "half a name": ["\ud800.txt", "caf\udce9.txt", "\udfff", "a\ud83d.md", "\u202etxt.exe", "\u202e", "\ufeff.txt", "\u200b"],
}  # fmt: skip


def odd_places(folder: Path) -> dict[str, Path]:
    """What is no regular file, or a way to one: made in a folder, by kind."""
    outside = folder.with_name(folder.name + "-outside.txt")
    outside.write_text("The lighthouse stands outside.", encoding="utf-8")
    made: dict[str, Path] = {}
    for number in range(3):
        os.mkfifo(folder / f"pipe-{number}.txt")
        made[f"pipe {number}"] = folder / f"pipe-{number}.txt"
    for name, target in {
        "zero": "/dev/zero",
        "random": "/dev/urandom",
        "full": "/dev/full",
        "null": "/dev/null",
        "terminal": "/dev/tty",
        "memory": "/proc/self/mem",
        "processes": "/proc",
        "to a pipe": "pipe-0.txt",
        "to itself": "to-itself.txt",
        "to nothing": "no-such-file",
        "in a circle": "..",
        "to the root": "/",
        "out": str(outside),
        "in a circle of two": "two.txt",
    }.items():
        link = folder / f"{name.replace(' ', '-')}.txt"
        link.symlink_to(target)
        made[name] = link
    (folder / "two.txt").symlink_to("in-a-circle-of-two.txt")
    made["two"] = folder / "two.txt"
    return made


def on_disk(folder: Path, files: Iterable[Hostile]) -> dict[str, Hostile]:
    """Those of the files that a file system takes, each in a folder of its own, by path."""
    written = {}
    for number, file in enumerate(files):
        name = os.path.basename(file.name).strip(".") and os.path.basename(file.name)  # noqa: PTH119
        path = folder / str(number) / (name or "x")
        path.parent.mkdir(parents=True)
        with suppress(OSError, ValueError):
            path.write_bytes(file.make())
            written[str(path)] = file
    return written
