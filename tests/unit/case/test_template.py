from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.base.errors import CaseError, UsageError
from teikei.case.columns import columns, table_names
from teikei.case.read import read_case
from teikei.case.template import datapackage, readme, write_template


def test_an_empty_case_lacks_rows_and_nothing_else(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    with pytest.raises(CaseError) as caught:
        read_case(tmp_path / "new")
    assert {fault.what.split("has ")[-1] for fault in caught.value.faults} == {"no rows"}


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "fx.csv").write_text("precious")
    with pytest.raises(UsageError, match=r"fx\.csv"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["fx.csv"]
    assert (tmp_path / "fx.csv").read_text() == "precious"
    write_template(tmp_path, force=True)
    assert (tmp_path / "fx.csv").read_text().startswith("currency,year")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        write_template(tmp_path / "x")


def test_the_readme_names_every_column() -> None:
    text = readme()
    for table in table_names():
        section = text.partition(f"## {table}")[2].partition("\n## ")[0]
        for column in columns(table):
            assert column.bound_of or column.name in section


def test_the_data_package_is_written_with_a_field_for_every_column(tmp_path: Path) -> None:
    write_template(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        written = (tmp_path / resource["path"]).read_text("utf-8").splitlines()[0].split(",")
        assert set(written) <= {field["name"] for field in resource["schema"]["fields"]}
    assert len(package["resources"]) == len(table_names())


def test_the_data_package_names_keys_and_limits() -> None:
    package = {resource["path"]: resource for resource in datapackage()["resources"]}
    owners = package["plant_owners.csv"]["schema"]
    assert owners["primaryKey"] == ["plant", "firm"]
    assert {"fields": ["firm"], "reference": {"resource": "firms", "fields": ["firm"]}} in owners[
        "foreignKeys"
    ]
    share = next(field for field in owners["fields"] if field["name"] == "share")
    assert share["type"] == "number"
    assert share["constraints"] == {"required": True, "maximum": 1}
