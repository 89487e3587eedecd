"""English labels that stand in the code below the words: catalogues hold them beside those of the data."""

from poverty.jobs.trial import PATH_SHAPES
from poverty.outlook.scenarios import NO_SCENARIO_REASONS, SCENARIO_KINDS
from poverty.outlook.verdicts import VERDICT_REASONS
from poverty.packs.vocabulary import AUDIT_VERDICTS, INDICATORS, MAGNITUDE_FACTORS
from poverty.trajectory.sensitivity import UNCERTAINTY_LABELS


def list_code_labels() -> list[tuple[str, str]]:
    """Every label that a chart or a sentence may show and that no catalogue finds in a call, with its module."""
    labels_by_module = {
        "packs/vocabulary.py": [*(i.label for i in INDICATORS.values()), *AUDIT_VERDICTS, *MAGNITUDE_FACTORS],
        "trajectory/sensitivity.py": UNCERTAINTY_LABELS.values(),
        "jobs/trial.py": PATH_SHAPES.values(),
        "outlook/scenarios.py": [
            *(text for k in SCENARIO_KINDS for text in (k.label, k.parameter_label)),
            *NO_SCENARIO_REASONS.values(),
        ],
        "outlook/verdicts.py": VERDICT_REASONS.values(),
    }
    return [(module, label) for module, labels in labels_by_module.items() for label in labels]
