"""What several charts share: marks, the key, the notes at the foot."""

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.charts.page import BAND, PLUM, TINT, Page, Size, measure
from poverty.words.context import Context
from poverty.words.language import Language
from poverty.words.notes import phrase_band_name
from poverty.words.phrases import STATUS_LABELS

SPELL = ["indicator", "population", "area", "standard", "base", "variant"]  # what makes a spell in a table of paths
SYMBOL, ROW = 0.85, 0.3  # inches: a key without its words, and a row of keys
NARROW_SYMBOL, NARROW_ROW = 0.5, 0.22  # the same on a narrow page
_ASIDE = {"estimate": "o", "target": "s", "forecast": "^"}


def spells_of(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The spells of a table of paths, each with its anchors in order of time, then the rest."""
    return [spell.sort_values("t", kind="stable") for _, spell in table.groupby(SPELL, sort=False)]


def anchors_of(spell: pd.DataFrame) -> pd.DataFrame:
    """The anchors of one spell, in order of time."""
    return spell[spell["role"] == "anchor"].sort_values("t")


def line(ax: Axes, spell: pd.DataFrame, color: str, tint: str, band: str) -> None:
    """The path of one spell over its calibrated band and its outer limits; a spell of one anchor has none.

    Where an open question moves the spell, the path is dashed and its outer limits are left to the table.
    """
    points = spell[spell["role"].isin(["anchor", "path"])].sort_values("t")
    if len(points) < 2:
        return
    name = ".".join(str(spell[column].iloc[0]).replace(" ", "-") for column in SPELL).rstrip(".")
    unsettled = (spell["open"] == "yes").any()
    between = points[points["role"] == "path"]
    if between["low"].notna().any() and not unsettled:
        # between two dates a path that never rises stays under the earlier limit and above the later one
        dates, low, high = (list(points[column]) for column in ("t", "low", "high"))
        steps = [t for pair in pairwise(dates) for t in pair]
        floor = [y for y in low[1:] for _ in range(2)]
        roof = [y for y in high[:-1] for _ in range(2)]
        ax.fill_between(steps, floor, roof, color=tint, linewidth=0, gid=f"limits.{name}", zorder=1)
    if between["band_low"].notna().any():
        inside = points.assign(
            bottom=points["band_low"].fillna(points["low"]), top=points["band_high"].fillna(points["high"])
        )
        look = {"color": band, "linewidth": 0, "alpha": 0.6 if unsettled else 1.0, "gid": f"band.{name}", "zorder": 1.5}
        ax.fill_between(inside["t"], inside["bottom"], inside["top"], **look)
    look = {"color": color, "linewidth": 2.5, "linestyle": (0, (3, 1.5)) if unsettled else "-", "zorder": 2}
    ax.plot(points["t"], points["value"], gid=f"path.{name}", **look)


def marks(ax: Axes, spell: pd.DataFrame, color: str, size: float = 11, other: str = "") -> None:
    """Every figure of a spell, each kind with its own mark; with `other`, those of other sources are squares."""
    for row in spell[spell["role"] != "path"].itertuples():
        apart = bool(other) and row.source == "other"
        own = other if apart else color
        look = {"marker": "s" if apart else "o", "markersize": size - apart, "color": own, "zorder": 4}
        if row.role == "check":
            look = {"marker": "x", "markersize": size - 2, "markeredgewidth": 2.5, "color": own, "zorder": 5}
        elif row.role == "aside":
            look |= {  # under the figures: a hollow target must not cover the rate that was reached
                "marker": _ASIDE[row.kind], "markersize": size - 2, "markerfacecolor": "white",
                "markeredgewidth": 1.8, "zorder": 3,
            }  # fmt: skip
        elif row.kind == "derived":
            look |= {"marker": "D", "markersize": size - 1, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, gid=f"{row.role}.{row.Index}", **look)


def keys(
    table: pd.DataFrame,
    context: Context,
    lang: Language,
    color: str,
    path: str,
    other: str = PLUM,
    apart: bool = False,
    brief: bool = False,
) -> list:
    """The keys of the marks that are drawn, in few words where they are to be brief."""
    hollow = {"markerfacecolor": "white", "markeredgewidth": 2}
    printed, possible = lang.say("another printed figure"), lang.say("possible if it never rose")
    if brief:
        printed, possible = lang.say("also printed"), lang.say("if it never rose")
    handles = []
    reported = table[(table["role"] == "anchor") & (table["kind"] == "reported")]
    if apart and (reported["source"] == "other").any():
        if (reported["source"] == "own").any():
            handles.append(_dot("o", color, lang.say("main source"), markersize=10))
        handles.append(_dot("s", other, lang.say("other source")))
    elif len(reported):
        handles.append(_dot("o", color, lang.say("reported"), markersize=10))
    if (table["kind"] == "derived").any():
        handles.append(_dot("D", color, lang.say("inferred"), **hollow))
    if (table["role"] == "check").any():
        handles.append(_dot("x", other, printed, markeredgewidth=2.5))
    for status, label in STATUS_LABELS.items():
        if ((table["role"] == "aside") & (table["kind"] == status)).any():
            handles.append(_dot(_ASIDE[status], other, lang.label(label), **hollow))
    between = table[table["role"] == "path"]
    if (table[(table["role"] == "anchor") & (table["open"] == "no")].groupby(SPELL).size() > 1).any():
        handles.append(Line2D([], [], color=path, linewidth=2.5, label=lang.say("reconstructed")))
    if (table["open"] == "yes").any():
        look = {"color": path, "linewidth": 2.5, "linestyle": (0, (3, 1.5))}
        handles.append(Line2D([], [], label=lang.say("either reading"), **look))
    if between["band_low"].notna().any():
        handles.append(Patch(color=BAND[path], label=phrase_band_name(context, lang)))
    if between.loc[between["open"] == "no", "low"].notna().any():
        handles.append(Patch(color=TINT[path], label=possible))
    return handles


def in_rows(handles: list, size: Size) -> list[list]:
    """Keys in as many rows as a page of that size needs for them."""
    rows: list[list] = [[]]
    used = 0.0
    symbol = NARROW_SYMBOL if size.narrow else SYMBOL
    for handle in handles:
        wide = measure(handle.get_label(), size.label) + symbol
        if rows[-1] and used + wide > size.width - 2 * size.margin:
            rows.append([])
            used = 0.0
        rows[-1].append(handle)
        used += wide
    return rows


def legend(page: Page, handles: list) -> None:
    """Keys under the subtitle; each row of them after the first moves the top of the page down."""
    high = NARROW_ROW if page.narrow else ROW
    for i, row in enumerate(in_rows(handles, page.size)):
        page.top -= high if i else 0.0
        page.figure.legend(
            handles=row,
            loc="upper left",
            ncols=len(row),
            borderaxespad=0,
            borderpad=0,
            handletextpad=0.5,
            handlelength=2.0 if not page.narrow else 1.3,
            columnspacing=1.5 if not page.narrow else 0.9,
            bbox_to_anchor=(page.margin / page.width, page.top / page.height),
        )


def _dot(marker: str, color: str, label: str, **look) -> Line2D:
    return Line2D([], [], marker=marker, color=color, linestyle="none", label=label, **{"markersize": 9, **look})
