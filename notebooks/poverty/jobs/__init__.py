"""Room 4: jobs a year, and livelihood models."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "average": [
            "AverageKind", "NoJobsError", "find_average_with_multiple", "list_job_readings",
            "pair_average_with_multiple",
        ],
        "elsewhere": [
            "PANDEMIC_YEARS", "measure_ordinary_change", "read_job_records", "select_other_place_records",
            "tabulate_plan_outcomes", "tabulate_yearly_job_changes",
        ],
        "declared": ["choose_declared_numbers", "read_declared_rows"],
        "estimate": ["ESTIMATE_LEVEL", "NO_ESTIMATE_REASONS"],
        "estimate_tables": [
            "find_no_estimate_reason", "find_plan_outcome", "tabulate_declared_effects", "tabulate_held_back_years",
            "tabulate_job_estimates", "tabulate_job_evidence", "tabulate_job_sums", "tabulate_tried_numbers",
        ],
        "figures": ["choose_most_exact_figure", "list_job_figures", "select_yearly_figures"],
        "livelihoods": [
            "find_nested_supports", "list_divided_claims", "tabulate_drawn_quotients", "tabulate_livelihoods",
        ],
        "plans": ["PlanOutcome", "calibrate_plan_outcome", "tabulate_held_back_plans"],
        "tables": [
            "tabulate_job_figures", "tabulate_job_paths", "tabulate_job_tests", "tabulate_jobs_by_year",
            "tabulate_jobs_summary", "tabulate_latest_job_limits",
        ],
        "work": ["tabulate_placements_beside_work"],
    },
)  # fmt: skip
