"""Room 5: what comes next, if; targets; the sources' own verdicts."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "fan": ["Fan", "find_fan", "tabulate_fan_record"],
        "inflows": ["tabulate_printed_inflows"],
        "scenarios": [
            "NoOutlookError", "SCENARIO_LABELS", "ScenarioParameters", "ScenarioStart", "estimate_exit_share",
            "find_scenario_start", "load_scenario_parameters",
        ],
        "tables": [
            "find_first_scenario_start", "list_scenario_starts", "select_scenario_ends", "tabulate_required_paces",
            "tabulate_scenarios", "tabulate_target_verdicts",
        ],
        "targets": ["JudgedTarget"],
        "verdicts": ["VerdictAnswer", "answer_source_verdicts", "tabulate_source_verdicts"],
    },
)  # fmt: skip
