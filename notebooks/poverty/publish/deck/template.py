"""The template under a deck: ours, or one that an office gives. Its layouts are chosen by the types of placeholders."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Show
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import SlideLayout

from poverty.packs.messages import message, number
from poverty.publish.documents import DocumentError

OURS = Path(__file__).parent / "template.pptx"
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
CONTENTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.PICTURE, PP_PLACEHOLDER.BODY)
SUBTITLES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SUBTITLE)
ASPECTS = (1.5, 1.9)  # width by height of the slides that pictures are drawn for: from 3:2 to a little over 16:9
LEAST_SHARE = 0.3  # of a slide: less is no place for a chart
WIDER = 1.5  # the place of the picture, times that of the sentences beside it
LOCKED = b"\xd0\xcf\x11\xe0"  # how a file begins that Office encrypted, and one of before 2007


@dataclass(frozen=True)
class Layout:
    """A layout and its placeholders by what they are for; None where it has none."""

    layout: SlideLayout
    title: LayoutPlaceholder
    content: LayoutPlaceholder
    subtitle: LayoutPlaceholder | None
    foot: LayoutPlaceholder | None
    number: LayoutPlaceholder | None
    beside: LayoutPlaceholder | None = None  # the place of sentences, left of the content


def open_template(path: Path | None = None) -> Show:
    """A presentation without slides, with the look of a template; of ours for None.

    Raises:
        DocumentError: it is no presentation, is encrypted, or has another shape than a wide slide.

    Example:
        >>> [layout.name for layout in open_template().slide_layouts]
        ['Title Slide', 'Chart', 'Summary', 'Title Only']
    """
    path = path or OURS
    if not path.is_file():
        raise DocumentError(
            message("%(file)s: there is no such file; name a .pptx file as the template", file=str(path))
        )
    with path.open("rb") as file:
        if file.read(4) == LOCKED:
            said = message(
                "%(file)s: it is protected by a password, or of a PowerPoint before 2007; save it as .pptx without a "
                "password",
                file=str(path),
            )
            raise DocumentError(said)
    try:
        show = Presentation(str(path))
    except (BadZipFile, PackageNotFoundError, AttributeError, KeyError, ValueError, XMLSyntaxError) as error:
        said = message(
            "%(file)s: it is no PowerPoint presentation; open it in PowerPoint and save it as .pptx", file=str(path)
        )
        raise DocumentError(said) from error
    wide, high = show.slide_width / 914400, show.slide_height / 914400
    if not ASPECTS[0] <= wide / high <= ASPECTS[1]:
        said = message(
            "%(file)s: its slides are %(wide)s by %(high)s inches, and the charts are drawn for 16:9; choose Design > "
            "Slide Size > Widescreen in PowerPoint, and save it",
            file=str(path), wide=number(wide, 1), high=number(high, 1),
        )  # fmt: skip
        raise DocumentError(said)
    for entry in list(show.slides._sldIdLst):  # the examples that many templates have
        show.part.drop_rel(entry.rId)
        show.slides._sldIdLst.remove(entry)
    return show


def choose_layouts(show: Show, path: Path | None = None) -> tuple[Layout, Layout]:
    """The layout of a chart, which has the most room for it, and that of the summary, with a place left of the chart.

    A template without the second gets the first for both.

    Raises:
        DocumentError: no layout has a title and a place for a chart.
    """
    described = [found for layout in show.slide_layouts if (found := _describe_layout(layout)) is not None]
    room = show.slide_width * show.slide_height
    single = [one for one in described if one.beside is None and _measure_area(one.content) >= LEAST_SHARE * room]
    if not single:
        has_title = any(holder.placeholder_format.type in TITLES
                        for layout in show.slide_layouts for holder in layout.placeholders)  # fmt: skip
        room_for = message("a place for a chart that takes a third of the slide")
        said = message(
            "%(file)s: none of its layouts has %(lacks)s; add a layout with a title and one large placeholder for "
            "content in View > Slide Master",
            file=str(path or OURS), lacks=room_for if has_title else message("a title"),
        )  # fmt: skip
        raise DocumentError(said)
    chart = max(single, key=lambda one: _measure_area(one.content))
    double = [
        one for one in described
        if one.beside is not None and one.content.width >= WIDER * one.beside.width
        and one.title.top + one.title.height <= one.content.top
    ]  # fmt: skip
    return chart, max(double, key=lambda one: _measure_area(one.content), default=chart)


def _describe_layout(layout: SlideLayout) -> Layout | None:
    """What the placeholders of a layout are for; None if it has no title or no content."""
    titles, contents = _pick(layout, TITLES), sorted(_pick(layout, CONTENTS), key=_measure_area, reverse=True)
    if not titles or not contents:
        return None
    content, *others = contents
    beside = next((p for p in others if p.left < content.left and p.height > content.height / 2), None)
    texts = [p for p in _pick(layout, SUBTITLES) if p not in (content, beside)]
    below = content.top + content.height
    subtitle = next((p for p in texts if p.top < below), None)
    feet = [p for p in texts if p.top >= below] + _pick(layout, (PP_PLACEHOLDER.FOOTER,))
    numbers = _pick(layout, (PP_PLACEHOLDER.SLIDE_NUMBER,))
    return Layout(layout, titles[0], content, subtitle, next(iter(feet), None), next(iter(numbers), None), beside)


def _pick(layout: SlideLayout, types: tuple[PP_PLACEHOLDER, ...]) -> list[LayoutPlaceholder]:
    return [holder for holder in layout.placeholders if holder.placeholder_format.type in types and holder.width]


def _measure_area(holder: LayoutPlaceholder) -> int:
    return holder.width * holder.height
