"""The door from outside, over plain HTTP: strangers, other programs, and users.

FOOTNOTE_LONG=1 makes it twenty users instead of six.
"""

import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from index import Library
from tests.served import ARTICLE, ROOT, served
from ui.door.attempts import MOST_BY_NAME
from ui.door.users import Users

API_PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
API = "/gradio_api"
ASK = f"{API}/call/ask"
WHAT = "What opens the north gate?"
NUMBER = 20 if os.environ.get("FOOTNOTE_LONG") else 6  # users
NAMES = tuple(f"user{number:02}" for number in range(NUMBER))

LEAVER, FORGETFUL = "leaver", "forgetful"  # who can log in, too


def word_of(name: str) -> str:
    """What only this user's document says."""
    return f"canary{name.removeprefix('user')}z"


def secret_of(name: str) -> str:
    return f"the password of {name}"


@pytest.fixture(scope="module")
def open_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page for this machine, without logins."""
    folder = tmp_path_factory.mktemp("open") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    with served(folder) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared library, and beside it one document for each user."""
    folder = tmp_path_factory.mktemp("shared") / "library"
    users = Users(folder.with_name("users"))
    with Library.open(folder) as library:
        library.add(text="The south gate opens with a brass key.", title="For all")
        encoder = library.encoder
    for name in (*NAMES, LEAVER, FORGETFUL):
        users.put(name, secret_of(name))
    for name in NAMES:
        with Library.open(folder.with_name("library.users") / name, encoder=encoder) as own:
            own.add(text=f"The north gate opens with {word_of(name)}.", title=f"Of {name}")
    return folder


@pytest.fixture(scope="module")
def users_page(shared: Path) -> Iterator[str]:
    """A page where one has to log in."""
    with served(shared, users=shared.with_name("users")) as address:
        yield address.rstrip("/")


def logged_in(address: str, name: str) -> httpx.Client:
    """A program that has logged in as Gradio's clients do."""
    form = {"username": name, "password": secret_of(name)}
    response = httpx.post(f"{address}/login", data=form)
    assert response.json() == {"success": True}
    return httpx.Client(base_url=address, cookies=response.cookies, timeout=60)


@pytest.fixture(scope="module")
def clients(users_page: str) -> Iterator[dict[str, httpx.Client]]:
    """Every user, logged in."""
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda name: logged_in(users_page, name), NAMES)
        clients = dict(zip(NAMES, found, strict=True))
    yield clients
    for client in clients.values():
        client.close()


def asked(client: httpx.Client, question: str, documents: object = None) -> dict[str, Any] | str:
    """The answer over the two steps of docs/api.md; a text where it is an error."""
    body = {"data": [question, documents, None]}
    event = client.post(ASK, json=body).raise_for_status().json()["event_id"]
    said = client.get(f"{ASK}/{event}").text
    kind, data = re.findall(r"^event: (\w+)\ndata: (.*)$", said, re.MULTILINE)[-1]
    return json.loads(data)[0] if kind == "complete" else data


def streamed(client: httpx.Client, path: str) -> str:
    """What a stream says until it ends; Gradio breaks one off for a session that is not there."""
    said = ""
    with suppress(httpx.RemoteProtocolError), client.stream("GET", path) as stream:
        for part in stream.iter_text():
            said += part
    return said


PART = b'x\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="b.txt"\r\n\r\n'


def announced(page: httpx.Client, length: int) -> socket.socket:
    """The connection of an upload that has begun, and of which ``length`` bytes are told."""
    cookie = "=".join(next(iter(page.cookies.items())))
    connection = socket.create_connection((page.base_url.host, page.base_url.port), timeout=20)
    connection.sendall(
        f"POST {API}/upload HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
        f"Content-Length: {length}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="b.txt"\r\n\r\n'.encode()
    )
    return connection


def sizes(path: str) -> list[int]:
    """Of all that is kept beside an upload, and of itself."""
    return sorted(
        each.stat().st_size for each in Path(path).parents[1].rglob("*") if each.is_file()
    )


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class TestStrangers:
    """Other sites in the reader's own browser, and what only pretends to be here."""

    @pytest.mark.parametrize(
        "path", ["/", "/config", f"{API}/info", f"{API}/queue/data?session_hash=a", "/assets/x.js"]
    )
    def test_another_name_gets_nothing(self, open_page: str, path: str) -> None:
        """A site that lets its own name point here reads nothing (DNS rebinding)."""
        port = open_page.rpartition(":")[2]
        for host in ("evil.example", f"evil.example:{port}", "10.0.0.7", ""):
            response = httpx.get(open_page + path, headers={"host": host})
            assert response.status_code == 421
            assert "Turkey" not in response.text

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "http://localhost:1", "sec-fetch-site": "same-site"},
        ],
    )
    def test_pages_of_other_sites_may_do_nothing(
        self, open_page: str, headers: dict[str, str]
    ) -> None:
        """Neither ask, nor read, nor are they told that they may."""
        body = {"data": [WHAT, None, None]}
        for response in (
            httpx.post(open_page + ASK, json=body, headers=headers),
            httpx.post(f"{open_page}{API}/upload", files={"files": b"x"}, headers=headers),
            httpx.post(f"{open_page}{API}/queue/join", json={"fn_index": 0}, headers=headers),
            httpx.get(f"{open_page}/config", headers=headers),
            httpx.options(
                open_page + ASK, headers=headers | {"access-control-request-method": "POST"}
            ),
        ):
            assert response.status_code == 403
            assert not [name for name in response.headers if name.startswith("access-control")]

    def test_a_link_from_elsewhere_leads_here(self, open_page: str) -> None:
        """The page itself may be opened from any site."""
        headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
        assert httpx.get(open_page, headers=headers).status_code == 200

    def test_a_forwarded_host_is_not_believed(self, open_page: str) -> None:
        """Gradio would send its page there for all that comes next."""
        page = httpx.get(open_page, headers={"x-forwarded-host": "evil.example"})
        assert "evil.example" not in page.text

    def test_every_response_has_its_headers(self, open_page: str) -> None:
        """Pages, data and errors; the page's scripts run by a nonce that is new each time."""
        page, again, data, error = (
            httpx.get(open_page + path) for path in ("/", "/", "/config", "/nothing")
        )
        for response in (page, data, error):
            assert response.headers["x-content-type-options"] == "nosniff"
            assert response.headers["x-frame-options"] == "DENY"
            assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        policy = page.headers["content-security-policy"]
        for directive in (
            *("default-src 'none'", "connect-src 'self'", "object-src 'none'"),
            *("base-uri 'none'", "form-action 'self'", "img-src 'self' data:"),
        ):
            assert directive in policy.split("; ")
        nonce = re.search(r"'nonce-([\w-]+)'", policy)[1]
        assert page.text.count("<script") == page.text.count(f'<script nonce="{nonce}"')
        assert nonce not in again.headers["content-security-policy"]

    def test_only_what_never_changes_is_kept(self, open_page: str) -> None:
        """Gradio's own files with a hash in their names; no document, and nothing that failed."""
        page = httpx.get(open_page).text
        named = re.findall(r'"\./(assets/[^"]+)"', page)
        assert {name.rpartition(".")[2] for name in named} == {"js", "css"}
        assets = Path(find_spec("gradio").origin).parent / "templates" / "frontend" / "assets"
        named.append(f"assets/{next(assets.glob('*.woff2')).name}")
        kept = {httpx.get(f"{open_page}/{name}").headers["cache-control"] for name in named}
        assert kept == {"private, max-age=31536000, immutable"}
        font = "static/fonts/Lora/Lora-SemiBold.woff2"  # no hash, though it looks like one
        gone = "assets/index-00000000.js"
        for path in ("", "config", "theme.css", f"{API[1:]}/info", font, gone):
            assert httpx.get(f"{open_page}/{path}").headers["cache-control"] == "no-store"
        assert httpx.get(f"{open_page}/{font}").status_code == 200
        assert httpx.get(f"{open_page}/{gone}").status_code == 404


class TestPrograms:
    """Other programs on this machine: they may ask, and nothing else."""

    def test_they_may_ask(self, open_page: str) -> None:
        """Without a cookie, as docs/api.md shows it."""
        with httpx.Client(base_url=open_page) as client:
            assert asked(client, "Who blocked cooperation with Israel?")["answered"]

    def test_the_pages_own_events_are_closed(self, open_page: str) -> None:
        """By name, by number, waiting or at once; a page's visitor may do them."""
        config = httpx.get(f"{open_page}/config").json()
        private = [d["id"] for d in config["dependencies"] if d["api_visibility"] == "private"]
        assert private
        for number in private:
            body = {"fn_index": number, "data": [], "session_hash": "abc"}
            for path in (f"{API}/queue/join", f"{API}/run/predict"):
                assert httpx.post(open_page + path, json=body).status_code == 403
        for name in ("remove", "switch", "start_over", "arrive"):
            body = {"data": [None]}
            for path in (f"{API}/call/{name}", f"{API}/run/{name}", f"{API}/api/{name}"):
                assert httpx.post(open_page + path, json=body).status_code == 404
        upload = httpx.post(f"{open_page}{API}/upload", files={"files": ("a.txt", b"x")})
        assert upload.status_code == 403

    def test_an_event_that_is_not_there_is_not_found(self, open_page: str) -> None:
        """Not even for the page; it is no fault of the server's."""
        with httpx.Client(base_url=open_page) as page:
            page.get("/").raise_for_status()
            for number in (9999, -1):
                body = {"fn_index": number, "data": [], "session_hash": "abc"}
                for path in (f"{API}/queue/join", f"{API}/run/predict"):
                    assert page.post(path, json=body).status_code == 404

    def test_a_forged_cookie_is_no_page(self, open_page: str) -> None:
        """Only what the server has signed opens the page's events."""
        with httpx.Client(base_url=open_page) as page:
            page.get("/").raise_for_status()
            ((name, token),) = page.cookies.items()
            files = {"files": ("a.txt", b"x")}
            assert page.post(f"{API}/upload", files=files).status_code == 200
        for forged in (token[:-4], token.partition(".")[0], "x" + token, "true"):
            cookies = {"cookie": f"{name}={forged}"}
            response = httpx.post(f"{open_page}{API}/upload", files=files, headers=cookies)
            assert response.status_code == 403

    def test_no_file_of_the_machine_can_be_handed_in(self, open_page: str, tmp_path: Path) -> None:
        """A path in an event is not an upload, not even for the page, and the file stays."""
        file = tmp_path / "diary.txt"
        file.write_text("The diary says secretword.")
        config = httpx.get(f"{open_page}/config").json()
        upload = next(c["id"] for c in config["components"] if c["type"] == "uploadbutton")
        (add,) = [d["id"] for d in config["dependencies"] if [upload, "upload"] in d["targets"]]
        with httpx.Client(base_url=open_page) as page:
            page.get("/").raise_for_status()
            for meta in ({}, {"meta": {"_type": "gradio.FileData"}}):
                data = [[{"path": str(file), "orig_name": "diary.txt"} | meta], None, None]
                body = {"fn_index": add, "data": data, "session_hash": "abc"}
                assert page.post(f"{API}/queue/join", json=body).status_code == 403
            assert page.get(f"{API}/file={file}").status_code == 404
            assert "secretword" not in str(asked(page, "What does the diary say?"))
        assert file.exists()

    def test_sizes_are_bounded(self, open_page: str) -> None:
        """Of questions, histories, events and uploads; none is read to its end first."""
        with httpx.Client(base_url=open_page) as page:
            page.get("/").raise_for_status()
            assert "2,000" in asked(page, "why " * 1000)
            event = page.post(ASK, json={"data": [WHAT, None, [["a", "b"]] * 51]}).json()
            assert "51 pairs" in page.get(f"{ASK}/{event['event_id']}").text
            assert page.post(ASK, json={"data": ["x" * 2_000_000, None, None]}).status_code == 413
            cookie = "=".join(next(iter(page.cookies.items())))
            chunks = page.post(f"{API}/upload", content=iter([b"x"]))  # of no told length
            assert chunks.status_code == 411
            both = {"transfer-encoding": "chunked", "content-length": "1"}
            assert page.post(ASK, content=iter([b"x"]), headers=both).status_code in {400, 411}
        told = f"POST {API}/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000000\r\n"
        host, _, port = open_page.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(f"{told}Cookie: {cookie}\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 413")

    def test_an_upload_that_breaks_off_leaves_nothing(self, open_page: str) -> None:
        """Its bytes go with it; another's that runs, and one that waits, stay; it answers on."""
        with httpx.Client(base_url=open_page) as page:
            page.get("/").raise_for_status()
            (path,) = page.post(f"{API}/upload", files={"files": ("a.txt", b"kept")}).json()
            with announced(page, 5_000_000) as broken, announced(page, 5_000_000) as running:
                for connection in (broken, running):
                    connection.sendall(b"x" * 1_000_000)
                wait_until(lambda: sizes(path).count(1_000_000) == 2)
                broken.close()
                assert asked(page, "Who blocked cooperation with Israel?")["answered"]
                running.sendall(b"y" * 1_000_000)
                wait_until(lambda: 2_000_000 in sizes(path))
            wait_until(lambda: max(sizes(path)) <= len(b"kept"))
            assert Path(path).read_bytes() == b"kept"

    def test_what_is_announced_is_counted(self, open_page: str) -> None:
        """Of many uploads that come side by side those are let in that have room together."""
        with httpx.Client(base_url=open_page) as page, ExitStack() as stack:
            page.get("/").raise_for_status()
            told = [stack.enter_context(announced(page, 900_000_000)) for _ in range(6)]
            wait_until(lambda: len(select.select(told, [], [], 0)[0]) == 4)
            for connection in select.select(told, [], [], 1)[0]:
                assert connection.recv(100).startswith(b"HTTP/1.1 413")
            stack.close()
            again = {"files": ("a.txt", b"x")}
            (path,) = page.post(f"{API}/upload", files=again).raise_for_status().json()
            wait_until(lambda: 0 not in sizes(path))
            with announced(page, 900_000_000) as one, announced(page, 900_000_000) as two:
                assert not select.select([one, two], [], [], 1)[0]

    def test_the_files_of_uploads_are_counted_as_they_come(self, open_page: str) -> None:
        """Two that come side by side have room together or one ends; what was read makes room."""
        with httpx.Client(base_url=open_page) as page, ExitStack() as stack:
            page.get("/").raise_for_status()

            def bringing(many: int) -> socket.socket:
                connection = stack.enter_context(announced(page, 50_000))
                connection.sendall(b"x" + PART * (many - 1))
                return connection

            def is_refused(connection: socket.socket, seconds: int = 1) -> bool:
                answered = select.select([connection], [], [], seconds)[0]
                return bool(answered) and connection.recv(100).startswith(b"HTTP/1.1 413")

            def handed_in(name: str, many: int) -> list[str]:
                files = [("files", (f"{name}{n}.txt", b"x")) for n in range(many)]
                return page.post(f"{API}/upload", files=files).raise_for_status().json()

            def number() -> int:
                return sum(each.is_file() for each in Path(waiting[0]).parents[1].rglob("*"))

            waiting = handed_in("a", 990)
            waiting += handed_in("b", 1980 - number())  # other tests may have left some
            first = bringing(10)
            wait_until(lambda: number() == 1990)
            assert is_refused(bringing(11), 20)
            for path in waiting[:500]:
                Path(path).unlink()
            assert not is_refused(bringing(400))
            assert not is_refused(first)
            stack.close()
            wait_until(lambda: number() == 1480)
            for path in waiting[500:]:
                Path(path).unlink()


class TestUsers:
    """Users, each with a document that says what no other may read."""

    def test_nothing_without_a_login(self, users_page: str) -> None:
        """Neither the page, nor its data, nor an answer; what is asked for is told."""
        for path in ("/config", f"{API}/info", f"{API}/queue/data?session_hash=a", "/assets/x.js"):
            assert httpx.get(users_page + path).status_code == 401
        for path in (ASK, f"{API}/queue/join", f"{API}/upload", f"{API}/run/predict"):
            assert httpx.post(users_page + path, json={"data": []}).status_code == 401
        assert httpx.get(users_page).headers["location"] == "/login"
        page = httpx.get(f"{users_page}/login")
        assert "script" not in page.text
        assert "script-src" not in page.headers["content-security-policy"]  # none runs at all

    def test_each_finds_what_is_theirs(self, clients: dict[str, httpx.Client]) -> None:
        """All at once: one's own document and the shared one, and not a word of another's."""

        def check(name: str) -> None:
            own = asked(clients[name], WHAT)
            assert own["short"] == word_of(name)
            assert set(re.findall(r"canary\d+z", json.dumps(own))) == {word_of(name)}
            assert "brass key" in asked(clients[name], "What opens the south gate?")["short"]
            seen = clients[name].get("/config").text + clients[name].get("/").text
            assert set(re.findall(r"Of user\d+", seen)) == {f"Of {name}"}
            assert "For all" in seen

        with ThreadPoolExecutor(NUMBER) as threads:
            list(threads.map(check, NAMES))

    def test_naming_anothers_document_names_none(
        self, clients: dict[str, httpx.Client], shared: Path
    ) -> None:
        """Its id is no secret, and opens nothing."""
        with Library.open(shared.with_name("library.users") / NAMES[0]) as library:
            (entry,) = [each for each in library.entries() if each.title == f"Of {NAMES[0]}"]
        assert asked(clients[NAMES[0]], WHAT, [entry.id])["answered"]
        for name in NAMES[1:]:
            assert "canary" not in str(asked(clients[name], WHAT, [entry.id]))

    def test_a_swapped_session_id_leads_nowhere(self, clients: dict[str, httpx.Client]) -> None:
        """Each user names every other's session hash and event id: nothing comes, nothing ends."""
        config = clients[NAMES[0]].get("/config").json()
        (number,) = [d["id"] for d in config["dependencies"] if d["api_name"] == "ask"]
        body = {"data": [WHAT, None, None], "fn_index": number}
        events = {}
        for name in NAMES:
            joined = clients[name].post(
                f"{API}/queue/join", json=body | {"session_hash": f"s{name}"}
            )
            events[name] = joined.raise_for_status().json()["event_id"]
        for name, other in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True):
            client = clients[name]
            stolen = streamed(client, f"{API}/queue/data?session_hash=s{other}")
            stolen += streamed(client, f"{ASK}/{events[other]}")
            cancel = {"session_hash": f"s{other}", "fn_index": number, "event_id": events[other]}
            client.post(f"{API}/cancel", json=cancel)
            assert "Session not found" in stolen or "404" in stolen
            assert "canary" not in stolen
        for name in NAMES:
            mine = streamed(clients[name], f"{API}/queue/data?session_hash=s{name}")
            assert set(re.findall(r"canary\d+z", mine)) == {word_of(name)}

    def test_a_cookie_is_one_users(self, clients: dict[str, httpx.Client], users_page: str) -> None:
        """One's claims with another's signature are nobody's."""
        tokens = [next(iter(clients[name].cookies.items())) for name in NAMES[:2]]
        (cookie, first), (_, second) = tokens
        mixed = f"{first.partition('.')[0]}.{second.partition('.')[2]}"
        response = httpx.get(f"{users_page}/config", headers={"cookie": f"{cookie}={mixed}"})
        assert response.status_code == 401

    def test_gradios_client_logs_in(self, users_page: str) -> None:
        """As docs/api.md says; without a login, or with a wrong password, it is told so."""
        code = (
            "import sys; from gradio_client import Client; address, name, secret = sys.argv[1:]; "
            "client = Client(address, auth=(name, secret), verbose=False); "
            f"print(client.predict({WHAT!r}, None, None, api_name='/ask')['short'])"
        )
        assert 'auth=("maya", password)' in API_PAGE
        for secret, expected in [(secret_of(NAMES[1]), word_of(NAMES[1])), ("wrong", "")]:
            command = [sys.executable, "-c", code, users_page, NAMES[1], secret]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.stdout.strip() == expected
            assert expected or "Invalid credentials" in done.stderr

    def test_curl_logs_in(self, users_page: str, tmp_path: Path) -> None:
        """With the words of docs/api.md."""
        if shutil.which("curl") is None:
            pytest.skip("no curl here")
        jar, secret = tmp_path / "jar", tmp_path / "secret"
        secret.write_text(secret_of(NAMES[2]))
        fields = ["-c", jar, "--data-urlencode", f"username={NAMES[2]}"]
        fields += ["--data-urlencode", f"password@{secret}"]
        assert "`-c jar --data-urlencode username=maya" in API_PAGE
        subprocess.run(["curl", "-sf", f"{users_page}/login", *fields], check=True)
        event = subprocess.run(
            [
                "curl",
                "-sf",
                "-b",
                jar,
                users_page + ASK,
                "-H",
                "Content-Type: application/json",
                "-d",
                json.dumps({"data": [WHAT, None, None]}),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        address = f"{users_page}{ASK}/{json.loads(event.stdout)['event_id']}"
        said = subprocess.run(
            ["curl", "-sNf", "-b", jar, address], capture_output=True, text=True, check=True
        )
        assert word_of(NAMES[2]) in said.stdout

    def test_an_upload_is_one_users(self, users_page: str) -> None:
        """Its path is no secret either: named by another, it is refused, and stays."""
        first, second = (logged_in(users_page, name) for name in NAMES[:2])
        with first, second:
            for client in (first, second):
                client.get("/").raise_for_status()
            text = b"The tower opens with towercanary."
            (path,) = first.post(f"{API}/upload", files={"files": ("tower.txt", text)}).json()
            config = first.get("/config").json()
            upload = next(c["id"] for c in config["components"] if c["type"] == "uploadbutton")
            (add,) = [d["id"] for d in config["dependencies"] if [upload, "upload"] in d["targets"]]
            data = [[{"path": path, "meta": {"_type": "gradio.FileData"}}], None, None]
            body = {"fn_index": add, "data": data, "session_hash": "abc"}
            assert second.post(f"{API}/queue/join", json=body).status_code == 403
            assert second.get(f"{API}/file={path}").status_code == 404
            assert first.get(f"{API}/file={path}").status_code == 404  # the page needs none
            assert Path(path).read_bytes() == text
            assert Path(path).parents[1].stat().st_mode & 0o077 == 0
            assert first.post(f"{API}/queue/join", json=body).status_code == 200
            first.get(f"{API}/queue/data", params={"session_hash": "abc"})
            assert asked(first, "What opens the tower?")["short"] == "towercanary"
            assert "towercanary" not in str(asked(second, "What opens the tower?"))

    def test_the_shared_library_stays_as_it_was(self, shared: Path) -> None:
        """Whatever users have added is in their own folders."""
        with Library.open(shared) as library:
            assert [entry.title for entry in library.entries()] == ["For all"]

    def test_attempts_are_limited(self, users_page: str) -> None:
        """Even the right password waits then, for this user alone; nobody learns who there is."""

        def tried(name: str, password: str) -> httpx.Response:
            return httpx.post(f"{users_page}/login", data={"username": name, "password": password})

        said = {tried(name, "wrong").text for name in (FORGETFUL, "nobody")}
        assert len(said) == 1
        for _ in range(MOST_BY_NAME - 1):
            assert tried(FORGETFUL, "wrong").status_code == 401
        refused = tried(FORGETFUL, secret_of(FORGETFUL))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert tried(NAMES[0], secret_of(NAMES[0])).status_code == 200

    def test_a_login_ends(self, users_page: str, shared: Path) -> None:
        """By logging out in this browser, by a new password in all; nothing is restarted."""
        with logged_in(users_page, LEAVER) as client:
            assert client.get("/config").status_code == 200
            client.post("/logout")
            assert client.get("/config").status_code == 401
        with logged_in(users_page, LEAVER) as client:
            assert client.get("/config").status_code == 200
            Users(shared.with_name("users")).put(LEAVER, "quite another one")
            assert client.get("/config").status_code == 401
