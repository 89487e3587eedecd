"""Which charts there are and what each answers; known without loading what draws them."""

from poverty.words.language import translatable

ARTICLE_SUFFIX = "-article"  # ends the id of a chart from the main source alone, where another one is from all sources
# What each chart answers, those of no province alone last.
CHART_QUESTIONS = {
    "01-reported": translatable("What was printed, and what does each numeral allow?"),
    "02-trajectory": translatable("How far has poverty fallen under each standard?"),
    "03-pace": translatable("How fast, and how much does it depend on how the figures are read?"),
    "04-households": translatable("How many poor and near-poor households since the last standard?"),
    "05-jobs": translatable("What can the average number of jobs mean, reading by reading?"),
    "06-groups": translatable("How do groups and areas within the province compare?"),
    "07-standards": translatable(
        "Which poverty standards were in force, and what did one census count under two of them?"
    ),
    "08-uncertainty": translatable("What moves the pace: rounding, dates or readings?"),
    "09-job-years": translatable("How many people were placed in jobs in which year, and what lies between?"),
    "10-job-windows": translatable("Of which years can the printed average be true?"),
    "11-livelihoods": translatable("What does a livelihood model come to, and a household in one?"),
    "12-outlook": translatable("What would poverty be at the horizon, if? And what became of the targets?"),
    "01-paces": translatable("Provinces side by side: which paces can be compared?"),
    "02-levels": translatable("Provinces side by side: where do they stand under each standard?"),
    "03-backtest": translatable("How well does the band give back years that are known?"),
}


def base_chart_id(name: str) -> str:
    """The id of a chart without the story that it tells."""
    return name.removesuffix(ARTICLE_SUFFIX)
