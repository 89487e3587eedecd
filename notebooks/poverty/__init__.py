"""Poverty figures as printed in reports: what they allow, and what they do not.

Modules read in one direction, each building on those before it: words, vocabulary, periods, numerals, files, faults,
parameters → claims → pack → readings → spells → audit → limits, donors, calibration → trajectory, period_means, jobs,
backtest → job_limits, job_years, job_records, job_trend, exchange, livelihoods → outlook, targets → trial, job_trial,
verdicts, contributions, assumptions → tables → tracing, wording → findings, canvas, pictures → charts → display,
export → vector, sheet, brief, deck, gallery → publication, briefing, contents, readme → catalogues, check, new,
donors_from_packs, run, lab → __main__. Below all: files, project, cache, fingerprint, progress, collection, folders.
"""


def trace(chart: str, **where: object) -> None:
    """Print where the marks of a chart come from, back to the numerals: see `poverty.tracing.trace`."""
    from poverty.words.trace import trace_marks as chain  # here, not above: importing the package must cost nothing

    print(chain(chart, **where))
