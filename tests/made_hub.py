"""A hub of models on this machine, with one model: what a download asks of the Hugging Face hub."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def hub(name: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The hub's address, and the paths that were asked of it, which grow."""
    asked: list[str] = []

    class Hub(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            asked.append(self.path)
            self._answer()

        def do_GET(self) -> None:
            asked.append(self.path)
            self.wfile.write(self._answer())

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Nothing is printed."""

        def _answer(self) -> bytes:
            parent, _, file = self.path.partition("?")[0].rpartition("/")
            if self.path == f"/api/models/{name}":
                files = [{"rfilename": file.name} for file in folder.iterdir()]
                content = json.dumps({"id": name, "sha": COMMIT, "siblings": files}).encode()
            elif parent.startswith(f"/{name}/resolve/") and (folder / file).is_file():
                content = (folder / file).read_bytes()
            else:
                self.send_response(404)
                self.send_header("X-Error-Code", "EntryNotFound")
                self.send_header("X-Repo-Commit", COMMIT)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return b""
            self.send_response(200)
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return content

    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()
