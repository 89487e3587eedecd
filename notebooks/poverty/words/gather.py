"""How the context of a chart is gathered from a pack: its questions settled, its band calibrated."""

from functools import partial

import pandas as pd

from poverty.outlook.fan import find_fan
from poverty.packs.audit import find_contradicted_claims
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.path import calibrate_province_band
from poverty.words.context import Context
from poverty.words.trace import describe_cited_claims, list_trace_chains


def gather_context(pack: Pack) -> Context:
    """The context of every chart of a pack, its questions settled by the preferred readings.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> context = gather_context(load_pack("gia-lai"))
        >>> context.slug, context.evidence, list(context.narrow([]).claims)
        ('gia-lai', 'all', [])
    """
    resolved = resolve_readings(pack)
    return Context(
        slug=pack.slug,
        province=pack.province,
        shared=pack.shared,
        claims=resolved.claims,
        questions=pack.questions,
        overrides=pack.overrides,
        evidence=pack.evidence,
        band=calibrate_province_band(pack),
        fan=find_fan(),
        is_all_primary=pack.is_all_primary,
        contradicted=tuple(sorted(find_contradicted_claims(resolved))),
        trace=partial(_trace_table, pack),
    )


def _trace_table(pack: Pack, table: pd.DataFrame, names: list[str]) -> tuple[list[dict], dict[str, dict]]:
    """The chains of a chart's table, and what its cited claims print and allow, by id."""
    return list_trace_chains(table, pack), describe_cited_claims(pack, set(names))
