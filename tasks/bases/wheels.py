#!/usr/bin/env python3
"""Makes a wheel of every Python distribution that Debian packages have put on this system.

Usage: wheels.py TO [FROM]    FROM is /usr/lib/python3/dist-packages unless given

A wheel is a zip archive of the modules with a dist-info folder beside them: METADATA says what it is and needs, WHEEL
for which Python it is, RECORD what it holds (PEP 427). Debian ships the first, in a dist-info or an older egg-info
folder; the other two are written here. Which modules belong to a distribution is dpkg's knowledge.
"""

import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import Parser

# What an installer writes about its own installation; none of a wheel's business.
INSTALLER_FILES = {"RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json"}
EPOCH = (1980, 1, 1, 0, 0, 0)


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def owning_package(metadata: pathlib.Path) -> str:
    """The Debian package that the `metadata` folder (or egg-info file) came with."""
    probe = min(metadata.iterdir()) if metadata.is_dir() else metadata
    return output("dpkg", "-S", str(probe)).split(": ")[0]


def packaged_files(site: pathlib.Path, package: str) -> list[pathlib.Path]:
    """Files below `site` of the Debian package `package`."""
    paths = (pathlib.Path(line) for line in output("dpkg", "-L", package).splitlines())
    return [path for path in paths if path.is_file() and site in path.parents]


def true_version(stated: str, package: str) -> str:
    """The version that METADATA states, or the package's own upstream version.

    Some are built without their history and take themselves for 0.0.something; `pip install flask-cors>=4` minds.
    """
    if not stated.startswith("0.0."):
        return stated
    upstream = re.match(r"(?:\d+:)?(\d[\d.]*)", output("dpkg-query", "-W", "-f", "${Version}", package))
    return upstream.group(1).rstrip(".") if upstream else stated


def requirements_of_egg(egg: pathlib.Path) -> str:
    """The unconditional part of an egg-info's requires.txt, as METADATA lines."""
    requires = egg / "requires.txt"
    if not requires.is_file():
        return ""
    unconditional = requires.read_text().split("[", 1)[0].split("\n")
    return "".join(f"Requires-Dist: {line.strip()}\n" for line in unconditional if line.strip())


def metadata_files(metadata: pathlib.Path) -> dict[str, bytes]:
    """What goes into the wheel's dist-info folder, by name, without WHEEL and RECORD."""
    if metadata.is_file():
        return {"METADATA": metadata.read_bytes()}
    if metadata.suffix == ".egg-info":
        head, _, body = (metadata / "PKG-INFO").read_text().partition("\n\n")
        text = f"{head.rstrip()}\n{requirements_of_egg(metadata)}\n{body}"
        files = {"METADATA": text.encode()}
        if (metadata / "entry_points.txt").is_file():
            files["entry_points.txt"] = (metadata / "entry_points.txt").read_bytes()
        return files
    wanted = (path for path in metadata.iterdir() if path.is_file() and path.name not in INSTALLER_FILES)
    return {path.name: path.read_bytes() for path in wanted}


def wheel_tag(modules: list[pathlib.Path]) -> str:
    """Plain Python serves every platform; a compiled module only this Python on this machine."""
    if not any(path.suffix == ".so" for path in modules):
        return "py3-none-any"
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{python}-{python}-{platform}"


def record_line(name: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def make_wheel(site: pathlib.Path, metadata: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    """Writes the wheel of the distribution described by `metadata` into `target`; the same input, the same bytes."""
    info_files = metadata_files(metadata)
    head = Parser().parsestr(info_files["METADATA"].decode(), headersonly=True)
    package = owning_package(metadata)
    version = true_version(head["Version"], package)
    stem = f"{head['Name'].replace('-', '_')}-{version}"
    stated, corrected = f"\nVersion: {head['Version']}\n", f"\nVersion: {version}\n"
    info_files["METADATA"] = info_files["METADATA"].replace(stated.encode(), corrected.encode(), 1)

    described = (".dist-info", ".egg-info")
    modules = [
        path
        for path in packaged_files(site, package)
        if not path.relative_to(site).parts[0].endswith(described) and "__pycache__" not in path.parts
    ]
    tag = wheel_tag(modules)
    pure = str(tag.endswith("-none-any")).lower()
    info_files["WHEEL"] = f"Wheel-Version: 1.0\nGenerator: pinko\nRoot-Is-Purelib: {pure}\nTag: {tag}\n".encode()

    contents = {str(path.relative_to(site)): path.read_bytes() for path in modules}
    contents |= {f"{stem}.dist-info/{name}": data for name, data in info_files.items()}
    record = f"{stem}.dist-info/RECORD"
    lines = "".join(record_line(name, data) for name, data in sorted(contents.items()))
    contents[record] = f"{lines}{record},,\n".encode()

    wheel = target / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return wheel


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print("usage: wheels.py TO [FROM]", file=sys.stderr)
        return 2
    target = pathlib.Path(sys.argv[1])
    site = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else "/usr/lib/python3/dist-packages")
    target.mkdir(parents=True, exist_ok=True)
    for metadata in sorted([*site.glob("*.dist-info"), *site.glob("*.egg-info")]):
        print(make_wheel(site, metadata, target).name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
