"""What a request may ask for, and what becomes of it on its way."""

import json
from typing import Any

import pytest

from ui.door.passing import Refused, own_event, own_path, own_query, way

JOIN = "/gradio_api/queue/join"


def sent(event: object, *, public: set[int] | None = None, path: str = JOIN) -> Any:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    return json.loads(own_event(body, path, "maya1", public=public, uploads={"/up/a/bees.md"}))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://evil.example"),
        ("GET", "/gradio_api/queue/status"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/vibe-code"),
        ("GET", "/gradio_api/stream/a/b/c/playlist.m3u8"),
        ("GET", "/gradio_api/call/remove/0a"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/assets/../config"),
        ("GET", "/login"),
        ("POST", "/gradio_api/call/remove"),
        ("POST", "/gradio_api/call/v2/ask"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/stream/0a"),
        ("POST", "/"),
        ("PUT", "/gradio_api/queue/join"),
        ("OPTIONS", "/gradio_api/queue/join"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(method: str, path: str) -> None:
    """Gradio has it; the door does not."""
    assert way(method, path) is None


def test_uploads_are_for_the_page() -> None:
    """And what is told of them."""
    assert way("POST", "/gradio_api/upload").needs_page
    assert way("GET", "/gradio_api/upload_progress").needs_page
    assert not way("POST", "/gradio_api/call/ask").needs_page


def test_every_session_bears_its_visitor() -> None:
    """In a body, a query and a path; nobody can write another's mark."""
    assert sent({"fn_index": 1, "session_hash": "abc"})["session_hash"] == "maya1.abc"
    assert (
        own_query("session_hash=abc&deep_link=x&__theme=dark", "maya1") == "session_hash=maya1.abc"
    )
    assert own_path("/gradio_api/heartbeat/abc", "maya1") == "/gradio_api/heartbeat/maya1.abc"
    for forged in ("noor1.abc", "", "a" * 65, "a b", "a/b", 7, ["a"]):
        with pytest.raises(Refused, match="session hash"):
            sent({"fn_index": 1, "session_hash": forged})
    with pytest.raises(Refused):
        own_query("session_hash=noor1.abc", "maya1")
    with pytest.raises(Refused):
        own_path("/gradio_api/heartbeat/noor1.abc", "maya1")


def test_the_last_of_two_equal_keys_is_checked_and_sent() -> None:
    """What Gradio reads is what was looked at."""
    body = b'{"fn_index": 9, "fn_index": 3, "session_hash": "a", "session_hash": "b", "data": []}'
    read = {"fn_index": 3, "session_hash": "maya1.b", "data": [None] * 3}
    assert sent(body, public={3}) == read
    with pytest.raises(Refused):
        sent(b'{"fn_index": 3, "fn_index": 9}', public={3})


@pytest.mark.parametrize("number", [None, "3", 3.0, True, [3], 9])
def test_only_public_events_by_their_number(number: object) -> None:
    """Gradio would take "3" for 3, too."""
    for path in (JOIN, "/gradio_api/run/predict"):
        with pytest.raises(Refused):
            sent({"fn_index": number, "data": []}, public={3}, path=path)


ASKING = ["/gradio_api/call/ask", JOIN, "/gradio_api/run/predict"]


@pytest.mark.parametrize("path", ASKING)
def test_a_public_event_has_all_its_values(path: str) -> None:
    """Gradio would print the question on the terminal if one were missing."""
    event = {"fn_index": 3, "data": ["Who?"]}
    assert sent(event, public={3}, path=path)["data"] == ["Who?", None, None]


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize("data", [None, "Who?", {"question": "Who?"}, ["Who?", None, None, None]])
def test_a_public_event_has_no_other_values(path: str, data: object) -> None:
    """One sentence that says which there are."""
    with pytest.raises(Refused, match="list: question, documents, history"):
        sent({"fn_index": 3, "data": data}, public={3}, path=path)


@pytest.mark.parametrize(
    "data",
    [
        [{"path": "/etc/passwd"}],
        [[{"path": "/up/a/bees.md"}, {"path": "/up/b/others.md"}]],
        [{"a": [{"b": {"path": "http://evil.example/x"}}]}],
        [{"path": ["/up/a/bees.md"]}],
        {"path": "/etc/passwd"},
    ],
)
def test_only_files_that_were_handed_in_here(data: object) -> None:
    """Wherever in the data a path stands, with or without Gradio's mark beside it."""
    with pytest.raises(Refused, match="not handed in"):
        sent({"fn_index": 1, "data": data})
    assert sent({"fn_index": 1, "data": [[{"path": "/up/a/bees.md"}]]})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"[" * 100_000, b"\xff"])
def test_a_body_that_is_no_event(body: bytes) -> None:
    """One sentence, whatever it is."""
    with pytest.raises(Refused, match="JSON"):
        sent(body)
