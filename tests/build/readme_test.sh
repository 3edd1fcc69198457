#!/usr/bin/env bash
# readme_test.sh README PROGRAM: the first C++ sample of the README is the program.
# SPDX-License-Identifier: MIT
set -euo pipefail

if ! diff <(awk '/^```/ && sample { exit } sample; /^```cpp/ { sample = 1 }' "$1") "$2"; then
  echo "The README's first sample is not ${2##*/}."
  exit 1
fi
