"""Which charts there are and what each answers; known without loading what draws them.

To add a chart: an entry here, its table in `tables.TABLES_BY_CHART`, and a module of `charts` with `words`, `paint` and
`SHOWS_READINGS`; `make messages` then lists what the two catalogues are to translate.
"""

from dataclasses import dataclass

from poverty.words.language import translatable

ARTICLE_SUFFIX = "-article"  # ends the id of a chart from the main source alone, where another one is from all sources


@dataclass(frozen=True)
class ChartEntry:
    """A chart: the module of `charts` that draws it, the notebook that explains it, the question that it answers."""

    module: str
    notebook: str
    question: str


CHARTS = {  # of one province; the table behind each stands in `tables.TABLES_BY_CHART`
    "01-reported": ChartEntry(
        "reported", "01_ingest", translatable("What was printed, and what does each numeral allow?")
    ),
    "02-trajectory": ChartEntry(
        "trajectory", "02_trajectory", translatable("How far has poverty fallen under each standard?")
    ),
    "03-pace": ChartEntry(
        "pace", "02_trajectory", translatable("How fast, and how much does it depend on how the figures are read?")
    ),
    "04-households": ChartEntry(
        "households", "02_trajectory", translatable("How many poor and near-poor households since the last standard?")
    ),
    "05-jobs": ChartEntry(
        "jobs_average", "03_jobs", translatable("What does the printed average of jobs allow, reading by reading?")
    ),
    "06-groups": ChartEntry(
        "groups", "02_trajectory", translatable("How do groups and areas within the province compare?")
    ),
    "07-standards": ChartEntry(
        "standards",
        "02_trajectory",
        translatable("Which poverty standards were in force, and what did one census count under two of them?"),
    ),
    "08-uncertainty": ChartEntry(
        "sensitivity", "02_trajectory", translatable("What moves the pace: rounding, dates or readings?")
    ),
    "09-job-years": ChartEntry(
        "jobs_by_year",
        "03_jobs",
        translatable("How many people were placed in jobs in which year, and what lies between?"),
    ),
    "11-livelihoods": ChartEntry(
        "livelihoods", "04_livelihoods", translatable("What does a livelihood model come to, and a household in one?")
    ),
    "12-outlook": ChartEntry(
        "scenarios", "05_outlook", translatable("What comes next, if? And what became of the targets?")
    ),
}
PROVINCE_CHARTS = {  # of no province alone
    "01-paces": ChartEntry(
        "province_paces", "07_provinces", translatable("Provinces side by side: which paces can be compared?")
    ),
    "02-levels": ChartEntry(
        "province_levels",
        "07_provinces",
        translatable("Provinces side by side: where do they stand under each standard?"),
    ),
    "03-backtest": ChartEntry(
        "backtest", "08_backtest", translatable("How well does the band give back years that are known?")
    ),
}


def find_question(name: str) -> str:
    """The question that a chart answers, by its id, whichever story it tells."""
    return (CHARTS | PROVINCE_CHARTS)[base_chart_id(name)].question


def base_chart_id(name: str) -> str:
    """The id of a chart without the story that it tells."""
    return name.removesuffix(ARTICLE_SUFFIX)
