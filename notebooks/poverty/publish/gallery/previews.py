"""Small pictures of charts that stand inside the page, so that it needs no other file to be read."""

import base64
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image

from poverty.charts.pictures import reduced

WIDTH = 640  # pixels
COLOURS = (32, 24, 16)  # as many as leave the picture small enough
LARGEST = 30_000  # bytes


@dataclass(frozen=True)
class Preview:
    """A picture as a data URI, with the size at which it is sharp."""

    uri: str
    width: int
    height: int


@cache
def preview(png: bytes) -> Preview:
    """A chart at the width of the page, in few colours, as lossless WebP: 10 to 30 KB, the same bytes every time."""
    image = Image.open(BytesIO(png)).convert("RGB")
    image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    data = b""
    for colours in COLOURS:
        data = _encoded(reduced(image, colours))
        if len(data) <= LARGEST:
            break
    return Preview(f"data:image/webp;base64,{base64.b64encode(data).decode()}", image.width, image.height)


def _encoded(image: Image.Image) -> bytes:
    found = BytesIO()
    image.convert("RGB").save(found, "WEBP", lossless=True, quality=80, method=4)  # more takes a hundred times as long
    return found.getvalue()
