"""Made-up packs: rates of two bases, that fall or rise, by registers or a survey, under one standard or several."""

from dataclasses import dataclass

from hypothesis import strategies as st

from poverty.packs.load import Pack
from small_packs import build_pack, build_row

REGISTERS = {"VN-2011": range(2010, 2016), "VN-2016": range(2015, 2022), "VN-2022": range(2021, 2027)}
SURVEY = "VN-2006"  # counted by a survey, in these packs
SURVEY_YEARS = range(2006, 2011)


@dataclass(frozen=True)
class Rate:
    """A printed rate of everybody, in percent with two decimals, at the end of a year."""

    standard: str
    base: str
    year: int
    hundredths: int

    @property
    def value(self) -> float:
        """The rate in percent."""
        return self.hundredths / 100


@st.composite
def lists_of_rates(draw) -> list[Rate]:
    """Rates of registers and of a survey: each standard, base and year at most once, in any order and direction."""
    years_of = REGISTERS | {SURVEY: SURVEY_YEARS}
    rates = {}
    for _ in range(draw(st.integers(1, 9))):
        standard = draw(st.sampled_from(sorted(years_of)))
        base = draw(st.sampled_from(["households", "population"]))
        year = draw(st.sampled_from(list(years_of[standard])))
        rates[standard, base, year] = Rate(standard, base, year, draw(st.integers(10, 6000)))
    return draw(st.permutations(list(rates.values())))


def build_rates_pack(rates: list[Rate]) -> Pack:
    """A pack of one source that prints these rates."""
    rows = [
        build_row(
            f"{rate.standard}-{rate.base}-{rate.year}".lower(), "poverty_rate", f"{rate.value:.2f}",
            f"{rate.year}-M12", base=rate.base, standard=rate.standard,
        )
        for rate in rates
    ]  # fmt: skip
    return build_pack(*rows, standards={SURVEY: "survey"})
