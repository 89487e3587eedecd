"""Room 8: files, deck, brief, gallery, runs."""

from poverty import export_lazily

__getattr__, __all__ = export_lazily(
    __name__,
    {
        "briefing": ["make_briefing"],
        "cache": ["get_entry", "put_entry"],
        "chart_files": ["hash_drawing"],
        "export": ["draw_every_chart", "draw_province_charts", "is_kept", "publish_province", "publish_provinces"],
        "fingerprint": ["hash_code", "hash_parts"],
        "html_pages": ["write_pages"],
        "runs.runner": ["describe_error", "run_provinces"],
    },
)  # fmt: skip
