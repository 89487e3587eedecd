"""Sentences about jobs a year made up at random: a mean, a multiple and how the multiple may be meant."""

from hypothesis import strategies as st

from poverty.jobs.average import AverageAndMultiple, AverageKind


@st.composite
def random_problems(draw):
    n = draw(st.integers(3, 30))
    average = draw(st.floats(100, 1e5))
    multiple = draw(st.floats(1.05, 6))
    kind = draw(st.sampled_from(list(AverageKind)))
    first = {AverageKind.WHOLE: 0, AverageKind.LEVEL: n - 1, AverageKind.PART: draw(st.integers(1, n - 2))}[kind]
    years = tuple(range(2000, 2000 + n))
    window = (years[first], years[-1])
    return AverageAndMultiple(kind, years, window, (average,) * 3, (multiple,) * 3, (), ())
