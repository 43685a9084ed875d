"""Prints docs/real-files.md: what SOURCES.tsv says of each file group, what an independent reader says, and what Facetome holds when that group
alone is imported. Why they differ is written by hand in why.md, a section a group.

    python tools/realfiles/realfiles.py --facetome ./facetome [--shared ../shared/data] > docs/real-files.md
"""

import argparse
import collections
import csv
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

from readers import READERS


def main():
    arguments = argparse.ArgumentParser(description="Compare Facetome with independent readers of the published files.")
    arguments.add_argument("--facetome", required=True, help="the program")
    arguments.add_argument("--shared", default="../shared/data", type=pathlib.Path, help="folder of the published files")
    options = arguments.parse_args()
    said = sources(options.shared / "SOURCES.tsv")
    why = reasons(pathlib.Path(__file__).with_name("why.md"))
    print(why.pop("").format(command="`python tools/realfiles/realfiles.py --facetome ./facetome > docs/real-files.md`") + "\n")
    print("| group | files | SOURCES.tsv | reader | independent reader | Facetome | not imported |\n|---|---:|---:|---|---:|---:|---:|")
    for group, count in sorted(said.items()):
        print(group, "…", file=sys.stderr)
        paths = sorted(p for p in (options.shared / group).rglob("*") if p.is_file())
        name, read = READERS.get(group, ("–", None))
        independent = pair(*map(len, read([p for p in paths if usable(group, p)]))) if read else "–"
        held, left = imported(options.facetome, options.shared / group)
        print(f"| {group} | {len(paths)} | {pair(count['experiments'], count['samples'])} | {name} | {independent} | {held} | {left} |")
    for group in sorted(said):
        print(f"\n## {group}\n\n{why.pop(group)}")
    if why:
        sys.exit(f"why.md explains groups that are not there: {', '.join(why)}")


def usable(group, path):
    """Files that hold no experiments and no samples."""
    return not (group == "geo-miniml" and path.name.startswith(("geo.esummary", "geo-eutils")) or path.name == "chipType.tsv")


def pair(experiments, samples):
    return f"{experiments:,} / {samples:,}"


def sources(path):
    counts = collections.defaultdict(collections.Counter)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for column in ("experiments", "samples"):
                counts[row["file"].split("/")[0]][column] += int(row[column] or 0)
    return counts


def imported(facetome, folder):
    """What a catalogue of the group alone exports, and how many files it did not take."""
    with tempfile.TemporaryDirectory() as data:
        out, report = pathlib.Path(data) / "export.ndjson.gz", pathlib.Path(data) / "report.json"
        subprocess.run([facetome, "import", "--data", data, "--report", str(report), str(folder)], capture_output=True)
        left = sum(bool(file.get("skipped")) for file in json.loads(report.read_text(encoding="utf-8"))["files"])
        subprocess.run([facetome, "export", "--data", data, "--out", str(out)], check=True, capture_output=True)
        kinds = collections.Counter()
        with gzip.open(out, "rt", encoding="utf-8") as lines:
            for line in lines:
                kinds[json.loads(line)["type"]] += 1
        return pair(kinds["experiment"], kinds["sample"]), left


def reasons(path):
    parts, current = {"": ""}, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = line[3:]
            parts[current] = ""
        else:
            parts[current] += line + "\n"
    return {group: text.strip() for group, text in parts.items()}


main()
