"""Small pictures of charts that stand inside the page, so that it needs no other file to be read."""

import base64
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

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
        data = _encoded(_reduced(image, colours))
        if len(data) <= LARGEST:
            break
    return Preview(f"data:image/webp;base64,{base64.b64encode(data).decode()}", image.width, image.height)


def _reduced(image: Image.Image, count: int) -> Image.Image:
    """The image in the colours that matter: each next one is that which is common and far from all before it.

    Pillow's own palettes go by area: on a page that is mostly white and grey they turn thin coloured lines grey, and
    its way to the nearest colour makes some whites grey.
    """
    pixels = np.asarray(image, dtype=np.int64) @ (65536, 256, 1)
    found, where, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    chosen = [int(counts.argmax())]
    apart = _distance(colours, chosen[0])
    nearest = np.zeros(len(found), dtype=int)
    while len(chosen) < min(count, len(found)):
        chosen.append(int((apart * np.sqrt(counts)).argmax()))
        again = _distance(colours, chosen[-1])
        nearest[again < apart] = len(chosen) - 1
        apart = np.minimum(apart, again)
    kept = colours[chosen].astype(np.uint8)
    return Image.fromarray(kept[nearest[where]].reshape(image.height, image.width, 3))


def _distance(colours: np.ndarray, one: int) -> np.ndarray:
    return ((colours - colours[one]) ** 2).sum(axis=1)


def _encoded(image: Image.Image) -> bytes:
    found = BytesIO()
    image.save(found, "WEBP", lossless=True, quality=80, method=4)  # more takes a hundred times as long
    return found.getvalue()
