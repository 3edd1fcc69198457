#!/usr/bin/env bash
# state_test.sh OBJECT...: no mutable global, no static initialiser, no allocation.
# SPDX-License-Identifier: MIT
set -euo pipefail

# Relocated constants are no state, nor is the address of the exception handling routine.
found=$(for object; do
  objdump -h "$object" | awk '
    $3 ~ /^0+$/ || $2 ~ /^\.data\.rel\.ro|DW\.ref\./ { next }
    $2 ~ /^\.(data|bss|tdata|tbss)/ { print "mutable global in " $2 }
    $2 ~ /^\.(init_array|ctors)/ { print "static initialiser in " $2 }'
  nm --undefined-only "$object" | awk '$2 ~ /^_Zn[wa]/ { print "call of " $2 }' | c++filt
done | sort -u)
if [[ $found ]]; then
  echo "$found"
  exit 1
fi
echo "No mutable global, no static initialiser and no operator new in $# objects."
