"""Pages read as stored text for this case, beside the sources of the fact folders."""

from __future__ import annotations

from tools.build_cases.sources import Page

PAGES: tuple[Page, ...] = (
    ("marklines_au_2020", "Australia, sales by maker 2020 and 2019 (FCAI): Mitsubishi 83,250, Nissan 50,575", "MarkLines", "2021-01-06", "https://www.marklines.com/en/statistics/flash_sales/automotive-sales-in-australia-by-month-2020"),
    ("insideevs_outlander_2019", "Outlander PHEV: 200,000 by spring 2019, about 250,000 at the end of the year", "InsideEVs", "2020-01", "https://insideevs.com/news/392369/7000-mitsubishi-outlander-phev-us/"),
    ("insideevs_renault_2019", "Renault electric cars 2019: 62,447", "InsideEVs", "2020-01-19", "https://insideevs.com/news/393436/december-2019-renault-sold-record-electric-cars/"),
    ("ieev_renault_200k", "Renault: 200,000 electric vehicles in Europe since 2011, Twizy included", "ieev China", "2019-02-27", "http://www.ieevchina.com/a/en/News/2019/0227/2557.html"),
    ("worldkings_leaf", "Leaf by market as of December 2019", "WorldKings", "2020", "https://worldkings.org/news/world-best-academy/worldkings-world-best-academy-nissan-leaf-japan-the-best-selling-plug-in-electric-car-model-in-japan"),
)  # fmt: skip
