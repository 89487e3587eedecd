"""What several charts share: words about a row, marks, the key, the notes at the foot."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from poverty.canvas import HEIGHT, MARGIN, PLUM, WIDTH, Page
from poverty.pack import Pack
from poverty.words import Language


@dataclass(frozen=True)
class Words:
    """What a chart says: title (the finding), subtitle, alt text, and its own notes."""

    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...] = ()


def ids(column: pd.Series) -> list[str]:
    """The distinct ids in a column of space-separated ids, in order."""
    return list(dict.fromkeys(name for cell in column for name in cell.split()))


def place(pack: Pack, lang: Language) -> str:
    """The province's name in a language, in English where the pack has no other."""
    names = pack.province["name"]
    return names.get(lang.code, names["en"])


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def standard_years(pack: Pack, standard: str, lang: Language) -> str:
    """A standard by the years in which it was in force; the first one of the table has no known beginning."""
    found = pack.shared.standards[standard]
    if standard == next(iter(pack.shared.standards)):
        return lang.say("until %(year)s", year=found.last_year)
    return f"{found.first_year}–{found.last_year}"


def rate(row: pd.Series, pack: Pack, lang: Language) -> str:
    """A rate with as many decimals as its numeral has; a derived one with one."""
    if row["kind"] == "derived":
        return lang.percent(row["value"], 1)
    claim = pack.claims[row["claims"].split()[0]]
    return lang.percent(claim.value, max(-claim.rounded_to.as_tuple().exponent, 0))


def assumed(pack: Pack, readings: list[str], lang: Language) -> str:
    """The note that names the readings a chart assumes."""
    labels = []
    for tag in readings:
        question, name = tag.split("=")
        labels += [lang.label(r.label) for r in pack.questions[question] if r.name == name]
    return lang.say("Read as: %(labels)s.", labels="; ".join(labels))


def sources(pack: Pack, claims: list[str], lang: Language) -> str:
    """The source line: publication, publisher, date of every claim drawn, the pack's own source first."""
    found = {pack.claims[name].source.id: pack.claims[name].source for name in claims}
    ordered = sorted(found.values(), key=lambda s: s.role != "primary")
    cited = "; ".join(f"{s.title}, {s.publisher}, {s.published}" for s in ordered)
    return lang.say("Source: %(cited)s.", cited=cited)


def line(ax: Axes, spell: pd.DataFrame, color: str, tint: str) -> None:
    """The path of one spell with its outer limits; a spell of one anchor has none."""
    points = spell[spell["role"] != "check"].sort_values("t")
    if len(points) < 2:
        return
    name = f"{points['indicator'].iloc[0]}.{points['standard'].iloc[0]}"
    if points.loc[points["role"] == "path", "low"].notna().any():
        ax.fill_between(
            points["t"], points["low"], points["high"], color=tint, linewidth=0, gid=f"limits.{name}", zorder=1
        )
    ax.plot(points["t"], points["value"], color=color, linewidth=2.5, gid=f"path.{name}", zorder=2)


def marks(ax: Axes, spell: pd.DataFrame, color: str) -> None:
    """Anchors and other sources' figures, each kind with its own mark."""
    for row in spell[spell["role"] != "path"].itertuples():
        look = {"marker": "o", "markersize": 11, "color": color, "zorder": 4}
        if row.role == "check":
            look = {"marker": "x", "markersize": 9, "markeredgewidth": 2.5, "color": PLUM, "zorder": 5}
        elif row.kind == "derived":
            look |= {"marker": "D", "markersize": 10, "markerfacecolor": "white", "markeredgewidth": 2.2}
        ax.plot([row.t], [row.value], linestyle="none", clip_on=False, gid=f"{row.role}.{row.Index}", **look)


def key(page: Page, table: pd.DataFrame, lang: Language, mark: str, path: str, tint: str) -> None:
    """What each mark means; only the marks that are drawn."""
    hollow = {"markerfacecolor": "white", "markeredgewidth": 2}
    handles = [_dot("o", mark, lang.say("reported"), markersize=10)]
    if (table["kind"] == "derived").any():
        handles.append(_dot("D", mark, lang.say("inferred from a reported fall"), **hollow))
    if (table["role"] == "check").any():
        handles.append(_dot("x", PLUM, lang.say("another source, a check only"), markeredgewidth=2.5))
    between = table[table["role"] == "path"]
    if len(between):
        handles.append(Line2D([], [], color=path, linewidth=2.5, label=lang.say("reconstructed")))
    if between["low"].notna().any():
        handles.append(Patch(color=tint, label=lang.say("outer limits")))
    legend(page, handles)


def legend(page: Page, handles: list) -> None:
    """One row of keys under the subtitle."""
    page.figure.legend(
        handles=handles,
        loc="upper left",
        ncols=len(handles),
        borderaxespad=0,
        borderpad=0,
        handletextpad=0.5,
        columnspacing=1.5,
        bbox_to_anchor=(MARGIN / WIDTH, page.top / HEIGHT),
    )


def _dot(marker: str, color: str, label: str, **look) -> Line2D:
    return Line2D([], [], marker=marker, color=color, linestyle="none", label=label, **{"markersize": 9, **look})
