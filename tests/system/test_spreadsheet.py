"""Every table of this data set goes through a real spreadsheet and comes back without a changed value."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from shenzhen_ai.fmt import format_package
from shenzhen_ai.read import read

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
OPEN = "CSV:44,34,76,1,,1033,false,true"
SAVE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"


@pytest.fixture(scope="module")
def libreoffice() -> str:
    """The program; without it the test fails, saying how to get it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.fail("no LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui")
    return program


def test_libreoffice_opens_and_saves_every_table_and_fmt_puts_it_back(libreoffice: str, tmp_path: Path) -> None:
    for name in ("sources", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("history"))
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    files = sorted((tmp_path / "sources").glob("*.csv"))
    before = {f"sources/{file.name}": file.read_bytes() for file in files}
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    subprocess.run(
        [libreoffice, "--headless", profile, f"--infilter={OPEN}", "--convert-to", SAVE, "--outdir", saved, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for file in files:
        shutil.copy(saved / file.name, file)
    changed = [path for path, data in before.items() if (tmp_path / path).read_bytes().replace(b"\r\n", b"\n") != data]

    done = format_package(read(tmp_path), write=True, before=before.get)

    assert len(changed) >= 5, "the spreadsheet changed next to nothing, so this proves nothing"
    assert done.doubts == []
    assert [path for path, data in before.items() if (tmp_path / path).read_bytes() != data] == []
