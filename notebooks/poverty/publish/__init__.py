"""Room 8: files, deck, brief, workbook, gallery, runs."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "briefing": ["make_briefing"],
        "chart_files": ["hash_drawing", "reduce_colours"],
        "communes": ["make_communes"],
        "draft": ["draft_pack"],
        "export": ["draw_every_chart", "draw_province_charts", "publish_province", "publish_provinces"],
        "handout": ["KINDS", "export_province"],
        "fingerprint": ["get_entry", "hash_code", "hash_parts", "put_entry"],
        "overview": ["list_captions", "show_at_a_glance", "tabulate_charts"],
        "runs.cluster": ["run_provinces_on_cluster"],
        "runs.pages": ["write_pages"],
        "runs.runner": ["describe_error", "run_provinces"],
    },
)  # fmt: skip
