"""A driver, or its integration into a car, is licensed: an option that some buyers take.

Permits: the technology in the named models (grants ``technology``, from the year it is ready). Changes: the
price at which the taker offers the option (``option_price`` of table ``changes``). Earns, on every car sold:
take rate × (price − hardware − fee); costs the integration once, and only the overhead of one more partner
where another firm has integrated it already. Pays: a fee a car with the option (terms per ``unit``). The
arithmetic is `plan.assistance`; what is licensed today is in today's prices already.
"""

from teikei.agreements.kind import Kind

DRIVER_ASSISTANCE_LICENCE = Kind(
    name="driver_assistance_licence",
    title="driver-assistance licence",
    planned=True,
    grants=frozenset({"technology"}),
    needs_one_of=frozenset({"technology"}),
    fee="",
    gives="licenses",
    takes="takes the licence",
    summary="a driver, or its integration, is licensed and sold as an option",
    changes=frozenset({"option_price"}),
    needs_change=frozenset({"option_price"}),
    without="does not offer the option",
    one_sided=True,
)
