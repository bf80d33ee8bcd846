"""A build backend without needs: `pip install -e .` of the tiny project works offline and at once."""

import tomllib
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parent


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    metadata = ["Metadata-Version: 2.1", "Name: tiny", "Version: 1.0"]
    metadata += [f"Requires-Dist: {requirement}" for requirement in project["dependencies"]]
    for extra, requirements in project["optional-dependencies"].items():
        metadata += [f"Provides-Extra: {extra}"]
        metadata += [f"Requires-Dist: {requirement} ; extra == '{extra}'" for requirement in requirements]
    return write_wheel(Path(wheel_directory), "tiny", metadata)


def write_wheel(folder, name, metadata):
    file = f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(folder / file, "w") as wheel:
        info = f"{name}-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "\n".join(metadata) + "\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return file
