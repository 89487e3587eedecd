"""Room 2: how far a reconstructed year errs elsewhere."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "add_donors": ["append_pack_donors"],
        "backtest": [
            "select_scored_figures", "tabulate_figures_in_bands", "tabulate_hidden_by_kind", "tabulate_hidden_figures",
            "tabulate_method_scores",
        ],
        "band": ["Band", "compute_band_range", "interpolate_power_path"],
        "calibration": [
            "CALIBRATION_SERIES", "TooFewDonorsError", "calibrate_band",
            "calibrate_band_for_place", "tabulate_calibration_figures", "tabulate_inner_figures",
        ],
        "donor_choices": ["DONOR_CHOICES", "tabulate_donor_choices"],
        "donors": ["list_donor_spells", "load_donors"],
        "intervals": ["compute_coverage_interval"],
    },
)  # fmt: skip
