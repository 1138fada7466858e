"""The command line: which verbs there are (one file each, beside this one), and how errors reach the user."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Parameter

from teikei import __version__
from teikei.base.errors import Fault, TeikeiError, UsageError
from teikei.base.interrupt import STOPPED

VERBS: dict[str, str] = {
    "advise": "Say which agreements are worth signing, with whom and on what terms.",
    "sheet": "Show one agreement on one page: gains, terms, what it rests on, will it hold.",
    "board": "Write a workbook and a page for a board: portfolio, money by year, plants, dates, futures.",
    "compare": "Show what differs between two saved runs, each difference with the inputs it comes from.",
    "stable": "Find the books that hold: those that no pair of firms would change.",
    "worth": "Say what every group of firms is worth with the best of the deals inside it.",
    "leaders": "Choose who leads which market and technology, beside who was announced and who sells most.",
    "share": "Split what the deals of a book bring among its firms.",
    "check": "Check the tables of a case and show every fault at once.",
    "cases": "List the cases that come with teikei.",
    "template": "Write an empty case to fill in.",
    "generate": "Write a made-up case of any size, to see how time and memory grow.",
    "landed": "Show what one car costs at a market's door, plant by plant, cheapest first.",
    "plan": "Plan who builds what, where and for which market.",
    "viability": "Say what a firm earns alone at given volumes, and where it breaks even.",
    "fuel": "Show what a car consumes on a drive cycle, and where the energy goes.",
    "claims": "Recompute published figures from the case and compare.",
    "technology": "Show what a technology is, does and costs, who may have it, and what the model says.",
    "options": "List every option with its default and meaning.",
    "errors": "List the kinds of error and their exit codes.",
}

EPILOGUE = "Exit codes: 0 ok, 2 usage, 3 bad case, 4 infeasible, 5 no solution in time."


def written(verb: str) -> bool:
    """True if the verb's module is there."""
    return importlib.util.find_spec(f"teikei.cli.{verb}") is not None


def command_line(asked: str = "") -> App:
    """The verbs, each imported only when it is asked for, so that ``teikei --help`` starts at once.

    The verb that is ``asked`` shows its whole docstring as help; the others their one line.
    """
    app = App(
        name="teikei",
        help="Design, price and stress-test industrial alliances.",
        help_epilogue=EPILOGUE,
        help_format="plaintext",
        version=__version__,
        default_parameter=Parameter(negative=()),
        suppress_keyboard_interrupt=False,
    )
    for verb, line in VERBS.items():
        if not written(verb):
            continue
        if verb == asked:
            app.command(f"teikei.cli.{verb}:{verb}", name=verb, help_epilogue="")
        else:
            app.command(f"teikei.cli.{verb}:{verb}", name=verb, help=line, help_epilogue="")
    return app


def usage_fault(error: CycloptsError, asked: str) -> UsageError:
    """A fault of the call, in the same four fields as every other error."""
    what, hint, guess = str(error).strip().partition("Did you mean ")
    known, listed, _ = what.partition(" Available commands: ")
    if listed:
        return UsageError(
            Fault(
                "command line",
                known.rstrip("."),
                "nothing was run",
                f"use one of: {', '.join(VERBS)}; see `teikei --help`",
            )
        )
    manual = f"teikei {asked} --help" if asked in VERBS else "teikei --help"
    return UsageError(
        Fault(
            where="command line",
            what=what.strip().rstrip("."),
            why="nothing was run",
            fix=f"did you mean {guess}" if hint else f"see `{manual}`",
        )
    )


def show(error: TeikeiError, as_json: bool) -> None:
    """Print every fault on stderr: as four lines each, or as one JSON object."""
    if as_json:
        shown = json.dumps({"faults": [fault.as_dict() for fault in error.faults]}, ensure_ascii=False)
        print(shown, file=sys.stderr)
        return
    for fault in error.faults:
        print(f"{type(error).__name__}: {fault}", file=sys.stderr)
    if len(error.faults) > 1:
        print(f"{len(error.faults)} faults", file=sys.stderr)


def call(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code; an error meant for the user is printed, never a traceback."""
    asked = next((word for word in arguments if not word.startswith("-")), "")
    try:
        code = command_line(asked)(
            list(arguments), exit_on_error=False, print_error=False, result_action="return_value"
        )
        sys.stdout.flush()
    except CycloptsError as error:
        usage = usage_fault(error, asked)
        show(usage, "--json" in arguments)
        return usage.exit_code
    except TeikeiError as error:
        show(error, "--json" in arguments)
        return error.exit_code
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader (head, less) has gone: what is left must not be written at interpreter exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code if isinstance(code, int) else 0


def run() -> None:
    """Entry point of the program ``teikei``."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # a terminal that cannot show '…' or '≥' must not end the run
            reconfigure(errors="replace")
    sys.exit(call(sys.argv[1:]))
