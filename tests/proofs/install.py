"""A stranger installs the tracker from the document, on a bare Debian, to a page served by TLS.

Then they upgrade it as the document does: to a release whose first page fails, which is undone; to
the whole one; back; and again. Then the folder of the old release is taken away.

A root is made by debootstrap. The blocks of commands of docs/operations.md are run in it, in their
order and as they stand. There is no systemd in it: `systemctl` there is a small program that does
what the units say. What serves runs in a network of its own, to which packages are brought.
"""

import os
import re
import shutil
import subprocess
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from config import ROOT
from tests.proofs._findings import Findings, say
from tests.proofs.rolling_restart import EARLIER
from ulss_tracker.services.core import support_lines

DOCUMENT = ROOT / "docs" / "operations.md"
SYSTEMCTL = ROOT / "tests" / "proofs" / "_systemctl.sh"
INSTALL = "Install, from a bare Debian to a served page"
UPGRADE = "Upgrading, and going back"
RELEASE = "trixie"
FETCHING = 2
"""So many blocks fetch packages, and share the machine's network."""
_WAY_TO_PACKAGES = ("/etc/apt/apt.conf.d", "/etc/pip.conf", "/etc/resolv.conf", "/etc/ssl/certs")
LONGEST = 3_600
_SETTINGS = "cat > /etc/tracker/environment"
_BRING_PACKAGES = """
bring="/srv/tracker/.venv/bin/python -m pip download --quiet --dest /root/wheels"
$bring --require-hashes --requirement /srv/tracker/requirements.txt
$bring setuptools # what is no wheel is built
tar --extract --file=/root/tracker-new.tar.gz --directory=/root requirements.txt
$bring --require-hashes --requirement /root/requirements.txt
"""
# What the document leaves to whoever installs; and something that waits while the database is away.
_OWN_SETTINGS = """
cat >> /etc/tracker/environment <<END
DATA_LAWFUL_BASIS="Invented for a proof"
DATA_PROTECTION_OFFICER="Nobody"
SUPPORT_LINES_CHECKED=%s
END
install -d -o tracker -g tracker /var/lib/tracker/outage
touch /var/lib/tracker/outage/waiting
"""
# It fails only where it serves: a page that fails everywhere stops at the drill of the backup.
_BREAK = """
mkdir /root/broken
tar --extract --file=/root/tracker-new.tar.gz --directory=/root/broken
echo "{{ config.ENVIRONMENT == 'testing' or 1 // 0 }}" > /root/broken/templates/public/start.html
mv /root/tracker-new.tar.gz /root/whole.tar.gz
tar --create --gzip --file=/root/tracker-new.tar.gz --directory=/root/broken .
"""
_FAILS = """
if (
%s
) then exit 1; fi
mv /root/whole.tar.gz /root/tracker-new.tar.gz
"""
_OLD_SERVES = """
for port in 8000 8001; do
    [[ $(readlink "/proc/$(cat "/run/tracker-web@$port.pid")/cwd") == /srv/tracker-releases/first ]]
    curl --silent --show-error --fail "http://127.0.0.1:$port/ready"
done
"""
_AFTERWARDS = """
test -f /var/lib/tracker/outage/waiting
rm -r /srv/tracker-releases/first
systemctl restart tracker-web@8000
curl --silent --show-error --fail --retry 60 --retry-delay 2 --retry-all-errors \\
    http://127.0.0.1:8000/ready
readlink "/proc/$(cat /run/tracker-web@8001.pid)/cwd"
"""


def add_options(parser: ArgumentParser) -> None:
    """Give a root that debootstrap made before, which is copied."""
    parser.add_argument("--root", type=Path, help="made by debootstrap; it is copied")
    parser.add_argument("--earlier", default=EARLIER, help="the release before: a commit")


def prove(options: Namespace, findings: Findings) -> None:
    """Run what the document says."""
    document = DOCUMENT.read_text()
    commands = [*blocks(document, INSTALL), *_upgrades(*blocks(document, UPGRADE))]
    # No mail server is brought into that network.
    rings = re.compile(r"(deploy check|upgrade\.sh\"?)$", re.MULTILINE)
    commands = [rings.sub(r"\1 --without-services", block) for block in commands]
    findings.hold(len(commands) > FETCHING, "the document has no blocks of commands")
    settings = next(at for at, block in enumerate(commands) if _SETTINGS in block)
    rung = ",".join(f"{name}:2026-12-01" for name in support_lines.NUMBERS)
    commands[settings] += _OWN_SETTINGS % rung
    with TemporaryDirectory(prefix="ulss-install-") as directory:
        root = Path(directory) / "root"
        _lay_out(root, options.root, options.earlier)
        fetching = [*commands[:FETCHING], _BRING_PACKAGES]
        fetched = _run(root, "\n".join(fetching), *_INSIDE)
        findings.hold(fetched.returncode == 0, f"packages: {fetched.stdout[-1500:]}")
        if fetched.returncode:
            return
        served = _run(root, "\n".join([*commands[FETCHING:], _AFTERWARDS]), *_INSIDE, "--net")
        is_served = "<h1" in served.stdout
        findings.hold(served.returncode == 0 and is_served, f"serving: {served.stdout[-2500:]}")
        serves = served.stdout.strip().rpartition("\n")[2]
        is_new = served.returncode == 0 and "/srv/tracker-releases/2" in serves
        findings.hold(is_new, f"what serves after the upgrade: {serves}")
        fit = re.search(r"^\d+ points: .*", served.stdout, re.MULTILINE)
        findings.note(
            f"{len(commands)} blocks of commands, "
            f"{sum(block.count(chr(10)) + 1 for block in commands)} lines, run in a bare Debian "
            f"({RELEASE}): a page served by TLS: {is_served}; "
            "a release that does not serve undone, then the upgrade, back, and again: "
            f"the new release serves: {is_new}; "
            f"`deploy check`: {fit[0] if fit else 'not reached'}"
        )


def blocks(text: str, title: str) -> list[str]:
    """The commands of the section, block by block."""
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)\n```$", section, re.DOTALL | re.MULTILINE)


def _upgrades(upgrade: str, back: str) -> list[str]:
    """The section's commands, as one would use them who meets a release that does not serve."""
    return [_BREAK, _FAILS % upgrade, _OLD_SERVES, upgrade, back, _OLD_SERVES, upgrade]


_ENTER = 'ip link set lo up && exec chroot "$0" /bin/bash /root/commands'
_INSIDE = ("--mount", "--pid", "--fork", "--kill-child")
_BROUGHT = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/root/wheels"}


def _lay_out(root: Path, made: Path | None, earlier: str) -> None:
    """A bare root, the earlier release and this one in it, and this machine's way to packages."""
    if made is not None:
        subprocess.run(["cp", "-a", str(made), str(root)], check=True)
    else:
        bare = ["debootstrap", "--variant=minbase", RELEASE, str(root)]
        subprocess.run(bare, check=True, capture_output=True)
    for name in (*_WAY_TO_PACKAGES, os.environ.get("PIP_CERT", "")):
        source, place = Path(name), root / name.lstrip("/")
        if name and source.is_dir():
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(source, place, symlinks=False, ignore_dangling_symlinks=True)
        elif name and source.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    for name, commit in (("tracker", earlier), ("tracker-new", "HEAD")):
        release = f"--output={root / 'root' / name}.tar.gz"
        archive = ["git", "-C", str(ROOT), "archive", "--format=tar.gz", release, commit]
        subprocess.run(archive, check=True)
    shutil.copyfile(SYSTEMCTL, root / "usr/local/bin/systemctl")
    (root / "usr/local/bin/systemctl").chmod(0o755)
    policy = root / "usr/sbin/policy-rc.d"  # packages start nothing by themselves
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)


def _run(root: Path, commands: str, *unshared: str) -> "subprocess.CompletedProcess[str]":
    """Run commands in the root, in spaces of their own; what they started ends with them."""
    script = root / "root" / "commands"
    script.write_text(f"set -euxo pipefail\nmount -t proc proc /proc\n{commands}\n")
    kept = {key: value for key, value in os.environ.items() if key in {"PIP_CERT", "PIP_INDEX_URL"}}
    say(f"{commands.count(chr(10)) + 1} lines")
    with (root / "root" / "said").open("w+") as said:
        done = subprocess.run(
            ["unshare", *unshared, "sh", "-c", _ENTER, str(root)],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=LONGEST,
            env={
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root",
                "LANG": "C.UTF-8",
                "DEBIAN_FRONTEND": "noninteractive",
                **(_BROUGHT if "--net" in unshared else kept),
            },
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read())
