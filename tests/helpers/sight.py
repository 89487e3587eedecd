"""How a page looks to readers who see otherwise: contrast, greyscale, and three kinds of colour blindness.

Contrast is that of WCAG 2.2; colour blindness is simulated after Machado, Oliveira & Fernandes (2009), severity 1.0.
"""

import itertools

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.text import Text

TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
APART = 10.0  # in CIELAB: colours that nobody takes for one another side by side
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "greyscale": [[0.2126, 0.7152, 0.0722]] * 3,
}
_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]


def light(color):
    """Linear RGB of a colour on white."""
    red, green, blue, alpha = to_rgba(color)
    shown = alpha * np.array([red, green, blue]) + 1 - alpha
    return np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of two colours, 1 to 21."""
    first, second = sorted((float(light(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def seen(color, how):
    """A colour as it is seen, in CIELAB (white of D65)."""
    xyz = _XYZ @ np.clip(np.array(BLINDNESS[how]) @ light(color), 0, 1) / np.sum(_XYZ, axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, how):
    """How far two colours lie apart as they are seen."""
    return float(np.linalg.norm(seen(one, how) - seen(other, how)))


def grounds(figure):
    """Every text that is drawn, with the colour that it mostly stands on."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    boxes = [t.get_window_extent() for t in texts]
    for text in texts:
        text.set_visible(False)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3] / 255
    for text in texts:
        text.set_visible(True)
    for text, box in zip(texts, boxes, strict=True):
        low, high = len(pixels) - int(np.ceil(box.y1)), len(pixels) - int(box.y0)
        under = pixels[max(low, 0) : high, max(int(box.x0), 0) : int(np.ceil(box.x1))].reshape(-1, 3)
        if patch := text.get_bbox_patch():
            yield text, patch.get_facecolor()
        elif len(under):  # tick labels out of view have nothing under them
            found, counts = np.unique(under, axis=0, return_counts=True)
            yield text, tuple(found[counts.argmax()])


def keys(figure):
    """Every key of the figure: its name, its colour, and how it looks apart from colour."""
    for legend in figure.legends:
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
            if isinstance(handle, Line2D):
                hollow = handle.get_markerfacecolor() in ("white", "none")
                shape = (handle.get_marker(), hollow, handle.get_linestyle(), handle._dash_pattern)
                yield text.get_text(), handle.get_color(), ("line", *shape)
            else:
                yield text.get_text(), handle.get_facecolor(), ("patch", handle.get_hatch())


def words_stand_out(chart):
    """Every text is legible on what it stands on."""
    for text, ground in grounds(chart.figure):
        ratio = contrast(text.get_color(), ground)
        assert ratio >= TEXT, f"{chart.id}, {chart.size.name}: {text.get_text()}: {ratio:.2f}"


def keys_stand_apart(chart):
    """Keys of one shape can be told apart by everybody, and in print without colour."""
    for (one, a, looks), (other, b, like) in itertools.combinations(keys(chart.figure), 2):
        for how in BLINDNESS if looks == like and a != b else ():
            far = apart(a, b, how)
            assert far >= APART, f"{chart.id}, {chart.size.name}: {one} and {other}, {how}: {far:.0f}"
