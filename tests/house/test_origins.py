"""No file says from which server packages come: each machine has its own settings for that."""

import re
import subprocess
from pathlib import Path

from tests.house.source import ROOT

HOSTS = [
    backwards[::-1]
    for backwards in (
        "gro.ipyp",
        "gro.nohtyp.ipyp",
        "gro.detsohnohtyp",
        "gro.sjmpn",
        "moc.sjmpn",
        "moc.gkpnray",
        "moc.rorrimmpn",
        "gro.naibed.bed",
        "gro.naibed.ytiruces",
        "gro.naibed.tohspans",
        "gro.naibed.ptf",
        "moc.utnubu.evihcra",
        "oi.setarc",
        "gro.gnalog.yxorp",
        "gro.gnalog.mus",
        "gro.smegybur",
        "gro.tsigakcap",
        "gro.adnocana",
        "oi.rekcod",
        "oi.yauq",
        "oi.rchg",
        "moc.gkpnu",
        "ten.rviledsj",
    )
]
"""Written backwards, so that this list does not find itself."""
HOST = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}\b|\.{re.escape(host)}\b" for host in HOSTS))
SETTINGS = {
    "index": re.compile(r"\bindex[-_]url\W{0,5}\w+://"),
    "resolved": re.compile(r'"resolved"\W{0,5}\w+:'),
    "registry": re.compile(r"(?<!\w)registry\s*=\s*\w*://"),
    "find-links": re.compile(r"find-links\W{0,5}\w+://"),
}
"""How tools are told a server of packages, whatever its name, by a word that each has in it."""
NOT_OURS = {".git", ".venv", "node_modules", "var", "dist", "build", "__pycache__"}


def committed() -> list[Path]:
    """Every file that belongs to the project; in an unpacked archive all that is not made by the tools."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]


def origins(text: str) -> list[str]:
    """What a text names. A plain word is found a hundred times as fast as a pattern: that is sought where a word is."""
    sought = [HOST] if any(host in text for host in HOSTS) else []
    sought += [pattern for word, pattern in SETTINGS.items() if word in text]
    return [found[0] for pattern in sought for found in pattern.finditer(text)]


def test_no_file_names_a_server_of_packages():
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in committed()
        if path.is_file()
        for word in dict.fromkeys(origins(path.read_bytes().decode(errors="replace")))
    ]
    assert not found, "leave it to the settings of the machine: " + "; ".join(found)


def test_what_names_such_a_server_is_seen():
    wheels, mirror = f"files.{HOSTS[2]}", "https://mirror.example/simple"
    wrong = [f"https://{HOSTS[0]}/simple", f"wget {wheels}/x.whl", f"deb http://{HOSTS[7]}/debian trixie main"]
    wrong += [f"pip install --{'index'}-url {mirror}", f'"{"resolved"}": "{mirror}/x.tgz"', f"registry={mirror}"]
    assert [one for one in wrong if not origins(one)] == []
    right = ["--no-emit-index-url", 'status == "resolved"', "mirror.organisation.example", '{"resolved": "2026"}']
    assert [one for one in right if origins(one)] == []
