"""Which charts there are and what each answers; known without loading what draws them.

To add a chart: an entry here, its table in `tables.TABLES_BY_CHART`, and a module of `charts` with `phrase` and
`draw`; `make messages` then lists what the two catalogues are to translate.
"""

from dataclasses import dataclass

from poverty.words.language import translatable


@dataclass(frozen=True)
class ChartEntry:
    """A chart: the module of `charts` that draws it, the notebook that explains it, the question that it answers."""

    module: str
    notebook: str
    question: str


CHARTS = {  # of one province; the table behind each stands in `tables.TABLES_BY_CHART`
    "01-answer": ChartEntry(
        "answer", "02_trajectory", translatable("What is known of poverty and jobs, year by year?")
    ),
    "02-trajectory": ChartEntry(
        "trajectory", "02_trajectory", translatable("How far has poverty fallen under each standard?")
    ),
    "03-households": ChartEntry(
        "households", "02_trajectory", translatable("How many poor households fewer, under each standard?")
    ),
    "04-measures": ChartEntry(
        "measures",
        "02_trajectory",
        translatable("What do the household survey and the register say of the same years?"),
    ),
    "05-standards": ChartEntry(
        "standards", "02_trajectory", translatable("What did one census count under two standards?")
    ),
    "06-jobs": ChartEntry("jobs", "03_jobs", translatable("How many people were placed in jobs, year by year?")),
    "07-outlook": ChartEntry("outlook", "05_outlook", translatable("What comes next, if it goes on?")),
    "08-groups": ChartEntry(
        "groups", "02_trajectory", translatable("How do groups and areas within the province compare?")
    ),
    "a1-reported": ChartEntry("reported", "01_ingest", translatable("Which printed numbers are loose, and how loose?")),
    "a2-sensitivity": ChartEntry(
        "sensitivity", "02_trajectory", translatable("What moves the pace: rounding, dates or readings?")
    ),
    "a3-jobs-readings": ChartEntry(
        "jobs_readings", "03_jobs", translatable("What does the printed average of jobs allow, reading by reading?")
    ),
    "a4-livelihoods": ChartEntry(
        "livelihoods", "04_livelihoods", translatable("What does a livelihood model come to, and a household in one?")
    ),
}
PROVINCE_CHARTS = {  # of no province alone
    "09-provinces": ChartEntry(
        "provinces", "07_provinces", translatable("From where to where did poverty fall in each province?")
    ),
    "a5-backtest": ChartEntry(
        "backtest", "08_backtest", translatable("How often does the band hold years that are known?")
    ),
}
MAIN_CHARTS = [name for name in (*CHARTS, *PROVINCE_CHARTS) if name[0] == "0"]  # the others are the appendix


def find_question(name: str) -> str:
    """The question that a chart answers, by its id."""
    return (CHARTS | PROVINCE_CHARTS)[name].question
