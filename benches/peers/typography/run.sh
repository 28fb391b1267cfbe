#!/usr/bin/env bash
# Typography side by side with plsfix (Rust, crates.io) and ftfy (Python, PyPI): the same generated text, one core each,
# documents handed over one by one, the best of several runs. Needs cargo, python3 and a registry; leaves nothing behind.
#
#   benches/peers/typography/run.sh [DIR]     DIR: where to build (a temporary folder that is removed, unless given)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-}
if [ -z "$dir" ]; then
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
mkdir -p "$dir"
CARGO_TARGET_DIR="$dir/target" cargo build --release --quiet --manifest-path "$here/Cargo.toml" >&2
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet ftfy==6.3.1 >&2
peers="$dir/target/release/peers-typography"
printf '%-10s %10s %10s %10s %12s %12s\n' text dechaff plsfix ftfy 'x plsfix' 'x ftfy'
for kind in english german russian damaged; do
  "$peers" text $kind 8000000 > "$dir/$kind.txt"
  "$peers" text $kind 1000000 > "$dir/$kind-small.txt"
  ours=$("$peers" dechaff "$dir/$kind.txt")
  plsfix=$("$peers" plsfix "$dir/$kind.txt")
  ftfy=$("$dir/venv/bin/python" "$here/ftfy_speed.py" "$dir/$kind-small.txt")
  awk -v k=$kind -v a="$ours" -v b="$plsfix" -v c="$ftfy" \
    'BEGIN { printf "%-10s %10.0f %10.1f %10.2f %12.1f %12.0f\n", k, a, b, c, a / b, a / c }'
done
echo 'MB/s'
