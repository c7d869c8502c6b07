"""The page that asks for a name and a password: plain HTML that works without a script."""

from html import escape
from pathlib import Path

STYLE = (Path(__file__).parent / "login.css").read_bytes()

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Log in to Footnote</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<h1>Footnote<sup>1</sup></h1>
<p>Answers in your documents’ own words</p>
{said}<form method="post" action="/login">
<label for="username">Name</label>
<input id="username" name="username" value="{name}" autocomplete="username" autocapitalize="none"
 spellcheck="false" maxlength="32" required{on_name}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 maxlength="1000" required{on_password}>
<button>Log in</button>
</form>
</main>
</body>
</html>
"""


def login_page(said: str = "", name: str = "") -> bytes:
    """The page, with what there is to say and the name that was typed."""
    focus = " autofocus"
    return _PAGE.format(
        said=f'<p class="bad" role="alert">{escape(said)}</p>\n' if said else "",
        name=escape(name),
        on_name="" if name else focus,
        on_password=focus if name else "",
    ).encode()


def logout_html(user: str) -> str:
    """The button on the page that ends a session; it works without a script, too."""
    return (
        '<form method="post" action="/logout"><button class="word">Log out'
        f'<span class="unseen"> {escape(user)}</span></button></form>'
    )
