"""What a chart may look at beside its table: names, standards, questions and claims, all settled before it draws."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pandas as pd

from poverty.bands.band import Band
from poverty.outlook.fan import Fan
from poverty.packs.claims import Claim, ReferenceTables
from poverty.packs.load import Override, Reading

Tracer = Callable[[pd.DataFrame, list[str]], tuple[list[dict], dict[str, dict]]]


@dataclass(frozen=True)
class Context:
    """A province as a chart sees it: its claims as the readings settle them, the words for them, its band and its fan.

    `band` is the calibrated band of other places and `fan` the range of an outlook, or None; `trace` gives the chains
    of a table and its claims, where a manifest is to list them.
    """

    slug: str
    province: dict
    shared: ReferenceTables
    claims: dict[str, Claim]
    questions: dict[str, list[Reading]]
    overrides: list[Override]
    evidence: str
    band: Band | None
    fan: Fan | None
    is_all_primary: bool = False  # whether no source is a main one
    contradicted: tuple[str, ...] = ()  # sorted ids of the claims that the audit contradicts
    trace: Tracer | None = field(default=None, repr=False, compare=False)

    def narrow(self, names: list[str]) -> "Context":
        """The same with these claims alone and their sources: all that a drawing may look at."""
        claims = {name: self.claims[name] for name in names if name in self.claims}
        publications = {claim.source.id for claim in claims.values()}
        sources = {name: source for name, source in self.shared.sources.items() if name in publications}
        return replace(self, claims=claims, shared=replace(self.shared, sources=sources), trace=None)
