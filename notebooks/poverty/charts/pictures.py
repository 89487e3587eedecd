"""Pictures in few colours: a chart has few, and they take a third of the room."""

import numpy as np
import pandas as pd
from PIL import Image


def reduced(image: Image.Image, count: int) -> Image.Image:
    """The image in the colours that matter, with a palette: each next one is common and far from all before it.

    Pillow's own palettes go by area: on a page that is mostly white and grey they turn thin coloured lines grey, and
    its way to the nearest colour makes some whites grey.

    Args:
        image: any image; what is transparent counts as its colour.
        count: of colours, at most 256.
    """
    pixels = np.asarray(image.convert("RGB"), dtype=np.int32) @ np.array((65536, 256, 1), dtype=np.int32)
    where, found = pd.factorize(pixels.ravel(), sort=True)  # by hash: much quicker than sorting every pixel
    counts = np.bincount(where)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    chosen = [int(counts.argmax())]
    apart = _distance(colours, chosen[0])
    nearest = np.zeros(len(found), dtype=np.uint8)
    while len(chosen) < min(count, len(found)):
        chosen.append(int((apart * np.sqrt(counts)).argmax()))
        again = _distance(colours, chosen[-1])
        nearest[again < apart] = len(chosen) - 1
        apart = np.minimum(apart, again)
    made = Image.fromarray(nearest[where].reshape(image.height, image.width), "P")
    made.putpalette(colours[chosen].astype(np.uint8).tobytes())
    return made


def _distance(colours: np.ndarray, one: int) -> np.ndarray:
    return ((colours - colours[one]) ** 2).sum(axis=1)
