"""Room 1: what a source printed, read, checked, bounded and settled by readings."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "audit": ["audit_claims", "find_contradicted_claims", "list_contradicted_claims", "list_settled_findings"],
        "audit.finding": ["Finding", "select_dated_levels"],
        "audit.sources": ["audit_standards_in_force"],
        "audit.totals": ["AllowedTotals", "list_allowed_totals", "share_allowed_totals"],
        "audit.wording": ["STATISTIC_LABELS", "phrase_range"],
        "claims": [
            "Claim", "CoverageGroup", "MeasuredSeries", "ReferenceTables", "Source", "build_claim",
            "describe_double_entry",
        ],
        "communes": ["Commune", "CommuneTable", "build_commune_pack", "scan_commune_table"],
        "confirmation": ["list_changed_cells", "tell_confirmation"],
        "csv_rows": [
            "CsvRow", "Fault", "PackError", "check_cells", "check_scenario_parameter", "list_column_names",
            "read_checked_rows", "read_columns", "read_table", "suggest_correction",
        ],
        "dates": ["find_next_day", "format_sdmx_month", "parse_sdmx_period", "period_end_coordinate"],
        "draft.engine": ["draft_text"],
        "draft.grammar": ["list_draft_languages"],
        "draft.merge": [
            "MergedPack", "MergedRow", "RowState", "check_names", "find_place", "find_standards", "merge_draft",
        ],
        "draft.page": ["PageError", "read_page"],
        "draft.proposals": ["Draft", "LeftNumeral", "Place", "Proposal"],
        "examples": ["choose_example_pairs", "choose_example_rate"],
        "files": [
            "UnreadableFileError", "encode_json", "figures_root", "format_project_path", "read_data_file",
            "read_json_object", "write_if_changed",
        ],
        "groups": ["read_shared_groups"],
        "load": [
            "Override", "Pack", "Reading", "find_pack_folder", "list_own_texts", "list_province_slugs",
            "load_all_packs", "load_pack", "read_pack_folder", "read_reference_tables", "read_toml", "write_as_slug",
        ],
        "messages": [
            "Date", "Joined", "Message", "Number", "PublishedDate", "join", "label", "list_either", "message",
            "message_many", "number", "translatable",
        ],
        "numerals": [
            "Interval", "NumeralError", "advise_on_numeral", "check_rounding", "compute_numeral_bounds",
            "diagnose_spreadsheet_edit", "format_plain_number", "parse_numeral", "read_printed_numeral",
            "split_magnitude_word",
        ],
        "official": ["load_official_statistics", "select_official_series"],
        "readings": [
            "EvidenceError", "ResolvedClaims", "resolve_each_reading",
            "resolve_readings", "restrict_to_evidence",
        ],
        "reference": ["find_nearest_exchange_rate", "load_exchange_rates"],
        "repeats": ["find_counting_claims", "leave_out_rounder_figures", "select_counting_claims"],
        "remarks": ["list_doubtful_words", "list_reasons_in_circles"],
        "rows": ["join_claims_and_readings", "round_finite", "tabulate_rows"],
        "sampling": ["SamplingError", "count_standard_errors"],
        "shared_tables": ["read_unique_rows"],
        "tables": [
            "tabulate_audit_findings", "tabulate_loose_numerals", "tabulate_readings", "tabulate_reported_numerals",
        ],
        "template": ["copy_pack_template"],
        "unused": ["list_unused_rows"],
        "vocabulary": ["PATH_SHAPES", "split_unit", "tell_direction"],
    },
)  # fmt: skip
