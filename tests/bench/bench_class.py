"""How fast a class is graded: run by hand on a quiet machine, `python tests/bench/bench_class.py [--large]`.

Lesson 01 on SQLite, confined, every check with its own database, all reports written:

- 20 correct submissions, its 17 checks and ten of them, with one grader and with two, and on PostgreSQL; submissions a
  second, start-up included, and ratios within one run;
- with `--large`, 100 of them with one and with two; and 1,000 of a realistic mix: the rate against the rate for 20, and
  the judge's peak memory in both.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from variants import variants  # noqa: E402

STEM = "ex01_engine"
ANSWERS = {answer.name: answer.text for answer in variants(STEM)}
CHECKS = "ex01"
TEN = (  # two of each function
    "its_twin or password_and_query or foreign_keys or dead_connection or are_counted or one_connection"
    " or table_is_there or again_without or works_inside or disposed_of_after"
)


def hand_in(folder: Path, texts: list[str]) -> None:
    """Make a folder of submissions."""
    for number, text in enumerate(texts):
        (folder / f"learner {number:04d}").mkdir(parents=True)
        (folder / f"learner {number:04d}" / f"{STEM}.py").write_text(text, encoding="utf-8")


def mixed(number: int) -> list[str]:
    """Correct, partial, wrong and broken submissions, as a workshop hands them in (the same at every run)."""
    chance = random.Random(1)
    wrong = [text for name, text in ANSWERS.items() if name.startswith("wrong")]
    right = [ANSWERS["solution"], *(text for name, text in ANSWERS.items() if name.startswith("right"))]
    broken = ["def oh no(:\n", "", "import sys; sys.exit()\n"]
    kinds = chance.choices([right, wrong, [ANSWERS["stub"]], broken], [50, 40, 6, 4], k=number)
    return [chance.choice(kind) for kind in kinds]


def grade(texts: list[str], workers: int, *options: str, checks: str = CHECKS) -> tuple[float, float]:
    """Submissions a second, and the peak memory of the judge in MB, for one run of `pytest checker --submissions`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_in(folder / "in", texts)
        command = [sys.executable, "-m", "pytest", "checker", "-k", checks, "--submissions", str(folder / "in")]
        began = time.perf_counter()
        pid = os.posix_spawn(
            sys.executable,
            [*command, "--report", str(folder / "out"), "-n", str(workers), "--seed", "1", *options],
            dict(os.environ),
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)],
        )
        _, _, used = os.wait4(pid, 0)
        return len(texts) / (time.perf_counter() - began), used.ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    os.chdir(ROOT)
    subprocess.run(["uptime"])
    correct = [ANSWERS["solution"]] * 20
    one, _ = grade(correct, 1)
    two, memory = grade(correct, 2)
    postgres, _ = grade(correct, 2, "--database", "postgres")
    print(f"20 correct: {one:.2f} submissions/s with one grader, {two:.2f} with two (x{two / one:.2f}; 1.7 is wanted)")
    ten, _ = grade(correct, 2, checks=f"{CHECKS} and ({TEN})")
    print(f"ten checks each: {ten:.2f} submissions/s with two graders (8 are wanted)")
    print(f"PostgreSQL, two graders: {postgres:.2f} submissions/s ({postgres / two:.2f} of SQLite; 0.33 is wanted)")
    if "--large" in sys.argv:
        one, two = (grade([ANSWERS["solution"]] * 100, workers)[0] for workers in (1, 2))
        print(f"100 correct: {one:.2f}/s with one grader, {two:.2f}/s with two (x{two / one:.2f}; 1.7 is wanted)")
        few, small = grade(mixed(20), 2)
        many, large = grade(mixed(1000), 2)
        print(f"mixed: {few:.2f}/s for 20, {many:.2f}/s for 1,000; the judge's peak {small:.0f} and {large:.0f} MB")
    print(f"(the judge's peak for 20 correct: {memory:.0f} MB)")


if __name__ == "__main__":
    main()
