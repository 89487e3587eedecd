"""A calibrated band, as charts and sentences use it."""

from dataclasses import dataclass

CONFIRMING_COVERAGE = (0.85, 0.95)  # coverage of held-back figures for which the band may carry its level in its name


@dataclass(frozen=True)
class Band:
    """A calibrated band, and the donors behind it.

    Args:
        level: how often it is to hold a new figure of a new place.
        score_quantile: its half width, as a share of fall × √(s(1-s)).
        figures, spells, places: how many inner figures of donors it rests on, of how many spells and places.
        longest_gap: of a donor, in years.
        coverage: the share of donors' inner figures that the band of the other places held, each place left out in
            turn, with its 90% bootstrap interval over places, `coverage_low` to `coverage_high`.
    """

    level: float
    score_quantile: float
    figures: int
    spells: int
    places: int
    longest_gap: float
    coverage: float
    coverage_low: float
    coverage_high: float

    @property
    def is_confirmed(self) -> bool:
        """Whether figures held back confirm the level, so that the band may be called by it."""
        low, high = CONFIRMING_COVERAGE
        return low <= self.coverage <= high
