"""Independent readers of the published files: GEOparse for SOFT, Python's own csv, json and xml for the rest.

Each takes the paths of one file group and returns the codes of experiments and of samples as the files spell them, each once. They know as little
as possible: no alternates, no runs of one sample, no broken rows.
"""

import csv
import gzip
import io
import json
import re
import xml.etree.ElementTree as ElementTree

csv.field_size_limit(1 << 30)


def text(path):
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def table(path, header=True):
    """Rows of a table, as dicts, or as lists where it has no header."""
    content = text(path).lstrip("\n")
    separator = "\t" if "\t" in content.split("\n", 1)[0] else ","
    reader = csv.DictReader if header else csv.reader
    return reader(io.StringIO(content), delimiter=separator)


def soft(paths):
    import GEOparse

    GEOparse.logger.set_verbosity("ERROR")
    experiments, samples = set(), set()
    for path in paths:
        kind = re.search(r"(GSE|GPL|GDS|GSM)\d*[A-Za-z]*\d*[^/]*$", path.name)
        kind = kind.group(1) if kind else "GSE"
        if kind == "GDS":
            continue
        try:
            geo = GEOparse.get_GEO(filepath=str(path), geotype=kind, silent=True)
        except Exception:  # a text that is no file of GEO's
            continue
        samples |= set(geo.gsms)
        experiments |= ({geo.name} if kind == "GSE" else set(geo.gses)) - {None}  # None: texts of samples alone
    return experiments, samples


def miniml(paths):
    experiments, samples = set(), set()
    for path in paths:
        for element in ElementTree.fromstring(text(path)).iter():
            name = element.tag.rsplit("}", 1)[-1]
            if name == "Series":
                experiments.add(element.get("iid"))
            if name == "Sample" and element.get("iid"):
                samples.add(element.get("iid"))
    return experiments, samples


def matrix(paths):
    experiments, samples = set(), set()
    for path in paths:
        for line in text(path).split("\n"):
            for name, codes in (("!Series_geo_accession", experiments), ("!Sample_geo_accession", samples)):
                if line.startswith(name + "\t"):
                    codes |= set(line.replace('"', "").split("\t")[1:])
    return experiments, samples


def magetab(paths):
    """Experiments are folders; samples are the names in "Source Name", each once a folder."""
    experiments, samples = set(), set()
    for path in paths:
        experiments.add(path.parent.name)
        if "sdrf" not in path.name or "condensed" in path.name:
            continue
        rows = list(csv.reader(io.StringIO(text(path)), delimiter="\t"))
        while rows and (not any(rows[0]) or rows[0][0].startswith("#")):
            rows.pop(0)
        if rows:
            samples |= {(path.parent.name, row[0].strip()) for row in rows[1:] if row and row[0].strip() and not row[0].startswith("#")}
    return experiments, samples


def arrayexpress(paths):
    """Samples are the sources of an experiment, else its assays."""
    experiments, samples = set(), set()
    for path in paths:
        content = json.loads(text(path))
        for experiment in listed(content.get("experiments", {}).get("experiment")) + listed(content.get("experiment")):
            experiments.add(experiment["accession"])
            for sample in listed(experiment.get("sample")):
                if isinstance(sample, dict):
                    name = sample.get("source", {}).get("name") or sample.get("assay", {}).get("name")
                    samples.add((experiment["accession"], name))
    return experiments, samples


def listed(value):
    return value if isinstance(value, list) else [value] if value else []


def ena(paths):
    """Projects and studies; samples, and the accession ranges of samples that projects and runs name."""
    experiments, samples = set(), set()
    for path in paths:
        root = ElementTree.fromstring(text(path))
        for element in root.iter():
            if element.tag in ("PROJECT", "STUDY") and element.get("accession"):
                experiments.add(element.get("accession"))
            if element.tag == "SAMPLE" and element.get("accession"):
                samples.add(element.get("accession"))
            if element.tag == "XREF_LINK" and element.findtext("DB") == "ENA-SAMPLE":
                for part in re.split(r"[,\s]+", element.findtext("ID") or ""):
                    samples |= expanded(part)
    return experiments, samples


def expanded(text_range):
    first, _, last = text_range.partition("-")
    match, end = re.fullmatch(r"([A-Z]+)(\d+)", first), re.fullmatch(r"([A-Z]+)(\d+)", last)
    if not match:
        return set()
    if not end:
        return {first}
    width = len(match.group(2))
    return {f"{match.group(1)}{n:0{width}d}" for n in range(int(match.group(2)), int(end.group(2)) + 1)}


def atlas(paths):
    return {e["experimentAccession"] for path in paths for e in json.loads(text(path))}, set()


STUDY = r"[SED]RP\d+|PRJ[A-Z]+\d+|GSE\d+|E-[A-Z]{4}-\d+|TCGA"
SAMPLE = r"SAM[A-Z]*\d+|[SED]RS\d+|GSM\d+"


def columns(experiment, sample, commented=False, study_form=".+", sample_form=".+"):
    """A reader of tables by the first of some columns that a row fills with something of a form; the last column of samples, that of the run or
    chip, may hold anything. Names of columns are compared in small letters without blanks and marks.
    """

    def folded(name):
        name = re.sub(r"(_[sl]|\s*\((run|exp|sam)\))$", "", (name or "").lower())
        return re.sub(r"[^a-z0-9]", "", name)

    def read(paths):
        experiments, samples = set(), set()
        for path in paths:
            for row in table(path):
                row = {folded(k): (v or "").strip() for k, v in row.items() if isinstance(v, str)}
                if commented and next(iter(row.values()), "").startswith("#"):
                    continue
                row = {k: re.sub(r"<[^>]*>", "", v) for k, v in row.items() if v not in ("", "NA")}
                study = next((row[n] for n in experiment if n in row and re.fullmatch(study_form, row[n])), None)
                code = next((row[n] for n in sample if n in row and (n == sample[-1] or re.fullmatch(sample_form, row[n]))), None)
                experiments |= {study} - {None}
                samples |= {code} - {None}
        return experiments, samples

    return read


def recount2(paths):
    """Samples of the table of runs, and the runs of the list of all runs that stand in no row of that table."""
    read = columns(["project", "accession", "studyaccession"], ["sample"])
    experiments, samples = read([p for p in paths if not p.name.startswith("sample_ids")])
    described = {row["run"] for p in paths if p.name.startswith("metadata_clean") for row in table(p)}
    for path in paths:
        if path.name.startswith("sample_ids"):
            for row in table(path, header=False):
                experiments.add(row[1])
                if row[2] not in described:
                    samples.add(row[2])
    return experiments, samples


def refinebio(paths):
    """Bundles and answers of the API: whatever has an accession code; tables: their first column that is one."""
    experiments, samples = set(), set()
    read_table = columns(["experimentaccession"], ["refinebioaccessioncode", "accessioncode"])
    for path in paths:
        if path.suffix == ".tsv" or path.name.endswith(".tsv.gz"):
            if "metadata" in path.name:
                found = read_table([path])
                experiments |= found[0]
                samples |= found[1]
        elif ".json" in path.name and "platforms" not in path.name and "compendia" not in path.name:
            walk(json.loads(text(path)), experiments, samples)
    return experiments, samples


def walk(value, experiments, samples):
    if isinstance(value, list):
        for item in value:
            walk(item, experiments, samples)
    if not isinstance(value, dict):
        return
    for code, item in value.get("experiments", {}).items() if isinstance(value.get("experiments"), dict) else ():
        experiments.add(code)
        samples |= set(item.get("sample_accession_codes") or ())
    if isinstance(value.get("samples"), dict):
        samples |= set(value["samples"])
    code = value.get("accession_code")
    if isinstance(code, str):
        (experiments if re.fullmatch(STUDY, code) else samples).add(code)
    for key in ("results", "samples"):
        walk(value.get(key), experiments, samples)


SRA_STUDIES = ["srastudy", "studyaccession", "secondarystudyaccession", "bioproject", "geo", "geoseries"]
SRA_SAMPLES = ["biosample", "sampleaccession", "srasample", "sample", "samplename", "run"]

READERS = {
    "arrayexpress-json": ("json", arrayexpress),
    "bgee": ("csv", columns(["experimentid"], ["libraryid", "chipid", "affymetrixchipid"], commented=True)),
    "ena-projects": ("xml", ena),
    "ena-xml": ("xml", ena),
    "expression-atlas": ("json", atlas),
    "geo-miniml": ("xml", miniml),
    "geo-series-matrix": ("csv", matrix),
    "geo-soft": ("GEOparse", soft),
    "magetab": ("csv", magetab),
    "recount2": ("csv", recount2),
    "recount3": ("csv", columns(["study"], ["externalid"])),
    "refinebio": ("csv, json", refinebio),
    "sra-run-selector": ("csv", columns(SRA_STUDIES, SRA_SAMPLES, study_form=STUDY, sample_form=SAMPLE)),
    "sra-runinfo": ("csv", columns(SRA_STUDIES, SRA_SAMPLES, study_form=STUDY, sample_form=SAMPLE)),
}
