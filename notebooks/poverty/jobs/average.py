"""Jobs per year from one printed average and one printed multiple.

Each reading of the average says of which years it is one; `limits` says what every path leaves under it.
Jobs are gross placements of people in a year, not net employment.
"""

from dataclasses import dataclass
from enum import Enum

from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Override, Pack, Reading
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings


class NoJobsError(ValueError):
    """The claims do not pin a path of jobs per year; the message says what is missing."""


class AverageKind(Enum):
    """What the printed average is an average of."""

    WHOLE = "mean of the whole period"
    LEVEL = "level of the last year"
    PART = "mean of a part of the period"


@dataclass(frozen=True)
class AverageAndMultiple:
    """What is known under one reading: `years` from the base year of the multiple to the last one.

    `average` and `multiple` are (low, printed, high): the soft range of the words, and the number itself.
    The average holds for the years from `window[0]` to `window[1]`.
    """

    kind: AverageKind
    years: tuple[int, ...]
    window: tuple[int, int]
    average: tuple[float, float, float]
    multiple: tuple[float, float, float]
    claims: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def start(self) -> tuple[float, float, float]:
        """The base year's jobs that the multiple implies: lowest, as printed, highest."""
        low, printed, high = self.average
        least, times, most = self.multiple
        return low / most, printed / times, high / least


def pair_average_with_multiple(resolved: ResolvedClaims) -> AverageAndMultiple:
    """The average and the multiple of the pack's source, under one choice of readings.

    The period runs from the base year of the multiple to the last year that the average speaks of.

    Raises:
        NoJobsError: no average with a multiple of a base year, or its years are not settled.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pair = list_average_readings(load_pack("bac-lieu"))[0][1]
        >>> pair.kind.value, pair.window, [round(x) for x in pair.start]
        ('mean of the whole period', (1997, 2024), [6667, 6667, 8400])
    """
    jobs = [c for c in resolved.primary() if c.indicator == "jobs_created"]
    averages = [c for c in jobs if c.statistic in ("mean per year", "each year")]
    multiples = [c for c in jobs if c.statistic == "multiple" and c.base.startswith("jobs_created:")]
    pairs = [(a, m) for a in averages for m in multiples if a.together == m.together]
    if not pairs:
        raise NoJobsError("no average number of jobs is printed together with a multiple of an earlier year")
    average, multiple = pairs[0]
    if not average.start:
        raise NoJobsError(f"{average.printed} has no years: choose a reading of what it averages")
    if multiple.bounds.soft.as_floats()[0] <= 1:
        raise NoJobsError(f"{multiple.printed} times is not a rise: the bounds here are for non-decreasing paths")
    base = parse_sdmx_period(multiple.base.partition(":")[2]).year
    window = (parse_sdmx_period(average.start).year, parse_sdmx_period(average.end).year)
    if window[0] < base or window[1] <= base:
        raise NoJobsError(f"the average covers {window[0]}-{window[1]}, which is not later than the base year {base}")
    years = tuple(range(base, window[1] + 1))
    if average.statistic == "each year" or window[0] == window[1]:
        kind = AverageKind.LEVEL
    else:
        kind = AverageKind.WHOLE if window == (years[0], years[-1]) else AverageKind.PART
    readings = tuple(dict.fromkeys((*average.readings, *multiple.readings)))
    return AverageAndMultiple(
        kind=kind, years=years, window=window, average=_soft_range_with_value(average),
        multiple=_soft_range_with_value(multiple), claims=(average.id, multiple.id), readings=readings,
    )  # fmt: skip


def find_average_with_multiple(pack: Pack) -> AverageAndMultiple | None:
    """The average and the multiple of the pack's source, under the first reading that settles them; None if none does.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> pair = find_average_with_multiple(load_pack("bac-lieu"))
        >>> pair.average, pair.multiple
        ((20000.0, 20000.0, 21000.0), (2.5, 3.0, 3.0))
        >>> find_average_with_multiple(load_pack("gia-lai"))
    """
    return next((pair for _, pair in list_average_readings(pack)), None)


def list_job_readings(pack: Pack) -> list[tuple[Reading | None, ResolvedClaims]]:
    """The readings of the question that moves a claim on jobs; the claims as they are if none does.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> [reading.name for reading, _ in list_job_readings(load_pack("bac-lieu"))]
        ['whole-period', 'recent-level', 'current-programme', 'since-2011']
        >>> [reading for reading, _ in list_job_readings(load_pack("gia-lai"))]
        [None]
    """
    questions = [o.question for o in list_job_overrides(pack)]
    return resolve_each_reading(pack, questions[0]) if questions else [(None, resolve_readings(pack))]


def list_job_overrides(pack: Pack) -> list[Override]:
    """What readings change of claims on jobs."""
    return [o for o in pack.overrides if pack.claims[o.claim_id].indicator == "jobs_created"]


def list_average_readings(pack: Pack) -> list[tuple[Reading | None, AverageAndMultiple]]:
    """The readings of the average that pin something: all of an open question, or the claims as they are."""
    pairs = []
    for reading, resolved in list_job_readings(pack):
        try:
            pairs.append((reading, pair_average_with_multiple(resolved)))
        except NoJobsError:
            continue  # the notebook says what is missing
    return pairs


def _soft_range_with_value(claim) -> tuple[float, float, float]:
    """A claim's number between the ends of its soft range: low, printed, high."""
    low, high = claim.bounds.soft.as_floats()
    return low, float(claim.value), high
