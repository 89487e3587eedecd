"""A file of the Office kind with the same bytes every time: no clock, no order of a hash, in it or in its workbooks."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST = "[Content_Types].xml"  # readers of the format expect it before everything else
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
DATE = "2000-01-01T00:00:00Z"  # of creation and change, in the properties: the same for every deck
CORE = "docProps/core.xml"
_DATED = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def fixed(data: bytes) -> bytes:
    """The same .pptx or .xlsx file with fixed dates, its parts by name; workbooks inside it are treated alike."""
    with ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            content = parts[name]
            if name.endswith(".xlsx"):
                content = fixed(content)
            elif name == CORE:
                content = _DATED.sub(rb"\g<1>" + DATE.encode(), content)
            entry = ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0  # 0: the same on every system
            target.writestr(entry, content)
    return out.getvalue()
