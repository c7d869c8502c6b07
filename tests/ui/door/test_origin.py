"""Which names are this server's, and which pages may ask it."""

import pytest

from ui.door.origin import is_from_here, is_known, is_loopback, known_names

HERE = {"host": "127.0.0.1:7860"}
NAMES = known_names("127.0.0.1", ())


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860", "127.9.9.9"]
)
def test_names_of_this_machine(host: str) -> None:
    """With any port: a proxy may stand before it."""
    assert is_known(host, NAMES, loopback=True)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "evil.example",
            "evil.example:7860",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
        ),
        *(
            "10.0.0.7",
            "127.0.0.1@evil.example",
            "evil.example#127.0.0.1",
            "127.0.0.1:x",
            "2130706433",
        ),
        *("[::1", "0x7f.1", "localhost/..", "127.0.0.1 evil.example"),
    ],
)
def test_other_names_are_strangers(host: str) -> None:
    """Whatever points here, and whatever looks like it."""
    assert not is_known(host, NAMES, loopback=True)


def test_a_server_for_others_knows_addresses_and_its_names() -> None:
    """An address in digits cannot be rebound; a name has to be told."""
    names = known_names("0.0.0.0", ["docs.example.org"])  # noqa: S104
    assert is_known("10.0.0.7:7860", names, loopback=False)
    assert is_known("Docs.Example.org", names, loopback=False)
    assert not is_known("evil.example", names, loopback=False)


def test_loopback() -> None:
    """Only what no other machine reaches."""
    assert all(map(is_loopback, ["127.0.0.1", "::1", "localhost", "127.1.2.3"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "10.0.0.7", "example.org", ""]))  # noqa: S104


@pytest.mark.parametrize(
    ("given", "navigates", "expected"),
    [
        ({}, False, True),  # no browser
        ({"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}, False, True),
        ({"origin": "https://127.0.0.1:7860"}, False, True),  # a proxy took the TLS away
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, True, True),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True, True),  # a link
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, False, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, True, False),
        ({"sec-fetch-site": "same-site"}, False, False),  # another port of this machine
        ({"origin": "http://127.0.0.1:7861"}, False, False),
        ({"origin": "http://localhost:7860"}, False, False),
        ({"origin": "null"}, False, False),
        ({"origin": ""}, False, False),
        ({"origin": "http://evil.example"}, True, False),
        ({"origin": "http://127.0.0.1:7860.evil.example"}, False, False),
        ({"origin": "file://127.0.0.1:7860"}, False, False),
    ],
)
def test_who_asks(given: dict[str, str], navigates: bool, expected: bool) -> None:
    """The page itself, a link to it, and what is no browser; no other page."""
    assert is_from_here(HERE | given, navigates=navigates) is expected


def test_behind_a_proxy_the_port_is_the_usual_one() -> None:
    """``Host`` then names none."""
    for origin, expected in [
        ("https://docs.example.org", True),
        ("https://docs.example.org:443", True),
        ("https://docs.example.org:8443", False),
    ]:
        given = {"host": "docs.example.org", "origin": origin}
        assert is_from_here(given, navigates=False) is expected
