"""The words of the pages in one language, for the templates."""

from poverty.words.language import Language, translatable

SUBJECTS = {
    "jobs": translatable("Jobs"),
    "livelihoods": translatable("Livelihoods"),
    "outlook": translatable("Outlook"),
}


def texts(lang: Language, name: str) -> dict[str, str]:
    """Every word that does not depend on a province; `name` is what the language calls itself."""
    return {
        "skip": lang.say("Skip to the content"),
        "language": lang.say("Language"),
        "all_provinces": lang.say("All provinces"),
        "contents": lang.say("On this page"),
        "together": lang.say("Everything together"),
        "quote": lang.say("Sentences to quote"),
        "quote_how": lang.say("Each sentence holds as it stands, with its range and its condition: quote it whole."),
        "copy_one": lang.say("Copy"),
        "copy_all": lang.say("Copy all three"),
        "charts": lang.say("Charts"),
        "charts_how": lang.say(
            "Download the chart, then copy its caption, which ends with the source. If a file opens instead of being "
            "saved, save it from there. The same files lie in the folder of this page."
        ),
        "download": lang.say("Download"),
        "sizes": lang.say("Other sizes"),
        "copy_caption": lang.say("Copy caption and source"),
        "copy_title": lang.say("Copy the finding"),
        "copy_alt": lang.say("Copy the description"),
        "alt": lang.say("Description for people who cannot see the chart"),
        "table": lang.say("Table behind the chart"),
        "table_how": lang.say(
            "Names of columns and words in cells are those of the CSV file. Left out here: blank columns, and those "
            "that lead back to the sources."
        ),
        "table_same": lang.say("The same in every row:"),
        "known": lang.say("How we know"),
        "known_caption": lang.say("Printed figures that the chart rests on"),
        "counted": lang.say("What is counted"),
        "printed": lang.say("As printed"),
        "allows": lang.say("What it allows"),
        "where": lang.say("Where it is printed"),
        "main_source": lang.say("main source"),
        "no_claims": lang.say("This chart rests on no printed figure of a province."),
        "readings": lang.say("How sentences with more than one meaning were read"),
        "explained": lang.say("Explained in:"),
        "reuse": lang.say("Tables for reuse"),
        "reuse_how": lang.say("One observation a row, as CSV; the codebook explains the columns."),
        "licence": lang.say("Charts and tables:"),
        "licence_of": lang.say("the contributors. The figures that sources print are theirs; each is cited."),
        "copied": lang.say("Copied to the clipboard."),
        "failed": lang.say("Copying is not allowed here. The text is selected: press Ctrl+C, or ⌘C."),
        "switched": lang.say("The page is now in %(language)s.", language=name),
    }
