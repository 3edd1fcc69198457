#!/usr/bin/env bash
# state_test.sh OBJECT...: no mutable global, no static initialiser, no allocation.
# SPDX-License-Identifier: MIT
set -euo pipefail
shopt -s inherit_errexit

# Relocated constants are no state, nor is what exception handling keeps in .data.
found=$(for object; do
  objdump -t "$object" | awk 'NF > 2 && $(NF - 2) ~ /^\.(data|bss|tdata|tbss)/ && / O / && !/\.data\.rel\.ro|DW\.ref\./ {
    print "mutable global: " $NF }'
  objdump -h "$object" | awk '$2 ~ /^\.(init_array|ctors)/ { print "static initialiser: " $2 }'
  nm --undefined-only "$object" | awk '$2 ~ /^_Zn[wa]/ { print "call of " $2 }'
done | c++filt | sort -u)
if [[ $found ]]; then
  echo "$found"
  exit 1
fi
echo "No mutable global, no static initialiser and no operator new in $# objects."
