"""Files read in a process of their own: what it may not do, and what is left when it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library, LockedFile, Progress, UnreadableFile, apart
from index.apart import keeper, reading
from index.apart.frames import Garbled, checked_blocks, checked_pages, messages, said
from index.document import Block, Document
from index.load import Source, load
from tests.made_hostile import SECRET, encrypted
from tests.made_pdf import article_pdf

ROOT = Path(__file__).parents[2]
SLOW = Source(b"[" * 20_000_000, "slow.md")  # a minute of work
LOCKED = next(make() for _, make in encrypted())

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux has what is tested")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No process is left from another test, nor for the next one."""
    keeper._close_all()
    yield
    keeper._close_all()


def confined(*lines: str, seconds: float = 5, before: str = "") -> str:
    """What is printed by a process that confines itself first."""
    code = ["import ctypes, errno, os, socket, index.seccomp as seccomp"]
    code += ["from index.apart import confine, keeper"]
    code += ["libc = ctypes.CDLL(None, use_errno=True)", before, f"confine.confine({seconds})"]
    code += lines
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout.strip() or (done.stderr.strip().splitlines() or [""])[-1]


IN_PYTHON = """
socket.socket()
socket.getaddrinfo('localhost', 80)
os.system('true')
os.fork()
os.execv('/bin/true', ['true'])
open(new, 'w')
os.open(new, os.O_CREAT | os.O_RDWR)
os.remove(old)
os.rename(old, new)
os.mkdir(new)
os.symlink(old, new)
os.chmod(old, 0)
os.kill(os.getppid(), 15)
"""
PAST_PYTHON = """
libc.socket(2, 1, 0)
libc.socketpair(1, 1, 0, (ctypes.c_int * 2)())
libc.fork()
libc.execl(os.fsencode('/bin/true'), b'true', None)
libc.open(new, os.O_CREAT | os.O_WRONLY, 0o600)
libc.open(old, os.O_RDWR)
libc.creat(new, 0o600)
libc.unlink(old)
libc.rename(old, new)
libc.mkdir(new, 0o700)
libc.symlink(old, new)
libc.truncate(old, 0)
libc.chmod(old, 0)
libc.kill(os.getppid(), 15)
libc.fchmod(opened, 0)
libc.fchown(opened, os.getuid(), os.getgid())
libc.lchown(old, os.getuid(), os.getgid())
libc.lsetxattr(old, b'user.a', b'b', 1, 0)
libc.fsetxattr(opened, b'user.a', b'b', 1, 0)
libc.removexattr(old, b'user.a')
libc.lremovexattr(old, b'user.a')
libc.fremovexattr(opened, b'user.a')
libc.tgkill(os.getppid(), os.getppid(), 0)
libc.sigqueue(os.getppid(), 0, 0)
libc.prlimit(os.getppid(), 0, None, None)
libc.unshare(0)
libc.memfd_create(b'a', 0)
libc.ioctl(opened, 0x5412, b'x')
libc.ioctl(opened, 0x5452, one)
libc.ioctl(opened, ctypes.c_ulong(1 << 32 | 0x5412), b'x')
libc.ioctl(opened, 0x40086602, one)
libc.fcntl(opened, 4, os.O_APPEND)
libc.fcntl(opened, 8, os.getpid())
libc.fcntl(opened, 10, 9)
libc.fcntl(opened, 15, one)
libc.fcntl(opened, 1024, 0)
libc.fcntl(opened, 1026, 0)
"""
TRIED = """
for attempt in {attempts!r}.strip().splitlines():
    try:
        result = eval(attempt)
        print(attempt, result, errno.errorcode.get(ctypes.get_errno()))
    except PermissionError:
        print(attempt, -1, 'EPERM')
"""


@pytest.mark.parametrize("attempts", [IN_PYTHON, pytest.param(PAST_PYTHON, marks=ON_LINUX)])
def test_what_the_process_may_not(attempts: str, tmp_path: Path) -> None:
    """Network, other processes, files that are written: refused by Python, on any system.

    On Linux the kernel refuses them as well, to a parser that was taken over past Python.
    """
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("as it was")
    paths = f"old, new = {str(old)!r}, {str(new)!r}"
    if attempts == PAST_PYTHON:
        paths += "\nold, new, opened = os.fsencode(old), os.fsencode(new), os.open(old, 0)"
        paths += "\none = (ctypes.c_int * 2)(1)"
    by_python = "seccomp.MACHINES.clear()" if attempts == IN_PYTHON else ""
    printed = confined(paths, TRIED.format(attempts=attempts), before=by_python).splitlines()
    assert printed == [f"{attempt} -1 EPERM" for attempt in attempts.strip().splitlines()]
    assert (old.read_text(), new.exists()) == ("as it was", False)


@ON_LINUX
def test_a_filter_that_is_refused() -> None:
    """Where the kernel has filters, it takes ours or nothing is read; else Python refuses."""
    tried = TRIED.format(attempts="os.kill(os.getppid(), 0)")
    assert confined(tried, before="seccomp.LOAD = 0xFFFF").startswith("OSError")
    without = "seccomp.SECCOMP_MODE_FILTER = 99"
    assert confined(tried, before=without) == "os.kill(os.getppid(), 0) -1 EPERM"


@ON_LINUX
def test_a_crash_ends_the_process() -> None:
    """Not even a signal to itself is left to it; a crash ends it all the same."""
    for crash in ("os.abort()", "ctypes.string_at(0)"):
        assert confined(crash, "print('alive')") == ""


@ON_LINUX
def test_memory_and_time_of_the_process_end() -> None:
    """No more than 512 MB, no more than the seconds it has; files may be read."""
    assert "MemoryError" in confined("bytearray(600 << 20)")
    assert confined("print(len(open('LICENSE').read()) > 1000)") == "True"
    began = time.monotonic()
    assert confined("while True: pass", seconds=0.5) == ""
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("name", ["harbour.pdf", "tides.pdf", "manual.html", "council.html"])
def test_the_document_is_the_same(name: str) -> None:
    """Law 4: read apart, a file becomes the very document that it is when it is read here."""
    source = Source.from_path(ROOT / "tests" / "data" / name)
    assert apart.read(source) == load(source)


def test_texts_are_the_same() -> None:
    """Law 6: decoded bytes come back unchanged, whatever characters are in them."""
    words = "R\0ain\r\n\r\n\u202efell 🙂 e\u0301\u2028 \ufeff" + "all day " * 1000
    text = words * 150  # in two pieces
    document = apart.read(Source.from_text(text, "A\ntitle"))
    assert document == load(Source.from_text(text, "A\ntitle"))
    assert document.text == text


def test_progress_comes_through() -> None:
    """How far a PDF is, is told while it is read."""
    steps: list[Progress] = []
    apart.read(Source(article_pdf(times=3), "a.pdf"), steps.append)
    pages = steps[-1].total
    told = [step for step in dict.fromkeys(steps) if step.total]  # now and then a step is told anew
    assert told == [Progress("Reading pages", n, pages) for n in range(pages + 1)]
    assert pages > 3


@ON_LINUX
def test_a_password_is_for_nobody_else() -> None:
    """A password opens its file, and stands in no process' arguments or environment."""
    with pytest.raises(LockedFile, match="give its password"):
        apart.read(Source(LOCKED, "a.pdf"))
    with pytest.raises(LockedFile, match="check the password"):
        apart.read(Source(LOCKED, "a.pdf", password="no"))  # noqa: S106
    assert "rained" in apart.read(Source(LOCKED, "a.pdf", password=SECRET)).text
    (kept,) = keeper._warm
    for name in ("cmdline", "environ"):
        assert SECRET.encode() not in Path(f"/proc/{kept._process.pid}/{name}").read_bytes()


def test_a_file_that_takes_too_long(monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    """Bad input: its time over, the file is refused, its process is gone, the next is read."""
    monkeypatch.setattr(reading, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=r"^slow\.md takes longer than 0 seconds"):
        library.ingest(SLOW)
    assert time.monotonic() - began < 5
    assert keeper._warm == []
    monkeypatch.undo()
    assert library.add(text="It rained.").text == "It rained."


@pytest.mark.parametrize(
    ("data", "seconds"),
    [
        (b"x" * 9_000_000, reading.SECONDS),
        (b"%PDF-1.7" + b"x" * 200_000, reading.SECONDS),
        (b"%PDF-1.7" + b"x" * 2_249_992, reading.SECONDS + 40),
        (b"%PDF-1.7" + b"x" * 90_000_000, 600),
    ],
    ids=["text", "small PDF", "PDF", "large PDF"],
)
def test_a_large_pdf_has_more_time(data: bytes, seconds: float) -> None:
    """Twenty seconds for each million bytes above a quarter of one, ten minutes at most."""
    assert reading._seconds(data) == seconds


@ON_LINUX
def test_a_file_that_takes_too_much_of_the_processor() -> None:
    """Bad input: where the kernel's limit comes first, the sentence is the same."""
    request = dict.fromkeys(("title", "encoding", "password"), "")
    request |= {"what": "document", "size": len(SLOW.data), "seconds": 0, "name": SLOW.name}
    kept = keeper.take()
    *_, (kind, end) = kept.read(request, SLOW.data, 30)
    kept.close()
    assert kind == keeper.ENDED
    assert "takes longer than" in str(reading._ended(SLOW, end, 0))


def test_a_process_that_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bad input: a request larger than the pipe has no more time than its file."""
    apart.ready("a.txt")
    (kept,) = keeper._warm
    kept._process.send_signal(signal.SIGSTOP)
    last = threading.Timer(8, kept._process.kill)
    last.start()
    monkeypatch.setattr(reading, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=r"^a\.txt takes longer than"):
        apart.read(Source(b"It rained.", "a.txt", title="x" * 200_000))
    assert time.monotonic() - began < 5
    last.cancel()
    monkeypatch.undo()
    title = "y" * 200_000
    assert apart.read(Source(b"It rained.", "a.txt", title=title)).title == title


def test_a_process_that_dies() -> None:
    """Bad input: killed in the middle, it is the file's fault, in one sentence."""

    def kill() -> None:
        while not (reader := _below(os.getpid())):
            time.sleep(0.01)
        os.kill(reader, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(UnreadableFile, match=r"^slow\.md cannot be read"):
        apart.read(SLOW)
    killer.join()
    assert apart.read(Source(b"It rained.", "a.txt")).text == "It rained."


INTERRUPTED = """
from index import apart, Source
print("ready", flush=True)
apart.read(Source(b"[" * 20_000_000, "slow.md"))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_running(sent: signal.Signals) -> None:
    """Ctrl-C ends the reading at once, and so does the end of who asked for it."""
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        while not (reader := _below(process.pid)):
            time.sleep(0.01)
        process.send_signal(sent)
        process.wait(timeout=10)
    until = time.monotonic() + 2
    while _alive(reader) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(reader)


def _below(pid: int) -> int:
    """A process two below another one, 0 if there is none."""
    command = ["ps", "-o", "pid=,ppid=", "-A"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    parents = dict(map(int, line.split()) for line in out.splitlines())
    return next((one for one, above in parents.items() if parents.get(above) == pid), 0)


def _alive(pid: int) -> bool:
    command = ["ps", "-o", "stat=", "-p", str(pid)]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return bool(out.strip()) and "Z" not in out


def test_many_threads_read_at_once() -> None:
    """Each thread gets its own file's document."""
    found: dict[int, str] = {}

    def read(number: int) -> None:
        for _ in range(5):
            found[number] = apart.read(Source(f"It rained {number} days.".encode(), "a.txt")).text

    threads = [threading.Thread(target=read, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"It rained {number} days." for number in range(8)}
    assert len(keeper._warm) <= keeper.WARM


@pytest.mark.parametrize(
    "told",
    [
        [[0, 4, "paragraph", 0, ""], [3, 5, "paragraph", 0, ""]],
        [[0, 99, "paragraph", 0, ""]],
        [[-1, 4, "paragraph", 0, ""]],
        [[0, 4, "script", 0, ""]],
        [[0, 4, "heading", 1, None]],
        [[0.0, 4.0, "paragraph", 0, ""]],
    ],
)
def test_blocks_that_cannot_be(told: list[object]) -> None:
    """What comes from the process is checked: a file may have taken it over."""
    assert checked_blocks([[0, 4, "heading", 1, "Rain"]], 5) == (Block(0, 4, "heading", 1, "Rain"),)
    with pytest.raises(Garbled):
        checked_blocks(told, 10)


def test_messages_that_cannot_be() -> None:
    """Lengths, JSON and pages are checked as well."""
    for garbled in (b"p\xff\xff\xff\xff", b"p\x00\x00\x00\x01{", b"x\x00\x00\x00\x01\xff"):
        with pytest.raises(Garbled):
            list(messages(bytearray(garbled)))
    assert list(messages(bytearray(said(112, {"a": 1})[:-1]))) == []
    with pytest.raises(Garbled):
        checked_pages([[0, 4], [2, 9]], 9)


SAYING = """
import os
heard = b""
while not heard.endswith(b"It rained."):
    heard += os.read(0, 1 << 16)
os.write(1, open(%r, "rb").read())
os.write(2, b"[0, 1, 0.1]\\n")
os.read(0, 1)
"""
HEADED = said(104, ["Rain", "txt", "utf-8", []])
LONG = said(104, ["R" * 3_000_000, "txt", "utf-8", []])


@pytest.mark.parametrize(
    "told",
    [
        b"",
        HEADED,
        said(120, " \n") + HEADED,
        said(120, "") + said(120, "Rain") + HEADED,
        said(120, "Rain") + LONG,
        said(120, "Rain") + said(104, ["Rain", "exe", "utf-8", []]),
        said(120, "Rain") + said(104, ["Rain", "txt", "u" * 3_000_000, []]),
        said(120, "Rain") + said(104, ["\ud800", "txt", "utf-8", []]),
        said(120, "Rain") + said(104, ["Rain", "txt", "utf-8", 7]),
        said(120, "Rain") + said(104, {"a": 1}),
        said(98, 7) + said(120, "Rain") + HEADED,
        said(112, ["Reading"]) + said(120, "Rain") + HEADED,
        said(112, ["Reading", "one", 2]) + said(120, "Rain") + HEADED,
        said(114, 7),
        said(114, [True]),
        said(102, "exe"),
    ],
)
def test_what_a_process_never_says(
    told: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Bad input: whatever a process says that a file took over, it is one sentence."""
    (tmp_path / "told").write_bytes(told)
    monkeypatch.setattr(keeper, "BOOT", SAYING % str(tmp_path / "told"))
    for ask in (apart.read, apart.format_of):
        with pytest.raises(UnreadableFile, match=r"^a\.txt cannot be read, it is damaged"):
            ask(Source(b"It rained.", "a.txt"))
        keeper._close_all()


def heard(told: bytes, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Document:
    """What is read from a process that a file took over, and that says these bytes."""
    (folder / "told").write_bytes(told)
    monkeypatch.setattr(keeper, "BOOT", SAYING % str(folder / "told"))
    keeper._close_all()  # those begun before; each reads one file
    return apart.read(Source(b"It rained.", "a.txt"))


@pytest.mark.parametrize("label", [0, 1_000_000])
def test_more_text_than_a_process_may_say(
    label: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is sound up to the bound is refused one code point beyond it; labels count as text."""
    length = reading.MAX_TEXT - label
    told = said(98, [[0, 1, "heading", 1, "R" * label]])
    told += said(120, "R" * 1_000_000) * (length // 1_000_000)
    assert len(heard(told + HEADED, monkeypatch, tmp_path).text) == length
    with pytest.raises(UnreadableFile, match=r"^a\.txt cannot be read, it is damaged"):
        heard(told + said(120, "R") + HEADED, monkeypatch, tmp_path)


def test_more_blocks_than_a_process_may_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same of blocks, with a smaller bound: as many as are allowed take ten seconds."""
    blocks = [[n, n + 1, "paragraph", 0, ""] for n in range(21)]
    told = said(98, blocks) + said(120, "R" * 21) + HEADED
    monkeypatch.setattr(reading, "MAX_BLOCKS", len(blocks))
    assert len(heard(told, monkeypatch, tmp_path).blocks) == len(blocks)
    monkeypatch.setattr(reading, "MAX_BLOCKS", len(blocks) - 1)
    with pytest.raises(UnreadableFile, match=r"^a\.txt cannot be read, it is damaged"):
        heard(told, monkeypatch, tmp_path)


def test_a_mistake_of_who_is_told_is_their_own() -> None:
    """What progress raises is raised, and is not the file's fault."""

    def told(_step: Progress) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        apart.read(Source(article_pdf(), "a.pdf"), told)


def test_a_document_of_too_many_passages(monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    """Bad input: what would take an hour to embed is refused before, with what to do."""
    from index import chunk

    for name, what in (("MAX_PASSAGES", "passages"), ("MAX_SENTENCES", "sentences")):
        with monkeypatch.context() as patch:
            patch.setattr(chunk, name, 3)
            with pytest.raises(UnreadableFile, match=f"more than 3 {what}: split it"):
                library.add(text="\n\n".join(f"# {n}\n\n{'Rain fell. ' * 200}" for n in range(9)))
    assert library.documents() == ()
