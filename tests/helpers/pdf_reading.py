"""What a reader of a PDF finds in it."""

from io import BytesIO

from pypdf import PdfReader


def open_pdf(data):
    return PdfReader(BytesIO(data))


def text_of(data):
    """The words of the first page in the order in which they are read, as a program that copies them finds them."""
    return " ".join(open_pdf(data).pages[0].extract_text().split())


def tags_of(data):
    """The tags of a document in order of reading, each with the description that it has."""
    found, waiting = [], [open_pdf(data).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            found += [(one["/S"], one.get("/Alt", ""))] if "/S" in one else []
            waiting += [one["/K"]] if "/K" in one else []
    return found


def size_of(data, words):
    """The points of the letters in which some words of the first page are set."""
    found = []

    def note(text, _, matrix, font, size):
        found.extend([round(size * abs(matrix[0]), 2)] if words in text else [])

    open_pdf(data).pages[0].extract_text(visitor_text=note)
    return found[0]
