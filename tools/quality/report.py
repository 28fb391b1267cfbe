#!/usr/bin/env python3
"""Measure a dechaff binary on labelled real text, print the figures, and fail below a floor. Standard library only.

  report.py --bin target/release/dechaff --data DIR [--floor floor.toml] [--only SETS] [--raise]
  report.py --baselines --data DIR [--only SETS]      # doing nothing, and the line rule of C4, on the same sets

DIR holds labelled texts and their scorer `run.py`, which is not part of this repository. The floor keeps the lowest
value each figure may have (or the highest, for what counts harm); --raise writes today's values where they are better.
"""
import argparse, json, os, subprocess, sys, tempfile, tomllib

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--bin")
ap.add_argument("--baselines", action="store_true")
ap.add_argument("--data", required=True)
ap.add_argument("--floor")
ap.add_argument("--only")
ap.add_argument("--raise", dest="lift", action="store_true")
args = ap.parse_args()
if args.baselines == bool(args.bin):
    ap.error("name a program with --bin, or ask for --baselines")
if args.baselines:
    sets = args.only or "pages,wild,news,clean"
    for name in ("nothing", "c4"):
        print(f"== {name}", flush=True)
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "baselines", name)
        subprocess.run([sys.executable, os.path.join(args.data, "run.py"), "--bin", program, "--only", sets], check=True)
    sys.exit()


def figures(result):
    """The figures that have a floor, by name; a name that ends in `-` is better when it is lower."""
    out = {}
    for name, r in result.get("pages", {}).items():
        out[f"pages.{name}.f1"] = r["f1"]
        out[f"pages.{name}.loss-"] = r["loss"]
    for name, r in result.get("wild", {}).items():
        out |= {f"wild.{name}.precision": r["P"], f"wild.{name}.recall": r["R"], f"wild.{name}.damage-": r["damage"]}
        out[f"wild.{name}.edits"] = r["edits"] / r["of"]
    for name, r in result.get("headline", {}).items():
        out[f"headline.{name}"] = r["right"] / max(r["n"], 1)
    for name, r in result.get("clean", {}).items():
        out[f"clean.{name}.gone-"] = r["gone"] / max(r["lines"], 1)
    if "news" in result:
        n, s = result["news"]["publishers"], result["news"]["snippets"]
        out["news.paragraphs"] = n["kept"] / n["of"]
        out["news.keep"] = s["must_keep in"] / s["must_keep n"]
        out["news.drop"] = 1 - s["must_drop in"] / s["must_drop n"]
    for name, r in result.get("mojibake", {}).items():
        out[f"mojibake.{name}"] = r["right"] / r["n"]
    if "typography" in result:
        t = result["typography"]
        out |= {f"typography.{k}": v["right"] / max(v["n"], 1) for k, v in t["classes"].items() if v["n"]}
        out["typography.touched-"] = t["touched"] / t["of"]
    return out


with tempfile.TemporaryDirectory() as tmp:
    path = os.path.join(tmp, "result.json")
    command = [sys.executable, os.path.join(args.data, "run.py"), "--bin", args.bin, "--json", path]
    command += ["--only", args.only] if args.only else []
    subprocess.run(command, check=True)
    found = figures(json.load(open(path)))

if not args.floor:
    sys.exit()
floor = tomllib.load(open(args.floor, "rb"))["floor"] if os.path.exists(args.floor) else {}
worse = []
for name, least in floor.items():
    if name in found and (found[name] > least + 1e-9 if name.endswith("-") else found[name] < least - 1e-9):
        worse.append(f"{name}: {found[name]:.5f}, floor {least:.5f}")
if args.lift:
    for name, value in found.items():
        old = floor.get(name)
        better = old is None or (value < old if name.endswith("-") else value > old)
        if better:
            # A hair of slack, so that the last digit of a float cannot fail the gate.
            floor[name] = value + 1e-6 if name.endswith("-") else value - 1e-6
    with open(args.floor, "w") as f:
        f.write("# The least (or, with a `-`, the most) that each figure may be. It only rises: report.py --raise.\n[floor]\n")
        f.writelines(f'"{k}" = {v:.6f}\n' for k, v in sorted(floor.items()))
print(f"{len(floor)} figures have a floor, {len(worse)} are below it")
if worse:
    sys.exit("\n".join(worse))
