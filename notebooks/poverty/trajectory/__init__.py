"""Room 3: how far and how fast the rate fell, inside one standard."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "assumptions": ["load_assumptions", "splice_earlier_rates"],
        "consistency": [
            "list_spell_variants", "select_drawn_variants", "tabulate_consistency_tests", "tabulate_ruled_out_readings",
        ],
        "country": ["compare_with_country"],
        "household_totals": ["HouseholdTotal"],
        "limits": ["NoLimitsError", "is_non_increasing", "outer_fall_limits", "outer_limits"],
        "measures": [
            "compare_measures", "tabulate_poverty_lines", "tabulate_same_years",
            "tabulate_two_measures",
        ],
        "own_figures": ["tabulate_gap_donor_choices", "tabulate_other_source_rates", "tabulate_pack_inner_figures"],
        "pace": ["Pace", "annual_pace"],
        "path": ["calibrate_province_band", "find_longest_gap"],
        "sensitivity": ["tabulate_uncertainty"],
        "spells": [
            "Anchor", "ComparabilityError", "Spell", "build_anchor_cells", "list_comparable_spells",
            "find_latest_rate_spell", "list_household_totals", "list_poverty_rate_spells",
        ],
        "standards": ["tabulate_lines_and_overlaps", "tabulate_standards"],
        "tables": [
            "tabulate_anchors", "tabulate_counts_by_standard", "tabulate_falls", "tabulate_group_paths",
            "tabulate_group_rates", "tabulate_spell_paces", "tabulate_trajectories",
        ],
        "yearly": ["tabulate_yearly_poverty"],
    },
)  # fmt: skip
