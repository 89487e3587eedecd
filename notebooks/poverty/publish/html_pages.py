"""The notebooks of a province as web pages."""

from poverty.packs.files import BUILD, format_project_path, write_if_changed
from poverty.publish.runs import collection


def write_pages(province: str) -> int:
    """Write the executed notebooks of a province to build/html/<province>/; 0 once all are there.

    Args:
        province: a folder of data/, whose notebooks were run.
    """
    from nbconvert import HTMLExporter

    where = BUILD / "html" / province
    exporter = HTMLExporter()
    for path in (collection.executed_path(notebook, province) for notebook in collection.list_notebooks(province)):
        page, _ = exporter.from_filename(str(path))
        write_if_changed(where / f"{path.stem}.html", page.encode())
    print(f"{format_project_path(where)}/")
    return 0
