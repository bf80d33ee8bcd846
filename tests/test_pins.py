"""pyproject.toml, environment.yml and constraints.txt say the same; the README names the lessons that exist."""

import re
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from setting_up import PROJECT

OLDEST_PYTHON = "3.11.2"  # Debian 12's own

project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
pins = [
    Requirement(line)
    for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
pinned = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


@pytest.mark.parametrize("text", [*project["dependencies"], *(text for extra in extras.values() for text in extra)])
def test_every_dependency_is_pinned_to_a_version_it_allows(text):
    requirement = Requirement(text)
    name = canonicalize_name(requirement.name)
    assert name in pinned, f"constraints.txt lacks {name}=={metadata.version(name)}"
    assert requirement.specifier.contains(pinned[name])


def test_a_pin_is_one_exact_version_and_nothing_else():
    for pin in pins:
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(pin.specifier)), pin
        assert pin.url is None, pin
        assert pin.marker is None, pin
    assert len(pinned) == len(pins)


def test_pins_are_what_the_project_needs_and_no_more():
    if sys.platform != "linux" or sys.version_info[:2] != (3, 11):
        pytest.skip("other packages are needed here than where the pins were made: Linux, Python 3.11")
    needed: dict[str, set[str]] = {}
    for text in [*project["dependencies"], *(text for extra in extras.values() for text in extra)]:
        requirement = Requirement(text)
        _walk(requirement.name, set(requirement.extras), needed)
    lacking = [f"{name}=={metadata.version(name)}" for name in sorted(set(needed) - set(pinned))]
    assert not lacking, "constraints.txt lacks " + ", ".join(lacking)
    assert not set(pinned) - set(needed), "nothing needs these any more"


def test_every_pin_can_be_had_by_the_oldest_python():
    looked_at = 0
    for name, version in pinned.items():
        try:
            if metadata.version(name) == version:
                allowed = metadata.metadata(name).get("Requires-Python") or ""
                assert SpecifierSet(allowed).contains(OLDEST_PYTHON), name
                looked_at += 1
        except metadata.PackageNotFoundError:
            continue
    if looked_at < len(pinned) / 2:
        pytest.skip("most pinned versions are not what is installed here")


def test_conda_installs_the_same_and_adds_postgresql():
    conda = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["channels"] == ["conda-forge"]
    *packages, from_pip = conda["dependencies"]
    assert from_pip["pip"][0] == ".", "what pip installs stands in pyproject.toml; beside it only what a hub adds"
    found = {requirement.name: requirement.specifier for requirement in map(Requirement, packages)}
    assert set(found) == {"python", "pip", "postgresql"}
    oldest = SpecifierSet(project["requires-python"])
    assert found["python"].contains("3.11") == oldest.contains("3.11") is True
    assert found["python"].contains("3.10") == oldest.contains("3.10") is False


@pytest.mark.parametrize("name", ["constraints.txt", "environment.yml", "pyproject.toml", "README.md"])
def test_no_index_host_or_machine_stands_in_a_file(name):
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert not re.search(r"pypi|pythonhosted|anaconda\.org|--(extra-)?index-url|file://|/root/|/home/", text)


def test_the_readme_names_the_lessons_that_exist_and_fits_a_page_or_two():
    lines = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()
    named = re.findall(r"notebooks/(\d\d_\w+)\.ipynb", "\n".join(line for line in lines if line.startswith("|")))
    assert named == sorted(path.stem for path in (PROJECT / "notebooks").glob("*.ipynb"))
    assert len(lines) <= 140


def _walk(name, extras, needed):
    """Everything that `name` needs on this machine, into `needed`: a name and the extras it was asked for with."""
    name = canonicalize_name(name)
    known = needed.get(name)
    if known is not None and extras <= known:
        return
    needed[name] = (known or set()) | extras
    for text in metadata.requires(name) or []:
        requirement = Requirement(text)
        wanted = ["", *extras]
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in wanted):
            _walk(requirement.name, set(requirement.extras), needed)
