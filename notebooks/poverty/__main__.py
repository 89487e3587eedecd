"""The commands, with make or without it: `python -m poverty run`, `check`, `new`, `briefing` and others."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from poverty import bands, packs, publish, words  # a room loads what a command needs when it is called
from poverty.packs.files import BUILD, DEFAULT_PROVINCE, format_project_path, write_if_changed

UNFORESEEN = 70  # the exit code where the program itself is at fault
INTERRUPTED = 130  # the exit code of a command that was stopped from the keyboard


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code is 0 if it did what was asked."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal or a file that knows no Vietnamese letters
    options = _parser().parse_args(arguments)
    try:
        options.lang = words.choose_language(options.said_in)
    except words.LanguageError as error:
        print(words.phrase_error(error, words.choose_language()), file=sys.stderr)
        return 1
    try:
        return options.command(options)
    except KeyboardInterrupt:
        stopped = options.lang.say("stopped; what was not finished is as it was")
        print(f"\n{stopped}", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        why = options.lang.retell(publish.describe_error(error))
        print(options.lang.say("%(why)s; what was not finished is as it was", why=why), file=sys.stderr)
        return 1
    except Exception as error:
        print(_tell_unforeseen(error, options.lang), file=sys.stderr)
        return UNFORESEEN


def _tell_unforeseen(error: Exception, lang: words.Language) -> str:
    """One sentence on what nobody thought of; how it came about stands in a log in build/."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    log = BUILD / f"unforeseen-{datetime.now():%Y-%m-%d-%H%M%S}.log"
    told = "".join(traceback.format_exception(error))
    try:
        write_if_changed(log, f"{' '.join(sys.argv)}\n{told}".encode())
    except OSError:
        return lang.say("The program did not foresee this: %(what)s. Please report it.", what=what)
    return lang.say(
        "The program did not foresee this: %(what)s. Please report it, with the file %(log)s.",
        what=what, log=format_project_path(log),
    )  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="poverty", description=__doc__.partition(":")[0] + ".")
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, does: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".", allow_abbrev=False)
        added.set_defaults(command=command)
        said_in = "the language in which it speaks: en, vi, id ... (default: that of LANG)"
        added.add_argument("--language", dest="said_in", metavar="CODE", help=said_in)
        return added

    run = add("run", "run the notebooks that are out of date and write what is kept of the charts", _run)
    _add_province(run)
    run.add_argument("--all", action="store_true", help="every province; a failure does not stop the others")
    run.add_argument("--force", action="store_true", help="run every notebook, whatever its state")
    run.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE",
        help="a parameter of the notebooks; they then go to build/<province>/, and charts and tracked files stay",
    )  # fmt: skip
    briefing = add("briefing", "make the rest: other sizes, PDFs, decks, briefs, workbooks and galleries", _briefing)
    _add_province(briefing)
    briefing.add_argument(
        "--evidence", type=_or("all"), default="all", choices=("all", "article"),
        help="article: also the charts of the main source alone",
    )  # fmt: skip
    briefing.add_argument("--template", type=_file, metavar="FILE", help="a PowerPoint file for the look of the decks")
    _add_province(add("html", "the notebooks as web pages, in build/html/", _html))
    check = add("check", "check and audit a pack, writing nothing", _check)
    check.add_argument("province", type=_or(DEFAULT_PROVINCE), help="a folder of data/, such as bac-lieu")
    new = add("new", "begin the pack of a province from the template", _new)
    new.add_argument("province", help="a name for the folder in data/, such as kon-tum")
    draft = add("draft", "propose the rows of a pack from the text of a page", _draft)
    draft.add_argument("province", help="a folder of data/; one that is not there is made")
    draft.add_argument("text", help="the page as plain text in UTF-8, such as page.txt")
    draft.add_argument("--locale", default="", help="the language of the page, where the text does not tell it")
    draft.add_argument("--source", default="", metavar="ID", help="the page's id in sources.csv (default: by the file)")
    many = add("communes", "audit, paths, yearly tables and a chart of every commune of a province", _communes)
    many.add_argument("province", type=_or(DEFAULT_PROVINCE), help="a folder of data/ with communes/reported.csv in it")
    add("donors", "add the spells of the packs to data/donors.csv", _donors)
    messages = add(
        "messages", "bring the message catalogues up to date", lambda options: words.update_catalogues(options.language)
    )
    messages.add_argument("language", nargs="*", help="a language to begin, by its code, such as th")
    return parser


def _add_province(parser: argparse.ArgumentParser) -> None:
    what = {"type": _or(DEFAULT_PROVINCE), "default": DEFAULT_PROVINCE}
    parser.add_argument("--province", **what, help="a folder of data/ (default: %(default)s)")


def _or(default: str) -> Callable[[str], str]:
    """A text, or the default for a blank one: make passes on a variable that nobody set as nothing."""
    return lambda text: text or default


def _file(text: str) -> Path | None:
    """A file that is there; None for a blank text."""
    if text and not Path(text).expanduser().is_file():
        raise argparse.ArgumentTypeError(f"{text}: there is no such file; name one, such as office.pptx")
    return Path(text).expanduser() if text else None


def _check(options: argparse.Namespace) -> int:
    return words.check_pack(options.province, options.lang)


def _new(options: argparse.Namespace) -> int:
    return packs.copy_pack_template(options.province, options.lang.retell)


def _donors(options: argparse.Namespace) -> int:
    return bands.append_pack_donors(options.lang.retell)


def _run(options: argparse.Namespace) -> int:
    provinces = packs.list_province_slugs() if options.all else [options.province]
    if options.all and os.environ.get("POVERTY_SCHEDULER") and not options.set:
        return publish.run_provinces_on_cluster(provinces, options.force, options.lang)
    return publish.run_provinces(provinces, options.force, options.set, options.lang)


def _briefing(options: argparse.Namespace) -> int:
    return publish.run_provinces([options.province], lang=options.lang) or publish.make_briefing(
        options.province, options.evidence, options.template, options.lang
    )


def _draft(options: argparse.Namespace) -> int:
    return publish.draft_pack(options.province, options.text, options.lang, options.locale, options.source)


def _communes(options: argparse.Namespace) -> int:
    return publish.make_communes(options.province, options.lang)


def _html(options: argparse.Namespace) -> int:
    return publish.run_provinces([options.province], lang=options.lang) or publish.write_pages(options.province)


if __name__ == "__main__":
    sys.exit(main())
