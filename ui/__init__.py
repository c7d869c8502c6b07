"""What people see: the page in the browser (``web.py``) and the command line (``cli.py``).

Nothing is imported here, so that ``footnote ask`` does not wait for the page's libraries.
"""
