"""Web pages: the main text, with headings, lists and tables, as the markup has it.

The page is parsed once, as leniently as browsers do; ``main_text.py`` takes out what is not its
text and ``markup.py`` tells the rest. Nothing is fetched, no script is run. Frames and pages that
a script fills in are therefore empty.
"""

import codecs
import re
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from html.entities import html5

from index.formats.archive import Element
from index.formats.decode import BYTE_ORDER_MARKS, decode
from index.formats.extraction import Builder, Extraction, cleaned
from index.formats.main_text import empty_boilerplate
from index.formats.markup import empty_hidden, inline, write
from index.formats.signs import settle_signs

HEAD = 4096  # bytes; HTML asks for the encoding in the first 1024, and many pages are late
DECLARED = re.compile(
    rb"""<meta[^>]*?charset\s*=[\s"']*([\w:.+-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.+-]+)""",
    re.IGNORECASE,
)
# What browsers take some names to mean (WHATWG Encoding Standard, section 4.2).
MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
MEANT |= {"gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874"}
ONE_BYTE = re.compile(r"cp125\d|cp874|iso8859-\d+|koi8-[ru]|mac-\w+")

XHTML = re.compile(r"<\?xml\s|<!DOCTYPE[^>]*XHTML|<html[^>]*\sxmlns\s*=", re.IGNORECASE)
XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
ENTITY = re.compile(r"&(\w+;)")
XML_ENTITIES = {"amp;", "lt;", "gt;", "quot;", "apos;"}
# No HTML or XML has such characters: lxml refuses them, and no browser shows them.
FORBIDDEN = re.compile(r"[\x00\ufffe\uffff\ud800-\udfff]")
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")

# libxml2 leaves out all that is nested deeper than 2,048 levels. Pages are so by mistake, mostly
# by tags that were never closed: without boxes and type faces they are flat.
BOX = re.compile(r"</?(?:div|section|article|center|blockquote|main)\b[^<>]*>", re.IGNORECASE)
FACE = re.compile(r"</?(?:span|font|b|i|u|em|strong|a|small|big|tt)\b[^<>]*>", re.IGNORECASE)

# Between a page's title and its site's name.
SITE_EDGE = re.compile(r"\s+(?:[|·•»«–—-]|::)\s+")
SITE_WORDS = 3  # a site's name is hardly longer, where only a dash tells


def read(data: bytes) -> Extraction:
    r"""The text of a web page.

    Args:
        data: the bytes of the file.

    >>> read(b"<title>May | The Daily</title><h1>Rain</h1><p>It rained all day.").text
    'Rain\n\nIt rained all day.'
    """
    markup, encoding = decoded(data)
    return replace(read_text(markup), encoding=encoding)


def read_text(markup: str) -> Extraction:
    """The text of a web page whose bytes have been decoded.

    >>> read_text("<title>May | The Daily</title><p>It rained all day.").title
    'May'
    """
    root = parsed(markup)
    if root is None:
        return Extraction("", ())
    title = _title(root)
    empty_hidden(root)
    settle_signs(root)
    empty_boilerplate(root)
    built = Builder()
    write(root, built)
    return built.extraction(title)


def decoded(data: bytes) -> tuple[str, str]:
    """The markup of a page, and the name of the encoding that gave it.

    >>> decoded("<meta charset=latin1><p>Zoë".encode("latin-1"))[1]
    'cp1252'
    """
    declared = DECLARED.search(data, 0, HEAD)
    if declared and not any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        with suppress(LookupError, UnicodeError):  # where it is wrong, what the bytes say counts
            name = codecs.lookup((declared[1] or declared[2]).decode()).name
            name = MEANT.get(name, name)
            # Bytes that are UTF-8 by chance are next to impossible, wrong declarations are not.
            if not ONE_BYTE.fullmatch(name) or not _is_utf8(data):
                return data.decode(name), name
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.decode().isascii()
    except UnicodeDecodeError:
        return False


def parsed(markup: str) -> Element | None:
    """The root of a page's tree, tags in lower case and without namespaces; None if empty."""
    from lxml import etree, html

    markup = markup.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    markup = CONTROLS.sub("", FORBIDDEN.sub("\ufffd", markup))
    is_xhtml = XHTML.search(markup, 0, HEAD) is not None
    if declaration := XML_DECLARATION.match(markup):
        markup = markup[declaration.end() :]
    if is_xhtml and "<!ENTITY" not in markup:
        # By HTML's rules <title/> would take in the rest of the page.
        try:
            named = ENTITY.sub(_entity, markup)
            parser = html.XHTMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
            root = etree.fromstring(named.encode(), parser)
        except etree.XMLSyntaxError:
            pass  # not well-formed, so HTML after all
        else:
            for element in root.iter("*"):
                element.tag = etree.QName(element).localname.lower()
            return root
    return _parsed_html(markup)


def _parsed_html(markup: str, *, is_flat: bool = False) -> Element | None:
    from lxml import etree, html

    # Without huge_tree all after the 256th level, and texts over 10 MB, would be left out.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(markup.encode(), parser)
    if not is_flat and any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
        return _parsed_html(FACE.sub("", BOX.sub("<hr>", markup)), is_flat=True)
    return root


def _entity(match: re.Match[str]) -> str:
    """The character that HTML means by a name, which XML does not know."""
    return match[0] if match[1] in XML_ENTITIES else html5.get(match[1], match[0])


def _title(root: Element) -> str:
    """A page's title without its site's name."""
    named = {
        meta.get("property") or meta.get("name"): cleaned(meta.get("content") or "")
        for meta in root.iter("meta")
    }
    site = named.get("og:site_name") or named.get("application-name") or ""
    titles = (cleaned(inline(title)) for title in root.iter("title") if _is_of_page(title))
    whole = named.get("og:title") or next(filter(None, titles), "")
    edges = list(SITE_EDGE.finditer(whole))
    if not edges or whole in (headings := [_heading(h1) for h1 in root.iter("h1")]):
        return whole
    if site and whole[: edges[0].start()] == site:
        return whole[edges[0].end() :]
    first, last = whole[: edges[-1].start()], whole[edges[-1].end() :]
    is_dash = edges[-1][0].strip() in "–—-"
    is_site = not is_dash or len(last.split()) <= SITE_WORDS < len(first.split())
    return first if is_site or last == site or first in headings else whole


def _heading(h1: Element) -> str:
    """A heading's words without the sign to link to it."""
    seen = deepcopy(h1)
    empty_hidden(seen)
    return cleaned(inline(seen))


def _is_of_page(title: Element) -> bool:
    """Whether this is no title of a drawing."""
    parent = title.getparent()
    return parent is None or parent.tag in ("head", "html", "body")
