"""All kinds of deal by name. A new kind is a file beside this one and a line here."""

from __future__ import annotations

from teikei.agreements.charging_access import CHARGING_ACCESS
from teikei.agreements.co2_pool import CO2_POOL
from teikei.agreements.contract_build import CONTRACT_BUILD
from teikei.agreements.driver_assistance_licence import DRIVER_ASSISTANCE_LICENCE
from teikei.agreements.joint_development import JOINT_DEVELOPMENT
from teikei.agreements.joint_purchasing import JOINT_PURCHASING
from teikei.agreements.joint_venture import JOINT_VENTURE
from teikei.agreements.kind import Kind
from teikei.agreements.merger import MERGER
from teikei.agreements.not_yet_planned import NOT_YET_PLANNED
from teikei.agreements.regional_lead import REGIONAL_LEAD
from teikei.agreements.shared_platform import SHARED_PLATFORM
from teikei.agreements.shared_software import SHARED_SOFTWARE
from teikei.agreements.technology_lead import TECHNOLOGY_LEAD
from teikei.agreements.technology_licence import TECHNOLOGY_LICENCE

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        CONTRACT_BUILD,
        SHARED_PLATFORM,
        TECHNOLOGY_LICENCE,
        CO2_POOL,
        SHARED_SOFTWARE,
        CHARGING_ACCESS,
        JOINT_PURCHASING,
        DRIVER_ASSISTANCE_LICENCE,
        JOINT_DEVELOPMENT,
        JOINT_VENTURE,
        REGIONAL_LEAD,
        TECHNOLOGY_LEAD,
        MERGER,
        *NOT_YET_PLANNED,
    )
}
