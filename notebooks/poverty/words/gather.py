"""How the context of a chart is gathered from a pack: its questions settled, its band calibrated."""

from functools import partial

import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.readings import resolve
from poverty.trajectory.variants import band_of
from poverty.words import trace
from poverty.words.context import Context


def gather_context(pack: Pack) -> Context:
    """The context of every chart of a pack, its questions settled by the preferred readings."""
    return Context(
        pack.slug, pack.province, pack.shared, resolve(pack).claims, pack.questions, pack.overrides, pack.evidence,
        band_of(pack), partial(_trace_table, pack),
    )  # fmt: skip


def _trace_table(pack: Pack, table: pd.DataFrame, names: list[str]) -> tuple[list[dict], dict[str, dict]]:
    return trace.chains(table, pack), trace.cited(pack, set(names))
