"""Room 6: everything that a reader reads, in every language.

`language` writes messages, numbers and dates, `phrases` words about a row, `notes` and `source_lines` what stands
around a chart, `findings` what a briefing quotes, `trace` the way back to the numerals; `sentences` says which kinds
of sentences there are. Charts, deck, brief and gallery choose sentences by kind, never by their words.

To add a language, such as French:

1. `python -m poverty messages fr` writes `locale/fr.po` with every message, to translate: only the file is needed.
   `list_languages` finds it, and charts, deck, brief and gallery come in it. What a pack does not
   name in that language (its province in province.toml, its texts in labels.csv) stays English.
2. If wanted, a `README.fr.md`: its figures are kept up to date like those of the others.

To add a sentence: write it in English where it is said, as `lang.say("%(n)s models", n=...)`, with a named place for
whatever varies and `%%` for a percent sign; `lang.say_many("%(count)s model", "%(count)s models", count)` where a
number decides; `lang.sentence(Kind.LIMIT, "...")` if somebody chooses it by its kind; `translatable("...")` where it
stands in a table or is chosen first. These four are looked for in the code: a message is a plain literal, outside
f-strings, and whatever else stands in quotes there, as in `say(LABELS[row["measure"]])`, would be taken for one.
Then `python -m poverty messages` puts it into every catalogue, and a test fails until it is translated.
"""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "catalogues": ["update_catalogues"],
        "chart_names": ["find_question"],
        "check": ["check_pack", "read_pack_and_shared_tables"],
        "context": ["Context"],
        "findings": ["phrase_limits"],
        "findings.jobs": ["phrase_job_findings"],
        "findings.livelihoods": ["phrase_livelihood_findings"],
        "findings.measures": ["phrase_country_findings", "phrase_line_findings", "phrase_measure_findings"],
        "findings.outlook": ["phrase_no_scenario_reason", "phrase_outlook_findings"],
        "findings.poverty": ["phrase_poverty_findings"],
        "gather": ["gather_context"],
        "language": ["Kind", "Language", "Sentence", "list_languages", "translatable"],
        "notes": [
            "list_contradicted_changes",
            "phrase_assumed_readings", "phrase_band_name", "phrase_base_note", "phrase_contradiction_note",
            "phrase_open_questions",
            "phrase_path_cautions", "phrase_survey_note", "phrase_territory_note",
        ],
        "phrases": [
            "capitalize_first", "choose_told_spell", "describe_figure", "format_bounds", "format_dollar_range",
            "format_quotient_range", "is_exact", "measure_relative_change", "phrase_allowed_range",
            "phrase_at_date", "phrase_count", "phrase_dated", "phrase_duration", "phrase_falls",
            "phrase_group_and_area", "phrase_job_figure", "phrase_printed", "phrase_qualified_number", "phrase_rate",
            "phrase_rate_unit",
            "phrase_relative_change", "phrase_standard", "phrase_standard_name", "phrase_standard_years",
            "phrase_successor", "province_name", "round_to_digits", "short_legal_basis", "tell_direction_of",
            "tell_survey_direction", "unique_ids",
        ],
        "proposals": ["ProposalWords", "describe_proposal"],
        "readable": ["EXPLANATIONS", "TABLES", "Explanation", "Sentences", "Table", "explain", "make_table"],
        "readable.draft": ["DraftTables", "tabulate_draft"],
        "readable.table": ["Head"],
        "scenarios": ["format_fan", "phrase_fan_meaning", "phrase_fan_name", "phrase_scenario"],
        "speech": ["LanguageError", "choose_language", "phrase_error"],
        "source_lines": [
            "list_deciding_claims", "phrase_citations", "phrase_donor_sources", "phrase_source_lines",
        ],
        "trace": ["trace_marks"],
        "yearly": ["phrase_job_table", "phrase_yearly_table"],
    },
)  # fmt: skip
