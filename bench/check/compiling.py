"""What a file of tests costs to compile: user + system seconds and peak memory of `g++ -c`."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from frameworks import ALL, ROOT, Framework

TESTS, CHECKS = 100, 10
COMMAND = ["g++", "-std=c++20", f"-I{ROOT}/src"]
FLAGS = (["-O0", "-g"], ["-O2"])


@dataclass(frozen=True)
class Cost:
    seconds: float
    mebibytes: float


def plain_test(framework: Framework, n: int) -> str:
    return f"{framework.test.format(n=n)} {{\n  const int a = value({n});"


def rich_test(framework: Framework, n: int) -> str:
    return framework.rich_test.replace("NUMBER", str(n))


def test_file(framework: Framework, opened) -> str:
    lines = [framework.head, "int value(int);"]
    for n in range(TESTS):
        lines.append(opened(framework, n))
        lines += [f"  {framework.checks(f'a + {c}', str(n + c))}" for c in range(CHECKS)]
        lines.append("}")
    return "\n".join(lines) + "\n"


def compile_once(source: Path, flags: list[str]) -> Cost:
    command = [*COMMAND, *flags, "-c", str(source), "-o", str(source.with_suffix(".o"))]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best_costs(sources: dict[Framework, Path], flags: list[str], rounds: int):
    """The best of `rounds`, the frameworks taking turns, so that a busy moment harms all alike."""
    costs: dict[Framework, list[Cost]] = {framework: [] for framework in sources}
    for _ in range(rounds):
        for framework, source in sources.items():
            costs[framework].append(compile_once(source, flags))
    return {
        framework: Cost(min(c.seconds for c in of), min(c.mebibytes for c in of))
        for framework, of in costs.items()
    }


def preprocessed_lines(source: Path) -> int:
    done = subprocess.run([*COMMAND, "-E", str(source)], capture_output=True, check=True)
    return done.stdout.count(b"\n")


def measure(folder: Path, rounds: int):
    """Yields rows: (what, unit, {framework: figure})."""
    headers = {}
    for number, framework in enumerate(ALL):
        headers[framework] = folder / f"header_{number}.cpp"
        headers[framework].write_text(framework.head + "\n")
    for kind, opened in (("", plain_test), (", a fixture and 3 rows each", rich_test)):
        tests = {}
        for number, framework in enumerate(ALL):
            tests[framework] = folder / f"{opened.__name__}_{number}.cpp"
            tests[framework].write_text(test_file(framework, opened))
        for flags in FLAGS:
            costs = best_costs(tests, flags, rounds)
            what = f"{TESTS} tests × {CHECKS} checks{kind}, {' '.join(flags)}"
            yield what, "s", {f: c.seconds for f, c in costs.items()}
            yield f"{what}, peak memory", "MiB", {f: c.mebibytes for f, c in costs.items()}
    costs = best_costs(headers, ["-O0"], rounds)
    yield "header alone, -O0", "ms", {f: c.seconds * 1000 for f, c in costs.items()}
    yield "header alone, preprocessed", "lines", {
        f: preprocessed_lines(source) for f, source in headers.items()
    }
