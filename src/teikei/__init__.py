"""teikei designs, prices and stress-tests industrial alliances. Nothing is computed here."""

from teikei.base import interrupt as _interrupt  # noqa: F401 - first: the imports below take a moment

# isort: split
from teikei.agreements.book import Book
from teikei.base.errors import (
    AgreementError,
    CaseError,
    Fault,
    PlanError,
    SolverError,
    TeikeiError,
    UsageError,
)
from teikei.base.options import AdviseOptions, PlanOptions, SolveOptions
from teikei.case.case import Case
from teikei.case.change import Change
from teikei.case.check import check
from teikei.case.read import read_case, shipped_cases
from teikei.case.scenario import Scenario
from teikei.case.source import provenance
from teikei.case.write import write_case
from teikei.deals.advise import Advice, advise
from teikei.deals.worth import surplus
from teikei.industry.claims import claims
from teikei.industry.landed import landed
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

__version__ = "0.1.0"

__all__ = [
    "Advice",
    "AdviseOptions",
    "AgreementError",
    "Book",
    "Case",
    "CaseError",
    "Change",
    "Fault",
    "PlanError",
    "PlanOptions",
    "PlanSolution",
    "Scenario",
    "SolveOptions",
    "SolverError",
    "TeikeiError",
    "UsageError",
    "advise",
    "check",
    "claims",
    "landed",
    "plan",
    "provenance",
    "read_case",
    "shipped_cases",
    "surplus",
    "write_case",
]
