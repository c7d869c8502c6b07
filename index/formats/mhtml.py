"""Saved web pages in one file (.mhtml, .mht): the page itself, read as any other.

Such a file is a mail whose parts are the page, its pictures and its frames; only the page is
read. Ordinary mails are not meant.
"""

from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from index.formats import html
from index.formats.extraction import Extraction, Refusal, cleaned
from index.formats.titles import told


def read(data: bytes) -> Extraction:
    r"""The text of a saved page.

    Args:
        data: the bytes of the file.

    Raises:
        Refusal: there is no page in it.

    >>> read(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<h1>Rain</h1>").text
    'Rain'
    """
    message = message_from_bytes(data)
    page = _page(message)
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise Refusal("has no web page in it: save the page as HTML instead.")
    markup, encoding = html.decoded(content)
    # What the mail says of its part goes before what the part says of itself, if it is right.
    with suppress(LookupError, UnicodeDecodeError):
        charset = page.get_content_charset() or encoding
        markup, encoding = content.decode(charset), charset
    extraction = replace(html.read_text(markup), encoding=encoding)
    subject = cleaned(str(make_header(decode_header(message.get("Subject", "")))))
    return extraction if told(extraction.title) else replace(extraction, title=subject)


def _page(message: Message) -> Message:
    """The part that the file names as its first, else the first that is a page."""
    pages = [part for part in message.walk() if part.get_content_type().endswith("html")]
    start = message.get_param("start")  # the library takes its angle brackets off
    place = message.get("Snapshot-Content-Location")
    for part in pages:
        if start and (part.get("Content-ID") or "").strip("<> ") == start:
            return part
    for part in pages:
        if place and part.get("Content-Location") == place:
            return part
    if not pages:
        raise Refusal("has no web page in it: save the page as HTML instead.")
    return pages[0]
