"""Check and audit a pack in a second, writing nothing: `python -m poverty check PROVINCE`."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable

from poverty.bands.donors import load_donors
from poverty.jobs.declared import read_declared_rows
from poverty.jobs.elsewhere import read_job_records
from poverty.outlook.scenarios import load_scenario_parameters
from poverty.outlook.verdicts import answer_source_verdicts
from poverty.packs.audit import audit_claims, list_settled_findings
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.load import Pack, load_pack, write_as_slug
from poverty.packs.messages import message
from poverty.packs.official import load_official_statistics
from poverty.packs.readings import resolve_readings
from poverty.packs.reference import load_exchange_rates
from poverty.packs.remarks import list_doubtful_words, list_reasons_in_circles
from poverty.packs.unused import list_unused_rows
from poverty.packs.vocabulary import AUDIT_VERDICTS
from poverty.trajectory.assumptions import load_assumptions
from poverty.words.audit_lines import join_lone_pairs, measure_verdicts, print_finding
from poverty.words.findings.jobs import phrase_verdict_reason
from poverty.words.label_gaps import phrase_label_gaps
from poverty.words.language import Language
from poverty.words.speech import ENGLISH, phrase_error

# what reads the tables that all packs share, beside those that a pack is read with
SHARED_TABLE_READERS = (
    load_exchange_rates, load_assumptions, load_donors, read_job_records, read_declared_rows, load_official_statistics,
)  # fmt: skip


def check_pack(slug: str, lang: Language = ENGLISH) -> int:
    """Print the audit of a pack, disagreements last; 1 if it, or a table that all packs share, is refused."""
    try:
        pack = read_pack_and_shared_tables(slug)
    except PackError as error:
        print(phrase_error(error, lang), file=sys.stderr)
        return 1
    resolved = resolve_readings(pack)
    findings = audit_claims(resolved)
    width = measure_verdicts(lang)
    for finding in sorted(join_lone_pairs(findings), key=lambda f: f.verdict == "disagrees"):
        print_finding(finding, lang, pack.shared.labels)
    for answer in answer_source_verdicts(resolved):
        reason = phrase_verdict_reason(answer, lang)
        said = lang.say("the source's own verdict, %(claim)s: %(reason)s", claim=answer.verdict.id, reason=reason)
        print(f"{lang.label(answer.answer):<{width}} {said}")
    for sentence in list_unused_rows(resolved):
        print(f"{lang.say('not drawn'):<{width}} {lang.retell(sentence)}")
    for sentence in (*list_doubtful_words(pack), *list_reasons_in_circles(pack)):
        print(f"{lang.say('look again'):<{width}} {lang.retell(sentence)}")
    settled = list_settled_findings(pack)
    if settled:
        print()
        print(lang.say("As printed these disagree; a preferred reading settles them:"))
    for finding in settled:
        print_finding(finding, lang, pack.shared.labels)
    counts = Counter(finding.verdict for finding in findings)
    print()
    answers = ", ".join(f"{counts[verdict]} {lang.label(verdict)}" for verdict in AUDIT_VERDICTS)
    claims = lang.say_many("%(count)s claim", "%(count)s claims", len(pack.claims))
    questions = lang.say_many("%(count)s question", "%(count)s questions", len(pack.questions))
    print(f"{claims}, {questions}; {answers}")
    print(
        lang.say("No fault: the pack can be run. Where figures disagree, first compare the rows with the page."),
        lang.say("What a source itself prints so stays as it is: nothing mends it."),
        *phrase_label_gaps(pack, lang),
        sep="\n",
    )
    return 0


def read_pack_and_shared_tables(slug: str) -> Pack:
    """The pack, once it and every table that all packs share were read.

    Raises:
        PackError: with every fault of the pack and of the tables.

    Example:
        >>> read_pack_and_shared_tables("son-la").place
        'Sơn La'
    """
    faults: list[Fault] = []

    def read(load: Callable, *arguments: object) -> object:
        try:
            return load(*arguments)
        except PackError as error:
            faults.extend(error.faults)
            return None

    pack = read(load_pack, slug)
    tables = {load: read(load) for load in SHARED_TABLE_READERS}
    if pack:
        read(load_scenario_parameters, pack)
    if pack and not faults:
        faults += _find_misspelt_place(pack, tables[load_donors]["place"], "data/donors.csv")
        faults += _find_misspelt_place(pack, [r.place for r in tables[read_job_records]], "data/jobs/reported.csv")
    if faults or pack is None:
        raise PackError(faults)
    return pack


def _find_misspelt_place(pack: Pack, places: Iterable[str], file: str) -> list[Fault]:
    """A fault if a table has the province under another spelling: its own figures would count as another place's."""
    meant = {p for p in places if write_as_slug(p) in (pack.slug, write_as_slug(pack.place))}
    if not meant or pack.place in meant:
        return []
    entry = "name.vi" if "vi" in pack.province["name"] else "name.en"
    expected = message("%(name)s, as %(file)s has it", name=", ".join(sorted(meant)), file=file)
    mend = message("write the name with its accents, here or there")
    return [Fault(f"data/{pack.slug}/province.toml", None, entry, pack.place, expected, mend)]
