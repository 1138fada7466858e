"""A host builds a guest's model in a plant that the host does not fill; often with a twin on the host's
platform.

    least fee = what the host loses,   most = what the guest gains,   a car of the deal

Permits: the guest's routes from the host's plant (grants ``plant``, with the volume), and the host's platform
or drive for a twin (grants ``platform``, ``technology``). Pays: by default the marginal cost of conversion,
which the guest's account carries, plus a fee a car that the corridor brackets.
"""

from teikei.agreements.kind import Kind

CONTRACT_BUILD = Kind(
    name="contract_build",
    title="contract build",
    planned=True,
    grants=frozenset({"plant", "platform", "technology", "model"}),
    needs_one_of=frozenset({"plant"}),
    fee="cars built under the deal",
    gives="builds",
    takes="has built",
    summary="the host builds the guest's car in capacity it does not fill",
)
