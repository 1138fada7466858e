"""A leaf as one HTML page that needs no network and no script, and the same page as PDF."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from teikei.base.errors import Fault, UsageError
from teikei.report.template import template

if TYPE_CHECKING:
    from teikei.report.leaf import Leaf


def leaf_page(leaf: Leaf) -> str:
    """HTML with style and drawings inside; every figure opens what stands behind it, without a script."""
    return template("leaf.html.j2").render(leaf=leaf)


def leaf_pdf(leaf: Leaf) -> bytes:
    """The page as PDF, A4; equal leaves give equal bytes.

    Raises
    ------
    UsageError
        WeasyPrint, which the extra ``pdf`` brings, is not there
    """
    try:
        drawer: Any = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise UsageError(
            Fault(
                "--out",
                "a PDF needs WeasyPrint, which is not here",
                "nothing was written",
                "pip install 'teikei[pdf]', or name a file that ends in .html or .md and print that",
            )
        ) from error
    made: bytes = drawer.HTML(string=leaf_page(leaf)).write_pdf(pdf_identifier=b"teikei")
    return made
