"""The templates of pages and of parts of documents, which stand beside the modules that fill them."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@cache
def load_template(path: Path) -> Template:
    """A Jinja template, which can include those beside it; what it is given is text, never markup.

    Example:
        >>> from poverty.publish.readme import CONTENTS
        >>> load_template(CONTENTS).name
        'contents.md.j2'
    """
    options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(path.parent), **options).get_template(path.name)
