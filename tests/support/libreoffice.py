"""LibreOffice Calc without a screen: opens a workbook, types into cells as a person would, saves it as .xlsx."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = "soffice"
PATIENCE = 120
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Desk" script:language="StarBasic">
{code}
</script:module>
"""
STANDARD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false">
 <library:element library:name="Desk"/>
</library:library>
"""
MACRO = """
Sub Work
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL({source}, "_blank", 0, hidden())
  sheet = book.Sheets.getByName("Tracker")
{edits}
  Dim as_xlsx(0) As New com.sun.star.beans.PropertyValue
  as_xlsx(0).Name = "FilterName"
  as_xlsx(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL({target}, as_xlsx())
  book.close(True)
End Sub
"""


def edited(content: bytes, cells: Mapping[str, str | float], *, folder: Path) -> bytes:
    """The workbook after these cells were typed into, by their place. Raises FileNotFoundError without LibreOffice."""
    if shutil.which(SOFFICE) is None:
        raise FileNotFoundError("soffice is not installed: apt-get install libreoffice-calc --no-install-recommends")
    source, target, profile = folder / "out.xlsx", folder / "in.xlsx", folder / "profile"
    source.write_bytes(content)
    _run(profile, "--terminate_after_init")
    _install(profile / "user" / "basic" / "Standard", source, target, cells)
    _run(profile, "macro:///Standard.Desk.Work")
    return target.read_bytes()


def _run(profile: Path, argument: str) -> None:
    command = [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", argument]
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)


def _install(library: Path, source: Path, target: Path, cells: Mapping[str, str | float]) -> None:
    """Put the macro into the library a new profile has."""
    edits = "\n".join(f"  sheet.getCellRangeByName({_text(place)}).{_typed(value)}" for place, value in cells.items())
    code = MACRO.format(source=_text(source.as_uri()), target=_text(target.as_uri()), edits=edits)
    (library / "script.xlb").write_text(STANDARD)
    (library / "Desk.xba").write_text(MODULE.format(code=escape(code)))


def _typed(value: str | float) -> str:
    return f"String = {_text(value)}" if isinstance(value, str) else f"Value = {value!r}"


def _text(value: str) -> str:
    """A string of Basic."""
    lines = ('"' + line.replace('"', '""') + '"' for line in value.split("\n"))
    return " & Chr(10) & ".join(lines)
