"""Word files, web pages and their kin, made for tests. Not Word's own output: XML by hand."""

import html
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from docx import Document as WordDocument

ARTICLE = Path(__file__).parent.parent / "index" / "article.txt"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def article_lines() -> list[str]:
    """The article's title and paragraphs."""
    return [
        line.strip() for line in ARTICLE.read_text(encoding="utf-8").split("\n") if line.strip()
    ]


def article_docx() -> bytes:
    """The article as a Word file."""
    title, *paragraphs = article_lines()
    document = WordDocument()
    document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = "Printed from the archive"
    return saved(document)


def article_html() -> bytes:
    """The article as a news site's page, with all that such a page has around an article."""
    title, *paragraphs = (html.escape(line) for line in article_lines())
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    related = "".join(
        f'<li><a href="/{n}">Another story of the day, number {n}, with a long headline</a></li>'
        for n in range(6)
    )
    links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("World", "Sport", "Arts"))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Daily</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="The Daily">
<style>p {{ color: black }}</style><script>var tracked = "<p>not text</p>";</script></head>
<body><div id="cookie-banner" class="cookie-consent"><p>We use cookies and similar methods to
recognise visitors and remember what they like. Do you accept them all?</p>
<button>Accept all</button><button>Reject</button></div>
<header class="site-header"><a href="/">The Daily</a>
<nav><ul>{links}</ul></nav></header>
<main><article><h1>{title}</h1>
<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
{body}
</article>
<aside class="related"><h2>Related stories</h2><ul>{related}</ul></aside></main>
<footer><p>© The Daily. All rights reserved.</p><ul>{links}</ul></footer>
<script src="tracker.js"></script></body></html>""".encode()


def saved(document: object) -> bytes:
    """The bytes of one of python-docx's documents."""
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A Word file whose body is this XML.

    Args:
        body: what stands in w:body.
        parts: what stands in w:footnotes, w:endnotes or w:styles (added to the usual ones).
    """
    members = members_of(saved(WordDocument()))
    members["word/document.xml"] = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    styles = members["word/styles.xml"].decode()
    members["word/styles.xml"] = styles.replace(
        "</w:styles>", parts.pop("styles", "") + "</w:styles>"
    )
    relations = members["word/_rels/document.xml.rels"].decode()
    for name, notes in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{notes}</w:{name}>"
        relation = (
            f'<Relationship Id="r{name}" Target="{name}.xml" Type="http://schemas.openxmlformats.org'
            f'/officeDocument/2006/relationships/{name}"/></Relationships>'
        )
        relations = relations.replace("</Relationships>", relation)
    members["word/_rels/document.xml.rels"] = relations
    return zipped(members)


def members_of(data: bytes) -> dict[str, bytes | str]:
    """A zip's members by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def odt_of(body: str, styles: str = "", title: str = "") -> bytes:
    """An OpenDocument text whose body is this XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "meta", "manifest")
    )
    spaces += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    spaces += ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}/>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        }
    )


def epub_members(chapters: Mapping[str, str], title: str = "") -> dict[str, bytes | str]:
    """The members of a book with these chapters: the insides of each one's <body>, by name."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{}</body></html>'
    )
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container "
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        f'<manifest>{items}<item id="toc" href="toc.xhtml" properties="nav" '
        'media-type="application/xhtml+xml"/><item id="lost" href="lost.xhtml" '
        'media-type="application/xhtml+xml"/></manifest>'
        f'<spine><itemref idref="toc"/>{spine}<itemref idref="lost"/></spine></package>',
        "OEBPS/toc.xhtml": page.format("<nav><ol><li>One</li></ol></nav>"),
        **{f"OEBPS/text/{name}.xhtml": page.format(body) for name, body in chapters.items()},
    }
