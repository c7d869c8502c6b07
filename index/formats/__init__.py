"""One file for each format: bytes → an ``Extraction``, a text with its blocks.

``detect.py`` says which format some bytes are, ``decode.py`` makes characters of bytes. Each
reader is a function ``read(data, ...) -> Extraction``; ``index/load.py`` calls the right one.
"""
