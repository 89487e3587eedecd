"""How a page looks to readers who see otherwise: contrast, greyscale, and three kinds of colour blindness.

Contrast is that of WCAG 2.2; colour blindness is simulated after Machado, Oliveira & Fernandes (2009), severity 1.0.
"""

import numpy as np
from matplotlib.colors import to_rgba

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
