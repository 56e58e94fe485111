"""The images of deploy/Containerfile serve: read-only, by an unknown user, with PostgreSQL.

A bare root is made by mmdebstrap, both images are built on it by buildah, and their roots are run
by bubblewrap: nothing can be written but /tmp, which is in memory, and the jail has no network. In
front stands nginx, as deploy/nginx.conf.example has it; both instances are replaced under load.
"""

import os
import shlex
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from tests.proofs import _instances
from tests.proofs._findings import Findings, say
from tests.proofs._places import Ground, ground
from tests.proofs.rolling_restart import People
from tests.support import sample_files

RELEASE = "trixie"
TARGETS = ("tracker", "jail")
NOBODY_KNOWN, NOBODY_ELSE = 23456, 23457
"""Users that neither image has ever heard of."""
FULL, SHORT = 2_000, 150
MEMORY_MB = 256
"""Of /tmp."""
LONGEST = 1_800
# A build fetches packages: this machine's way to them, and nothing of it stays in the image.
_WAY_TO_PACKAGES = ("/etc/apt/apt.conf.d", "/etc/ssl/certs", "/etc/pip.conf", "/etc/xdg/pip")
_LIMITS = ("--ulimit", "nofile=20000:20000", "--ulimit", "nproc=1000:1000")
# What a hostile file would reach, and what the jail's own programs make of documents.
_WITHIN = """
import io, sys
from pathlib import Path
from config import from_environment
from ulss_tracker import create_app
from ulss_tracker.adapters.gate import client, tries
app = create_app(from_environment())
print("LibreOffice", client.has_libreoffice(), "OCR", client.has_ocr())
print("reached", tries.reached(["/srv/tracker/nothing", "/etc/shadow"], variables=["SECRET_KEY"]))
with open(sys.argv[1], "rb") as file:
    look = client.look(file)
    with client.make_safe(file, look.kind) as made:
        print("pages", made.page_count if made else 0)
"""


def add_options(parser: ArgumentParser) -> None:
    """Give what was made before."""
    parser.add_argument("--base", type=Path, help="a tar of a bare root; mmdebstrap makes it else")
    parser.add_argument("--store", type=Path, help="a directory that keeps the images' layers")


def prove(options: Namespace, findings: Findings) -> None:
    """Build both images, and serve from them."""
    with (
        ground("postgresql") as where,
        _built(options.store or where.directory, options.base) as images,
    ):
        for image in images.values():
            findings.note(f"the image {image.name}: {image.megabytes} MB")
        _serve(where, images, SHORT if options.short else FULL, findings)


@dataclass(frozen=True)
class Image:
    """An image, mounted: its root, and what it runs as it is started."""

    name: str
    root: Path
    megabytes: int

    def run(self, command: Sequence[str], *, door: Path, user: int, alone: bool = False) -> str:
        """The command line that runs a command in it; `alone` has no network."""
        own = ("--ro-bind", str(self.root), "/", "--proc", "/proc", "--dev", "/dev")
        memory = ("--size", str(MEMORY_MB << 20), "--perms", "1777", "--tmpfs", "/tmp")  # noqa: S108
        apart = ("--unshare-net",) if alone else ()
        settings = {
            "HOME": "/tmp",  # noqa: S108
            "PATH": "/srv/tracker/.venv/bin:/usr/bin",
            "STATE_DIRECTORY": "/tmp/tracker",  # noqa: S108
            "MAIL_DIRECTORY": "/tmp/mail",  # noqa: S108
            "GATE_JAIL": "/door/socket",
        }
        as_user = ("setpriv", f"--reuid={user}", "--regid=0", "--clear-groups")
        return shlex.join(
            (
                *("bwrap", *own, *memory, *apart, "--bind", str(door), "/door"),
                *(part for pair in settings.items() for part in ("--setenv", *pair)),
                *("--chdir", "/srv/tracker", *as_user, "--bounding-set=-all", *command),
            )
        )


@contextmanager
def _built(directory: Path, base: Path | None) -> Iterator[dict[str, Image]]:
    """Both images, built and mounted until the block ends."""
    if base is None:
        base = directory / "base.tar"
        say("a bare root")
        subprocess.run(
            ["mmdebstrap", "--variant=minbase", "--include=ca-certificates", RELEASE, str(base)],
            check=True,
        )
    store = ("--root", str(directory / "store"), "--runroot", str(directory / "run"))
    environment = {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}

    def buildah(*arguments: str) -> str:
        done = subprocess.run(
            ["buildah", *store, *arguments],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
        return done.stdout.strip().rpartition("\n")[2]

    try:
        if "localhost/base" not in buildah("images", "--filter", "reference=base", "--noheading"):
            empty = buildah("from", "scratch")
            buildah("add", "--quiet", empty, str(base), "/")
            buildah("commit", "--quiet", empty, "base")
        ways = [part for way in _WAY_TO_PACKAGES if Path(way).exists() for part in _volume(way)]
        yield {target: _image(buildah, target, ways) for target in TARGETS}
    finally:
        buildah("rm", "--all")


def _image(buildah: Callable[..., str], target: str, ways: Sequence[str]) -> Image:
    """Build one, and mount it."""
    say(f"building {target}")
    built = ("--file", "deploy/Containerfile", "--target", target, "--tag", target)
    own = ("--network", "host", "--layers", "--build-arg", "BASE=localhost/base")
    buildah("build", "--quiet", *own, *_LIMITS, *ways, *built, ".")
    root = Path(buildah("mount", buildah("from", "--pull-never", f"localhost/{target}")))
    size = subprocess.run(["du", "-sm", root], check=True, capture_output=True, text=True)
    return Image(target, root, int(size.stdout.split()[0]))


def _volume(way: str) -> tuple[str, str]:
    return ("--volume", f"{way}:{way}:ro")


def _serve(where: Ground, images: dict[str, Image], least: int, findings: Findings) -> None:
    """Migrate, open a document in the jail, and replace both instances while people ask."""
    door = where.directory / "door"
    door.mkdir()
    door.chmod(0o777)
    where.directory.chmod(0o755)
    (door / "remarks.rtf").write_bytes(sample_files.RTF)
    address = where.databases.make("image")
    tracker, jail = images["tracker"], images["jail"]
    python = ("python", "-m")
    with _running(
        jail.run(
            (*python, "ulss_tracker.adapters.gate.opener", "/door/socket"),
            door=door,
            user=NOBODY_ELSE,
            alone=True,
        )
    ):
        environment = {"ULSS_ENV": "testing", "DATABASE_URL": address}
        for command in ((*python, "migrations"), ("python", "-c", _WITHIN, "/door/remarks.rtf")):
            done = _within(tracker.run(command, door=door, user=NOBODY_KNOWN), environment)
            findings.hold(
                done.returncode == 0, f"{command[:2]}: {done.stdout}{done.stderr}"[-1500:]
            )
        in_jail = done.stdout.splitlines()
        for words in ("LibreOffice True OCR True", "reached []", "pages 1"):
            findings.hold(words in in_jail, f"in the jail: {in_jail}, not {words}")
        if not findings.holds:
            return
        start = tracker.run(
            (*python, "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"),
            door=door,
            user=NOBODY_KNOWN,
        )
        with _instances.behind_nginx(where.directory, address, _instances.HERE, start) as served:
            people = People(served)
            people.start()
            served.wait_for_requests(least // 3)
            replaced = served.replace(_instances.HERE)
            findings.hold(replaced.returncode == 0, f"not restarted: {replaced.stdout}")
            served.wait_for_requests(least)
            people.stop()
            answers = served.answers()
    failed = {status: times for status, times in answers.items() if not 200 <= status < 400}
    findings.hold(not people.faults, f"{len(people.faults)} failed: {people.faults[:2]}")
    findings.hold(not failed, f"answers that were none: {failed}")
    findings.note(
        f"{answers.total()} requests, {sum(failed.values())} failed, {people.told} requests for a "
        f"review acknowledged by two instances of user {NOBODY_KNOWN}, read-only but for "
        f"{MEMORY_MB} MB of /tmp, while both were replaced; in the jail: {'; '.join(in_jail)}"
    )


def _within(command: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        shlex.split(command),
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )


@contextmanager
def _running(command: str) -> Iterator[None]:
    """Run it until the block ends."""
    process = subprocess.Popen(["setpriv", "--pdeathsig=TERM", *shlex.split(command)])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)
