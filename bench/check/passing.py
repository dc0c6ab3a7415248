"""What a passing check costs, in nanoseconds: builds passing.cpp with each framework and runs it."""

import subprocess
from pathlib import Path

from frameworks import ALL, ROOM, ROOT, Framework

LEVELS = ("-O2", "-O0")
CASES = {
    "ints": "a passing check of two ints",
    "live": "the same, with 3 live locals",
    "strings": "std::string == const char*, 15 bytes, comparison included",
}


def program(framework: Framework) -> str:
    opens_test = "int main()" if framework.ours else framework.test.format(n=0)
    return "\n".join(
        [
            framework.implementation,
            framework.head,
            f"#define LOOP_TEST {opens_test}",
            f"#define COMPARE(a, b) {framework.checks('a', 'b').rstrip(';')}",
            f'#include "{Path(__file__).with_suffix(".cpp")}"',
        ]
    )


def run(framework: Framework, level: str, folder: Path) -> dict[str, float]:
    source = folder / "passing_main.cpp"
    source.write_text(program(framework) + "\n")
    ours = [*ROOM.glob("*.cpp"), *ROOM.glob("detail/*.cpp")] if framework.ours else []
    command = ["g++", "-std=c++20", level, f"-I{ROOT}/src", str(source), *map(str, ours)]
    subprocess.run([*command, "-o", folder / "passing", *framework.link], check=True)
    printed = subprocess.run([folder / "passing"], capture_output=True, text=True, check=True)
    words = (line.split() for line in printed.stdout.splitlines())
    return {line[0]: float(line[1]) for line in words if len(line) == 2 and line[0] in CASES}


def measure(folder: Path):
    """Yields rows: (what, unit, {framework: figure})."""
    for level in LEVELS:
        figures = {framework: run(framework, level, folder) for framework in ALL}
        for case, what in CASES.items():
            yield f"{what}, {level}", "ns", {f: of[case] for f, of in figures.items()}
