"""How often a password may be tried, and the page that asks for it."""

from ui.door.attempts import WINDOW, Attempts
from ui.door.headers import page_policy, with_nonce
from ui.door.login import login_page, logout_html


class Clock:
    """Time that passes when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_name_has_so_many_attempts() -> None:
    """From wherever they come; others are not held up, and it passes."""
    clock = Clock()
    attempts = Attempts(by_name=3, by_address=100, clock=clock)
    for number in range(3):
        assert attempts.wait("maya", f"10.0.0.{number}") == 0
        attempts.failed("maya", f"10.0.0.{number}")
    assert attempts.wait("maya", "10.0.0.9") == WINDOW
    assert attempts.wait("noor", "10.0.0.1") == 0
    clock.now = WINDOW
    assert attempts.wait("maya", "10.0.0.9") == 0


def test_an_address_has_so_many_attempts() -> None:
    """Whatever names it tries."""
    attempts = Attempts(by_name=100, by_address=3, clock=Clock())
    for name in ("a", "b", "c"):
        attempts.failed(name, "10.0.0.1")
    assert attempts.wait("d", "10.0.0.1") > 0
    assert attempts.wait("a", "10.0.0.2") == 0


def test_what_is_counted_is_bounded() -> None:
    """A million names take no more room than ten thousand."""
    attempts = Attempts(clock=Clock())
    for number in range(20_000):
        attempts.failed(str(number), str(number))
    assert len(attempts._failed) == 10_000


def test_what_was_typed_is_escaped() -> None:
    """A name is shown again, as text."""
    page = login_page("No", '"><script>alert(1)</script>').decode()
    assert "<script>" not in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<b>" not in logout_html("<b>")


def test_only_scripts_get_the_nonce() -> None:
    """Each of them, whatever its attributes; other words are left alone."""
    page = b"<script>a</script><script type=module src=x></script><scripture><p>script</p>"
    assert with_nonce(page, "n").count(b'nonce="n"') == 2
    assert "'nonce-n'" in page_policy("n")
    assert "unsafe-inline" not in page_policy("n").partition("script-src")[2].partition(";")[0]
