#!/usr/bin/env python3
"""Processor time of a whole run beside that of programs that only read or only parse, on the same files in one go.

    cargo build --release && cargo bench --bench parse --no-run
    python3 benches/reference/compare.py FOLDER [--mulu target/release/mulu] [--parse target/release/deps/parse-…]

The files of each format are copied to a folder of their own. A script whose library is not installed is left out, and said so.
"""
import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
FORMATS = {
    "text": ([".txt", ".csv", ".md"], ["split.py"], None),
    "html": ([".html", ".htm"], ["lxml_tables.py", "pandas_html.py"], "html"),
    "xlsx": ([".xlsx", ".xlsm"], ["openpyxl_cells.py"], "xlsx"),
    "docx": ([".docx"], ["docx_tables.py"], "docx"),
}


def measured(command):
    """Seconds of processor time, or None where the command fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode > 1:
        print(f"  left out: {command[1]}: {ended.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def newest_parse():
    found = [path for path in pathlib.Path("target/release/deps").glob("parse-*") if os.access(path, os.X_OK) and not path.suffix]
    return str(max(found, key=lambda path: path.stat().st_mtime)) if found else None


def compare(name, files, scripts, parser, options):
    with tempfile.TemporaryDirectory() as folder:
        raw, out = pathlib.Path(folder, "raw"), pathlib.Path(folder, "out")
        raw.mkdir()
        for number, path in enumerate(files):
            shutil.copyfile(path, raw / f"{number:05}{path.suffix}")
        copies = sorted(str(path) for path in raw.iterdir())
        megabytes = size(raw) / 1e6
        seconds = measured([options.mulu, "run", str(raw), "--out", str(out), "--no-cache"])
        if seconds is None:
            return
        print(f"{name}: {len(copies)} files, {megabytes:.2f} MB in, {size(out) / 1e6:.2f} MB out")
        print(f"  {'mulu, the whole job':28} {seconds:8.2f} s {megabytes / max(seconds, 1e-9):8.2f} MB/s {len(copies) / max(seconds, 1e-9):8.0f} files/s")
        rivals = [(script, [sys.executable, str(HERE / script)]) for script in scripts]
        if parser and options.parse:
            rivals.append((f"parse {parser}", [options.parse, parser]))
        for label, command in rivals:
            theirs = measured(command + copies)
            if theirs is not None:
                print(f"  {label:28} {theirs:8.2f} s {megabytes / max(theirs, 1e-9):8.2f} MB/s   mulu takes {seconds / max(theirs, 1e-9):.2f} of it")


arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("--mulu", default="target/release/mulu")
arguments.add_argument("--parse", default=newest_parse())
options = arguments.parse_args()
for name, (endings, scripts, parser) in FORMATS.items():
    files = sorted(path for path in options.folder.rglob("*") if path.is_file() and path.suffix.lower() in endings)
    if files:
        compare(name, files, scripts, parser, options)
