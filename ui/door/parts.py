"""How many parts of an upload have begun, told from what stands between them as it comes.

What is in a part is not looked at; one that is no file counts as well.
"""

from python_multipart.multipart import parse_options_header


class Parts:
    r"""Counts the parts of one upload.

    >>> parts = Parts("multipart/form-data; boundary=b")
    >>> parts.begun(b"--b\r\n\r\nRain\r\n--"), parts.begun(b"b\r\n\r\nfell--b\r\n--b--")
    (1, 2)
    """

    def __init__(self, content_type: str) -> None:
        """``content_type`` is the upload's header; Gradio reads it with the same function."""
        _, options = parse_options_header(content_type)
        self._mark = b"--" + options.get(b"boundary", b"") + b"\r\n"
        self._end = b""  # of what has come: a mark may come in two pieces

    def begun(self, more: bytes) -> int:
        """How many parts begin with the next bytes; one too many where such a mark is in a file."""
        seen = self._end + more
        self._end = seen[1 - len(self._mark) :]
        return seen.count(self._mark)
