"""A Word file's package: which of its parts are read, as a package that python-docx can open.

python-docx unpacks every part without a limit, and gives up at any relationship that leads
nowhere, such as to a picture that some program has left out. Only parts with text are passed on.
What is in them is told in ``docx.py``.
"""

import io
import re
import zipfile

from index.formats.archive import Archive, xml
from index.formats.extraction import Refusal

# "Strict Open XML" differs in its names only (ISO/IEC 29500-1, annex A); templates and files
# with macros only in the main part's type. Both are told to python-docx as plain .docx.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
MAIN_TYPES = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

# The last part of a relationship's type: what is read. All else stays packed.
READ = ("officeDocument", "core-properties", "styles", "numbering", "footnotes", "endnotes")

TYPES = "[Content_Types].xml"


def plain_package(data: bytes) -> bytes:
    """The parts of a Word file that hold text, as an uncompressed package of their own.

    Args:
        data: the bytes of the file.

    Raises:
        Refusal: there is no document in it, it is encrypted, or it unpacks to too much.

    >>> from docx import Document
    >>> stream = io.BytesIO()
    >>> Document().save(stream)
    >>> package = plain_package(stream.getvalue())
    >>> "word/theme/theme1.xml" in zipfile.ZipFile(io.BytesIO(package)).namelist()
    False
    """
    from docx.opc.packuri import PackURI
    from lxml import etree

    archive = Archive(data)
    names = set(archive.names())
    if TYPES not in names or "_rels/.rels" not in names:
        raise Refusal("has no Word document in it: save it as .docx from the program it is from.")
    parts = {TYPES: MAIN_TYPES.sub(MAIN_TYPE, archive.read(TYPES))}
    to_follow = ["_rels/.rels"]
    while to_follow:
        name = to_follow.pop()
        relations = xml(STRICT.sub(TRANSITIONAL, archive.read(name)))
        folder = "/" + name.rpartition("_rels/")[0].strip("/")
        for relation in list(relations):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = PackURI.from_rel_ref(folder, relation.get("Target") or "").membername
            if kind not in READ or target not in names or relation.get("TargetMode") == "External":
                relations.remove(relation)
            elif target not in parts:
                parts[target] = _mended(STRICT.sub(TRANSITIONAL, archive.read(target)))
                base, _, file = target.rpartition("/")
                own = f"{base}/_rels/{file}.rels".strip("/")
                if kind == "officeDocument" and own in names:
                    to_follow.append(own)
        parts[name] = etree.tostring(relations)
    if MAIN_TYPE not in parts[TYPES] or len(parts) == 2:  # noqa: PLR2004 - types and relations
        raise Refusal("has no Word document in it: save it as .docx from the program it is from.")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as plain:
        for name, part in parts.items():
            plain.writestr(name, part)
    return package.getvalue()


def _mended(part: bytes) -> bytes:
    """Some XML as it is, or if it is not well-formed as much of it as can be read."""
    from lxml import etree

    try:
        etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return bytes(etree.tostring(xml(part)))
    return part
