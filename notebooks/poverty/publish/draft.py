"""Propose the rows of a pack from the text of a page: `python -m poverty draft PROVINCE PAGE.txt`.

Nothing is written before everything is ready; then all files are written, or none.
"""

import sys
from collections import Counter
from pathlib import Path

from poverty.packs.csv_rows import PackError
from poverty.packs.draft import engine
from poverty.packs.draft.merge import MergedPack, RowState, check_names, find_place, find_standards, merge_draft
from poverty.packs.draft.page import PageError, read_page
from poverty.packs.draft.proposals import Draft
from poverty.packs.files import BUILD, DATA, format_project_path, write_if_changed
from poverty.publish.folders import write_files
from poverty.publish.review import build_review
from poverty.words.language import Language, translatable
from poverty.words.speech import phrase_error

KNOWN_STATES = {  # what is said of numerals whose rows stay as they are
    RowState.CONFIRMED: translatable("%(count)s confirmed"),
    RowState.CHANGED: translatable("%(count)s changed by a person"),
    RowState.TYPED: translatable("%(count)s typed by a person"),
    RowState.DELETED: translatable("%(count)s taken out by a person, which stay out"),
    RowState.UNCONFIRMED: translatable("%(count)s proposed before and not confirmed yet"),
}


def draft_pack(slug: str, page: str, lang: Language, locale: str = "", source_id: str = "") -> int:
    """Write the rows proposed for a page into a pack, and the page to compare them on; 1 if nothing was written.

    Args:
        slug: a folder of data/; one that is not there is made from the template.
        page: the text file.
        lang: of the reader.
        locale: the page's language; "" to tell it from the text.
        source_id: the page in sources.csv; "" for an id made from the file's name.
    """
    try:
        check_names(slug, page, source_id, locale)
        path = Path(page).expanduser()
        text = read_page(path)
        draft = engine.draft_text(text, locale or None, find_standards(DATA / slug), find_place(DATA / slug))
        merged = merge_draft(DATA / slug, draft, path.name, source_id)
        review = BUILD / slug / f"review-{merged.source_id}.html"
        write_if_changed(review, build_review(draft, merged.rows, slug, path.name, lang))
        if not draft.proposals:
            print(_tell_nothing(draft, path.name, review, lang), file=sys.stderr)
            return 1
        _write_pack(DATA / slug, merged)
    except PageError as error:
        print(lang.say("%(what)s. Nothing was written.", what=lang.retell(error.told)), file=sys.stderr)
        return 1
    except PackError as error:
        print(phrase_error(error, lang), file=sys.stderr)
        return 1
    print("\n".join(_tell_result(slug, draft, merged, path.name, review, lang)))
    return 0


def _write_pack(folder: Path, merged: MergedPack) -> None:
    """Write the files of a pack, all or none.

    Raises:
        NotWrittenError: the disk is full, or another program has one of them open.
    """
    before = {name: (folder / name).read_bytes() for name in merged.files if (folder / name).is_file()}
    try:
        write_files(folder, merged.files)
    except OSError:
        for name in merged.files:
            if name in before:
                write_if_changed(folder / name, before[name])
            else:
                (folder / name).unlink(missing_ok=True)
        if merged.is_new and folder.is_dir():
            folder.rmdir()
        raise


def _tell_nothing(draft: Draft, name: str, review: Path, lang: Language) -> str:
    """What is said of a page from which nothing is proposed."""
    left = lang.say_many("%(count)s numeral was left alone", "%(count)s numerals were left alone", len(draft.left))
    told = lang.say("%(file)s says nothing of poverty that the program can read: %(left)s.", file=name, left=left)
    look = lang.say(
        "Nothing was written into the pack; %(page)s shows what was left.", page=format_project_path(review)
    )
    return f"{told} {look}"


def _tell_result(slug: str, draft: Draft, merged: MergedPack, name: str, review: Path, lang: Language) -> list[str]:
    """What was proposed, what stays, and what to do next."""
    states = Counter(row.state for row in merged.rows)
    open_rows = [row for row in merged.rows if row.state in (RowState.NEW, RowState.UNCONFIRMED)]
    doubtful = sum(bool(row.proposal.doubts) for row in open_rows)
    lines = [lang.say("%(folder)s/ is made.", folder=format_project_path(DATA / slug))] if merged.is_new else []
    lines.append(
        lang.say(
            "%(file)s: %(rows)s, %(doubtful)s; %(left)s.",
            file=name,
            rows=lang.say_many("%(count)s row is proposed", "%(count)s rows are proposed", len(open_rows)),
            doubtful=lang.say_many("%(count)s of them doubtful", "%(count)s of them doubtful", doubtful),
            left=lang.say_many(
                "%(count)s numeral was left alone", "%(count)s numerals were left alone", len(draft.left)
            ),
        )
    )
    known = [
        lang.say(text, count=lang.number(states[state])) for state, text in KNOWN_STATES.items() if states[state]
    ]  # fmt: skip
    if known:
        told = "; ".join(known)
        lines.append(lang.say("Numerals of this page that were in the pack before: %(states)s.", states=told))
    pack = format_project_path(DATA / slug)
    steps = [
        lang.say("Open %(page)s in a browser: the text, and beside it the rows.", page=format_project_path(review)),
        lang.say(
            "Compare each row of %(file)s with the text, the doubtful ones first. Correct it, then write yes into its "
            "column confirmed.",
            file=f"{pack}/reported.csv",
        ),
        lang.say(
            "Enter in %(file)s who published the page (its row is %(source)s), when, and its address; then "
            "make check PROVINCE=%(province)s says what is left.",
            file=f"{pack}/sources.csv", source=merged.source_id, province=slug,
        ),
    ]  # fmt: skip
    return [*lines, lang.say("Next:"), *(f"  {number}. {step}" for number, step in enumerate(steps, start=1))]
